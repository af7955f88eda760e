import { execFileSync } from "node:child_process";
import { mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { type Machine, openMachine } from "../lab/machine.ts";
import type { Ends } from "./ends.ts";
import type { GateOptions } from "./gate.ts";

/** A disk of its own for a gate, in a machine of its own. */
export interface Disk {
  readonly machine: Machine;
  readonly mountPoint: string;
  readonly options: Partial<GateOptions>;
}

async function openDisk(folder: string, ends: Ends, mount: (machine: Machine, at: string) => void): Promise<Disk> {
  const machine = await openSameNetwork(ends);
  const mountPoint = join(folder, "disk");
  mkdirSync(mountPoint);
  mount(machine, mountPoint);
  return { machine, mountPoint, options: { machine, dataDirectory: join(mountPoint, "data") } };
}

/** Mounts of its own, and the network of everybody. */
async function openSameNetwork(ends: Ends): Promise<Machine> {
  const machine = await openMachine();
  ends.add(machine.close);
  return { ...machine, enter: ["nsenter", "-t", String(machine.pid), "-m", "--"] };
}

/** A tmpfs of 4 MB: the reserve alone takes one. */
export const openSmallDisk = (folder: string, ends: Ends): Promise<Disk> =>
  openDisk(folder, ends, (machine, at) => machine.run("mount", "-t", "tmpfs", "-o", "size=4m", "none", at));

/** A disk whose power can be cut: ext4 in an image. */
export interface CutDisk extends Disk {
  /** What is on the platters now becomes the disk; whatever only memory knew is gone. The gate must be stopped or dead. */
  keepOnlyWhatWasWritten(whileCopied: () => Promise<void>): Promise<void>;
}

export async function openCutDisk(folder: string, ends: Ends): Promise<CutDisk> {
  let image = join(folder, "disk-0.img");
  execFileSync("truncate", ["-s", "24M", image]);
  // Nothing of the file system is left to be done later, so that nobody writes but the gate.
  execFileSync("/usr/sbin/mkfs.ext4", ["-qF", "-E", "lazy_itable_init=0,lazy_journal_init=0", image]);
  const disk = await openDisk(folder, ends, (machine, at) => machine.run("mount", "-o", "loop", image, at));
  let cuts = 0;
  return {
    ...disk,
    async keepOnlyWhatWasWritten(thenKill) {
      const copy = join(folder, `disk-${++cuts}.img`);
      // A copy during which the kernel wrote back a page is of no single moment: once more.
      for (let beganNs = -1n; beganNs !== writtenNs(image); ) {
        beganNs = writtenNs(image);
        execFileSync("cp", ["--sparse=always", image, copy]);
      }
      await thenKill();
      disk.machine.run("umount", disk.mountPoint);
      image = copy;
      disk.machine.run("mount", "-o", "loop", image, disk.mountPoint);
    },
  };
}

const writtenNs = (image: string): bigint => statSync(image, { bigint: true }).mtimeNs;
