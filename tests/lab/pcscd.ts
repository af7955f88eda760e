// A real pcscd of our own with a virtual reader, in namespaces of its own. Mounts, because its socket's path is fixed
// when pcscd is built: a folder of ours lies over /run/pcscd, and clients come through that folder (PCSCLITE_CSOCK_NAME).
// Network, because the virtual reader listens on every interface. The machine's own pcscd, if it has one, is neither
// seen nor touched.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { debianParts } from "./packages.ts";

export interface Pcscd {
  /** The socket, for PCSCLITE_CSOCK_NAME. */
  readonly socket: string;
  /** Runs what follows in the reader's network. */
  readonly enter: readonly string[];
  /**
   * Starts pcscd anew, with or without the reader: one that is not on USB can only come and go with its daemon. Does
   * not wait for it, as nobody waits for a daemon.
   */
  start(reader?: "plugged" | "unplugged"): Promise<void>;
  signal(name: NodeJS.Signals): void;
  /** kill -9. Its socket and pid file stay behind, as after a crash. */
  kill(): Promise<void>;
  close(): Promise<void>;
}

const READER = `FRIENDLYNAME "Virtual PCD"
DEVICENAME /dev/null:0x8C7B
LIBPATH ${debianParts["vsmartcard-vpcd"]}
CHANNELID 0x8C7B
`;

// quickack: vpcd writes in small pieces, and each would wait 40 ms for the acknowledgement of the one before.
// cat holds the namespaces, and lets go of them when its standard input ends, that is with the test.
const HOLD = `set -e
mount -t tmpfs none /run
mkdir /run/pcscd
mount --bind "$1" /run/pcscd
ip link set lo up
ip route replace local 127.0.0.1 dev lo proto kernel scope host src 127.0.0.1 table local quickack 1
echo ready
exec cat`;

const env = { ...process.env, PATH: `${process.env["PATH"]}:/usr/sbin:/sbin` };
const isRoot = process.getuid?.() === 0;

export async function openPcscd(): Promise<Pcscd> {
  const folder = await mkdtemp(join(tmpdir(), "baygate-pcscd-"));
  const run = join(folder, "run");
  const readers = join(folder, "reader.conf.d");
  await mkdir(run);
  await mkdir(readers);

  const holder = spawn("unshare", [isRoot ? "-nm" : "-rnm", "sh", "-c", HOLD, "sh", run], {
    env,
    stdio: ["pipe", "pipe", "inherit"],
  });
  const early = once(holder, "exit").then(() => {
    throw new Error("no namespaces for pcscd: root, or user namespaces for everybody, are needed");
  });
  await Promise.race([once(holder.stdout, "data"), early]);
  early.catch(() => {});
  const credentials = isRoot ? [] : ["-U", "--preserve-credentials"];
  const enter = ["nsenter", "-t", String(holder.pid), ...credentials, "-n"];

  let daemon: ChildProcess | undefined;
  const kill = async (): Promise<void> => {
    const dying = daemon;
    daemon = undefined;
    if (dying === undefined || dying.exitCode !== null || dying.signalCode !== null) return;
    const gone = once(dying, "exit");
    dying.kill("SIGKILL");
    await gone;
  };

  return {
    socket: join(run, "pcscd.comm"),
    enter,
    start: async (reader = "plugged") => {
      await kill();
      await writeFile(join(readers, "vpcd"), reader === "plugged" ? READER : "");
      // Each of these becomes the next, so that the pid held here is pcscd's own. It never outlives the test.
      const command = ["--pdeathsig", "KILL", ...enter, "-m", "pcscd", "-f", "-c", readers];
      daemon = spawn("setpriv", command, {
        env,
        stdio: ["ignore", process.env["BAYGATE_LAB_LOG"] ? "inherit" : "ignore", "inherit"],
      });
    },
    signal: (name) => void daemon?.kill(name),
    kill,
    close: async () => {
      await kill();
      holder.stdin.end();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
