// Makes `npm start` and `npm test` work on a machine that has only Node 20 and npm.
// Built-ins only, and old syntax that Node 20 reads: installs the workspace once, then runs the
// command that follows under the Node that the workspace brings along (docs/adr/0002).
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const PNPM = "pnpm@12.21.0";
const NEEDED_NODE = 24;
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const bundledNode = join(root, "node_modules", `node-${process.platform}-${process.arch}`);
const suitable = Number(process.versions.node.split(".")[0]) >= NEEDED_NODE;

const env = { ...process.env };
delete env.NODE_OPTIONS;
// Native add-ons are compiled against the headers of the Node that will load them.
if (!suitable) env.npm_config_nodedir = bundledNode;

/** What the installed tree depends on; when it changes, the tree is installed again. */
function stamp() {
  const hash = createHash("sha256");
  const manifests = ["pnpm-lock.yaml", "pnpm-workspace.yaml", "package.json"];
  for (const part of ["shared", "edge", "cloud"]) manifests.push(join(part, "package.json"));
  for (const file of manifests) hash.update(readFileSync(join(root, file)));
  hash.update(suitable ? process.version : "bundled");
  // nfc-pcsc is optional and compiles only where these headers are: once they appear, install again.
  hash.update(String(existsSync("/usr/include/PCSC/winscard.h")));
  return hash.digest("hex");
}

function install() {
  const file = join(root, "node_modules/.baygate-installed");
  const wanted = stamp();
  if (existsSync(file) && readFileSync(file, "utf8") === wanted) return;
  process.stderr.write("baygate: setting up (once, about a minute) ...\n");
  const done = spawnSync("npx", ["-y", PNPM, "install", "--frozen-lockfile"], {
    cwd: root,
    env,
    stdio: ["ignore", 2, 2],
  });
  if (done.error) throw done.error;
  if (done.status !== 0) process.exit(done.status ?? 1);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, wanted);
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

install();
const [command, ...args] = process.argv.slice(2);
if (command) run(command, args);
