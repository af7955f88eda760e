import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import pg from "pg";
import { debianEnv } from "./daemon.ts";
import { freePort } from "./free-port.ts";
import { debianParts } from "./packages.ts";
import { childrenOf } from "./processes.ts";
import { type Program, startProgram } from "./program.ts";

/** A PostgreSQL of our own, as an operator would have one outside the cloud's process. */
export interface OutsidePostgres {
  readonly url: string;
  readonly port: number;
  /** Its data and its password; may be copied while it is stopped. */
  readonly folder: string;
  /** The way to it through the file system: the same in every network namespace. */
  readonly socket: pg.PoolConfig;
  start(): Promise<void>;
  /** SIGINT: clients are thrown out, everything is written. */
  stop(): Promise<void>;
  /** As `pg_ctl stop -m immediate`: nothing is written any more, the next start recovers. */
  kill(): Promise<void>;
  /** SIGSTOP to every process of it, and SIGCONT. */
  pause(): void;
  resume(): void;
  close(): Promise<void>;
}

export interface PostgresOptions {
  /** The folder of a server that is stopped, to begin with a copy of it. */
  readonly copyOf?: string;
  /** A way into namespaces. */
  readonly enter?: readonly string[];
}

const programs = dirname(debianParts["postgresql-15"]);
const root = process.getuid?.() === 0;

/** Opens one that runs. */
export async function openPostgres(options: PostgresOptions = {}): Promise<OutsidePostgres> {
  const folder = await mkdtemp(join(tmpdir(), "baygate-outside-"));
  const data = join(folder, "data");
  const password = await (options.copyOf === undefined ? begin(folder, data) : copy(options.copyOf, folder));
  const port = await freePort();
  const settings = {
    listen_addresses: "127.0.0.1",
    port,
    unix_socket_directories: folder,
    fsync: "off",
    timezone: "UTC",
  };
  const args = ["-D", data, ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`])];
  const socket = { host: folder, port, user: "baygate", password, database: "postgres" };
  let server: Program | undefined;
  const end = async (how: NodeJS.Signals): Promise<void> => {
    await server?.end(how);
    server = undefined;
  };
  const everyProcess = (name: NodeJS.Signals): void => {
    const postmaster = server?.pid;
    if (postmaster === undefined) return;
    for (const pid of [postmaster, ...childrenOf(postmaster, "postgres")])
      try {
        process.kill(pid, name);
      } catch {
        // It ended while we looked.
      }
  };
  const postgres: OutsidePostgres = {
    url: `postgres://baygate:${password}@127.0.0.1:${port}/postgres`,
    ...{ port, folder, socket },
    start: async () => {
      server = startProgram(join(programs, "postgres"), {
        args,
        user: "postgres",
        ...(options.enter ? { enter: options.enter } : {}),
      });
      await answers(socket, server);
    },
    stop: () => end("SIGINT"),
    kill: () => end("SIGQUIT"),
    pause: () => everyProcess("SIGSTOP"),
    resume: () => everyProcess("SIGCONT"),
    close: async () => {
      everyProcess("SIGCONT");
      await end("SIGINT");
      await rm(folder, { recursive: true, force: true });
    },
  };
  await postgres.start();
  return postgres;
}

/** A new, empty data folder. Gives its password. */
async function begin(folder: string, data: string): Promise<string> {
  const password = randomBytes(12).toString("hex");
  const passwordFile = join(folder, "password");
  await writeFile(passwordFile, password);
  // PostgreSQL refuses to run as root.
  if (root) execFileSync("chown", ["-R", "postgres", folder]);
  await chmod(folder, 0o700);
  const [command = "", ...args] = [
    ...(root ? ["setpriv", "--reuid", "postgres", "--regid", "postgres", "--clear-groups"] : []),
    ...[join(programs, "initdb"), "-D", data, "-U", "baygate", "-A", "scram-sha-256", "--pwfile", passwordFile],
    ...["--no-sync", "--encoding=UTF8", "--locale=C"],
  ];
  execFileSync(command, args, { env: debianEnv, stdio: "ignore", cwd: "/" });
  return password;
}

async function copy(from: string, folder: string): Promise<string> {
  execFileSync("cp", ["-a", `${from}/.`, folder]);
  return await readFile(join(folder, "password"), "utf8");
}

async function answers(socket: pg.PoolConfig, server: Program): Promise<void> {
  for (;;) {
    const client = new pg.Client(socket);
    client.on("error", () => {});
    const answered = await client.connect().then(
      () => true,
      () => false,
    );
    await client.end().catch(() => {});
    if (answered) return;
    if (!server.running) throw new Error("PostgreSQL ended before it answered");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
