import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { debianEnv } from "./daemon.ts";

/**
 * A network and mounts of its own, as another machine would have them. It lives as long as this process wants it, and goes
 * with it: no mount, no interface and no loop device is ever left behind.
 */
export interface Machine {
  readonly pid: number;
  /** Runs what follows in it. */
  readonly enter: readonly string[];
  /** Runs a command in it and gives its output. @throws when it fails. */
  run(command: string, ...args: string[]): string;
  /** Where a path of its own mounts is seen from outside. */
  see(path: string): string;
  close(): Promise<void>;
}

// cat holds the namespaces, and lets go of them when its standard input ends, that is with the test.
const HOLD = "ip link set lo up; echo ready; exec cat";

/** @throws when this machine gives us no namespaces. */
export async function openMachine(): Promise<Machine> {
  const holder = spawn("unshare", ["-nm", "sh", "-c", HOLD], { env: debianEnv, stdio: ["pipe", "pipe", "inherit"] });
  const early = once(holder, "exit").then(() => {
    throw new Error("no namespaces: root is needed");
  });
  await Promise.race([once(holder.stdout, "data"), early]);
  early.catch(() => {});
  const enter = ["nsenter", "-t", String(holder.pid), "-n", "-m", "--"];
  return {
    pid: holder.pid ?? 0,
    enter,
    run: (command, ...args) => {
      const [first = "", ...rest] = [...enter, command, ...args];
      return execFileSync(first, rest, { env: debianEnv, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
    },
    see: (path) => `/proc/${holder.pid}/root${path}`,
    async close() {
      if (holder.exitCode !== null || holder.signalCode !== null) return;
      const gone = once(holder, "exit");
      holder.stdin.end();
      await gone;
    },
  };
}

/** Lays a cable between two machines: 10.77.0.1 and 10.77.0.2. It is gone with either. */
export function connectMachines(first: Machine, second: Machine): void {
  first.run("ip", "link", "add", "cable", "type", "veth", "peer", "name", "cable", "netns", String(second.pid));
  for (const [machine, address] of [
    [first, "10.77.0.1/30"],
    [second, "10.77.0.2/30"],
  ] as const) {
    machine.run("ip", "address", "add", address, "dev", "cable");
    machine.run("ip", "link", "set", "cable", "up");
  }
}

/** Lets nothing in that comes over the cable, until `mend`. What goes out still goes out. */
export function deafen(machine: Machine): void {
  machine.run(
    "nft",
    "add table inet faults; add chain inet faults deaf { type filter hook input priority 0; }; " +
      "add rule inet faults deaf iifname cable drop",
  );
}

export function mend(machine: Machine): void {
  machine.run("nft", "delete table inet faults");
}

let namespaces: string | undefined;

/** Why this machine cannot be split into several; undefined: it can. */
export function whyNoMachines(): string | undefined {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return "namespaces and mounts need root on Linux";
  namespaces ??= works("unshare", "-nm", "true") ? "" : "this kernel gives no network and mount namespaces";
  return namespaces || undefined;
}

export function whyNoCable(): string | undefined {
  const script = "ip link add cable type veth peer name other && nft add table inet faults";
  return whyNoMachines() ?? (works("unshare", "-n", "sh", "-c", script) ? undefined : "no veth or no nft here");
}

export function whyNoLoopMount(): string | undefined {
  const script =
    "set -e; mount -t tmpfs none /mnt; truncate -s 8M /mnt/image; mkfs.ext4 -qF /mnt/image; mkdir /mnt/disk; mount -o loop /mnt/image /mnt/disk";
  return whyNoMachines() ?? (works("unshare", "-m", "sh", "-c", script) ? undefined : "no loop mounts here");
}

function works(command: string, ...args: string[]): boolean {
  try {
    execFileSync(command, args, { env: debianEnv, stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
