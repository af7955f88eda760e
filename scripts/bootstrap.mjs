// Makes `npm start` and `npm test` work on a machine that has only Node 20 and npm.
// Built-ins only, and old syntax that Node 20 reads: installs the workspace once, then runs the
// command that follows under the Node that the workspace brings along (docs/adr/0002).
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { appendFileSync, existsSync, mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const PNPM = "pnpm@12.21.0";
const NEEDED_NODE = 24;
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const bundledNode = join(root, "node_modules", `node-${process.platform}-${process.arch}`);
const isBundled = existsSync(bundledNode) && process.execPath.startsWith(realpathSync(bundledNode));
// Run by npm, the Node that is found first may be the workspace's own: the tree is not another one for that.
const suitable = !isBundled && Number(process.versions.node.split(".")[0]) >= NEEDED_NODE;
const node = suitable ? process.execPath : join(bundledNode, "bin/node");

const env = { ...process.env };
delete env.NODE_OPTIONS;
// What Node made of the sources is kept: a gate starts in half the time.
env.NODE_COMPILE_CACHE ??= join(root, "node_modules/.cache/node");
// Native add-ons are compiled against the headers of the Node that will load them.
const prefix = dirname(dirname(node));
if (!suitable || existsSync(join(prefix, "include/node/node.h"))) env.npm_config_nodedir = prefix;

const pcscHeaders = () => existsSync("/usr/include/PCSC/winscard.h");

/** What the installed tree depends on; when it changes, the tree is installed again. */
function stamp() {
  const hash = createHash("sha256");
  const manifests = ["pnpm-lock.yaml", "pnpm-workspace.yaml", "package.json"];
  for (const part of ["shared", "edge", "cloud", "cloud/client", "cloud/web/driver"])
    manifests.push(join(part, "package.json"));
  for (const file of manifests) hash.update(readFileSync(join(root, file)));
  hash.update(suitable ? process.version : "bundled");
  hash.update(String(pcscHeaders()));
  return hash.digest("hex");
}

/** Runs pnpm without its noise, which is kept in a file and shown when it failed. Gives its exit status. */
function pnpm(...args) {
  const done = spawnSync("npx", ["-y", PNPM, ...args], { cwd: root, env, encoding: "utf8", maxBuffer: 2 ** 28 });
  if (done.error) throw done.error;
  const noise = `$ pnpm ${args.join(" ")}\n${done.stdout}${done.stderr}`;
  mkdirSync(join(root, "node_modules"), { recursive: true });
  appendFileSync(join(root, "node_modules/.baygate-install.log"), noise);
  if (done.status !== 0) process.stderr.write(noise);
  return done.status ?? 1;
}

/** nfc-pcsc is optional: it compiles only where libpcsclite-dev is, and pnpm drops what once failed to. */
function buildNfc() {
  const loads = () => spawnSync(node, ["-e", 'require("nfc-pcsc")'], { cwd: join(root, "edge"), env }).status === 0;
  if (!pcscHeaders() || loads()) return;
  process.stderr.write("baygate: building the NFC reader's library ...\n");
  pnpm("rebuild", "@pokusew/pcsclite");
  if (!loads()) process.stderr.write("baygate: it does not load; all but NFC readers works without it\n");
}

function install() {
  const file = join(root, "node_modules/.baygate-installed");
  const wanted = stamp();
  const isInstalled = () => existsSync(file) && readFileSync(file, "utf8") === wanted;
  if (isInstalled()) return false;
  return alone(() => {
    if (isInstalled()) return false;
    process.stderr.write("baygate: setting up (once, about a minute) ...\n");
    const status = pnpm("install", "--frozen-lockfile");
    if (status !== 0) process.exit(status);
    buildNfc();
    writeFileSync(file, wanted);
    return true;
  });
}

/** Works while no other terminal installs the same tree: `npm test` beside a first `npm start` waits for it. */
function alone(work) {
  const lock = join(root, ".baygate-installing");
  const unlock = () => rmSync(lock, { force: true });
  for (;;) {
    try {
      writeFileSync(lock, String(process.pid), { flag: "wx" });
      break;
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
      // Whoever held it may have been killed.
      if (!isAlive(lock)) unlock();
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
    }
  }
  process.once("exit", unlock);
  const done = work();
  process.off("exit", unlock);
  unlock();
  return done;
}

function isAlive(lock) {
  try {
    // Pid 0, while the file is still empty, is this process's own group.
    return process.kill(Number(readFileSync(lock, "utf8")), 0);
  } catch (error) {
    return error.code === "EPERM";
  }
}

function run(command, args) {
  const paths = [join(root, "node_modules/.bin")];
  if (!suitable) paths.unshift(join(bundledNode, "bin"));
  env.PATH = [...paths, env.PATH].join(delimiter);
  const child = spawn(command, args, { cwd: root, env, stdio: "inherit" });
  // The child ends in its own time and order; this process only waits and passes signals on.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  child.on("error", (error) => {
    process.stderr.write(`baygate: cannot run ${command}: ${error.message}\n`);
    process.exit(127);
  });
  child.on("exit", (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
}

const [command, ...args] = process.argv.slice(2);
const fresh = install();
if (command) run(command, args);
// Called by itself it also mends what an install by other hands left, such as an add-on for another Node.
else if (!fresh) buildNfc();
