import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { accepts, debianEnv, startDaemon } from "./daemon.ts";
import { freePort } from "./free-port.ts";
import { debianParts } from "./packages.ts";

/** A PostgreSQL of our own, as an operator would have one outside the cloud's process. */
export interface OutsidePostgres {
  readonly url: string;
  close(): Promise<void>;
}

export async function openPostgres(): Promise<OutsidePostgres> {
  const folder = await mkdtemp(join(tmpdir(), "baygate-outside-"));
  const data = join(folder, "data");
  const password = randomBytes(12).toString("hex");
  const passwordFile = join(folder, "password");
  await writeFile(passwordFile, password);
  const programs = dirname(debianParts["postgresql-15"]);
  const root = process.getuid?.() === 0;
  // PostgreSQL refuses to run as root.
  if (root) execFileSync("chown", ["-R", "postgres", folder]);
  await chmod(folder, 0o700);
  const initdb = [
    join(programs, "initdb"),
    "-D",
    data,
    "-U",
    "baygate",
    "-A",
    "scram-sha-256",
    "--pwfile",
    passwordFile,
  ];
  const [command = "", ...args] = [
    ...(root ? ["setpriv", "--reuid", "postgres", "--regid", "postgres", "--clear-groups"] : []),
    ...initdb,
    ...["--no-sync", "--encoding=UTF8", "--locale=C"],
  ];
  execFileSync(command, args, { env: debianEnv, stdio: "ignore", cwd: "/" });
  const port = await freePort();
  const settings = { listen_addresses: "127.0.0.1", port, unix_socket_directories: "", fsync: "off", timezone: "UTC" };
  const daemon = startDaemon(
    join(programs, "postgres"),
    ["-D", data, ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`])],
    "postgres",
  );
  await accepts(port);
  return {
    url: `postgres://baygate:${password}@127.0.0.1:${port}/postgres`,
    close: async () => {
      await daemon.end("SIGINT");
      await rm(folder, { recursive: true, force: true });
    },
  };
}
