import { execFileSync, spawnSync } from "node:child_process";
import { chmod, copyFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { accepts, debianEnv } from "./daemon.ts";
import { freePort } from "./free-port.ts";
import { type Program, startProgram } from "./program.ts";

/** A real Mosquitto of our own, configured as shipped (firmware-config/mosquitto) but for its port and its paths. */
export interface Mosquitto {
  readonly url: string;
  readonly port: number;
  /** Adds a user while it runs. */
  admit(user: string, password: string): void;
  start(): Promise<void>;
  kill(): Promise<void>;
  close(): Promise<void>;
}

/** What an operator lays on the machine. */
const shipped = join(import.meta.dirname, "../../firmware-config/mosquitto");

export interface MosquittoOptions {
  /** A file of users, hashed as mosquitto_passwd does, to begin with a copy of it. */
  readonly passwordsOf?: string;
  /** Where it listens, in a network of its own; else on loopback. */
  readonly address?: string;
  /** A way into namespaces. */
  readonly enter?: readonly string[];
}

export async function openMosquitto(options: MosquittoOptions = {}): Promise<Mosquitto> {
  const { passwordsOf, address = "127.0.0.1", enter = [] } = options;
  const folder = await mkdtemp(join(tmpdir(), "baygate-mosquitto-"));
  // It gives up root for a user of its own, who must read these.
  await chmod(folder, 0o755);
  const port = await freePort();
  const passwords = join(folder, "passwords");
  if (passwordsOf === undefined) await writeFile(passwords, "");
  else await copyFile(passwordsOf, passwords);
  await chmod(passwords, 0o644);
  const access = join(folder, "baygate.acl");
  await copyFile(join(shipped, "baygate.acl"), access);
  const conf = (await readFile(join(shipped, "baygate.conf"), "utf8"))
    .replace("listener 1883 127.0.0.1", `listener ${port} ${address}`)
    .replace("password_file /etc/mosquitto/baygate.passwd", `password_file ${passwords}`)
    .replace("acl_file /etc/mosquitto/baygate.acl", `acl_file ${access}`);
  const confFile = join(folder, "mosquitto.conf");
  await writeFile(confFile, `${conf}\nlog_dest stderr\nlog_type none\n`);
  let daemon: Program | undefined;
  const kill = async (): Promise<void> => {
    await daemon?.end("SIGKILL");
    daemon = undefined;
  };
  return {
    url: `mqtt://${address}:${port}`,
    port,
    admit: (user, password) => {
      execFileSync("mosquitto_passwd", ["-b", passwords, user, password], { env: debianEnv, stdio: "ignore" });
      execFileSync("chmod", ["644", passwords]);
      daemon?.signal("SIGHUP");
    },
    start: async () => {
      daemon = startProgram("mosquitto", { args: ["-c", confFile], enter });
      await (enter.length === 0 ? accepts(port) : acceptsThere(enter, address, port));
    },
    kill,
    close: async () => {
      await kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** As `accepts`, in a network that is not this process's. */
async function acceptsThere(enter: readonly string[], address: string, port: number): Promise<void> {
  const [first = "", ...rest] = [...enter, "bash", "-c", `exec 3<>/dev/tcp/${address}/${port}`];
  while (spawnSync(first, rest, { env: debianEnv, stdio: "ignore" }).status !== 0)
    await new Promise((resolve) => setTimeout(resolve, 50));
}
