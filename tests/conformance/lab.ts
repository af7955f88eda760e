import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Aedes } from "aedes";

const root = join(import.meta.dirname, "../..");

/** A broker that lets everybody in, as a vendor's bench has it. */
export interface OpenBroker {
  readonly url: string;
  stop(): Promise<void>;
}

export async function openBroker(): Promise<OpenBroker> {
  const broker = await Aedes.createBroker();
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.setNoDelay(true);
    broker.handle(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("a TCP server has a port");
  return {
    url: `mqtt://127.0.0.1:${address.port}`,
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
      await new Promise<void>((resolve) => broker.close(resolve));
    },
  };
}

/** Our own gate as it runs on a box, with a bench for hardware. */
export interface OwnGate {
  readonly directory: string;
  /** For --tap. */
  readonly tap: string;
  log(): string;
  stop(): Promise<void>;
}

export async function startOwnGate(url: string, card: string): Promise<OwnGate> {
  const directory = mkdtempSync(join(tmpdir(), "conformance-"));
  const config = join(directory, "box.yaml");
  const example = readFileSync(join(root, "firmware-config/boxes/bench-arrival.yaml"), "utf8");
  writeFileSync(
    config,
    example
      .replaceAll("/run/baygate", directory)
      .replace("/var/lib/baygate", join(directory, "data"))
      .replace("mqtt://127.0.0.1:1883", url),
  );
  const gate: ChildProcess = spawn(process.execPath, [join(root, "edge/src/main.ts"), "--config", config], {
    env: { ...process.env, BAYGATE_GATE_TOKEN: "s3cret" },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  const up = new Promise<void>((resolve, reject) => {
    gate.stderr?.on("data", (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes("gate is up")) resolve();
    });
    gate.once("exit", () => reject(new Error(`the gate ended: ${said}`)));
  });
  await up;
  return {
    directory,
    tap: `"${process.execPath}" "${join(root, "scripts/conformance/bench-tap.ts")}" "${join(directory, "lane-1.sock")}" ${card}`,
    log: () => said,
    async stop() {
      if (gate.exitCode === null && gate.signalCode === null) {
        const ended = new Promise((resolve) => gate.once("exit", resolve));
        gate.kill("SIGTERM");
        await ended;
      }
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
