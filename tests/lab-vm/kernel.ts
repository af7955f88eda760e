import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { debianEnv } from "../lab/daemon.ts";

/** Drivers that the emulated machine has, each with what it leans on. */
const MODULES = [
  ...["virtio_pci", "9pnet_virtio", "9p", "overlay"],
  ...["uhid", "evdev", "hid-generic", "usbhid", "hid-cp2112", "configfs"],
  ...["dummy_hcd", "libcomposite", "usb_f_acm", "usb_f_hid", "cdc-acm", "vivid"],
];

export interface Kernel {
  readonly image: string;
  readonly initrd: string;
}

/** Debian's kernel, downloaded once and unpacked, not installed. */
export interface DebianKernel {
  readonly version: string;
  readonly folder: string;
}

/** @throws Error when Debian's packages are not to be had here. */
export function fetchKernel(): DebianKernel {
  const name = run("apt-cache", "depends", "linux-image-amd64").match(/Depends: (linux-image-\S+)/)?.[1];
  if (name === undefined) throw new Error("apt knows no linux-image-amd64: apt-get update");
  const version = name.replace("linux-image-", "");
  const folder = join(tmpdir(), `baygate-lab-${version}`);
  if (!existsSync(join(folder, "boot"))) download(name, version, folder);
  return { version, folder };
}

/**
 * What qemu is started with: the kernel, and a first file system that knows how to begin.
 *
 * @param suite a folder that the emulated machine has in its memory, as `/suite`.
 * @param folder where the file system is put.
 */
export function bootable({ version, folder: home }: DebianKernel, suite: string, folder: string): Kernel {
  const initrd = join(folder, "initrd.gz");
  writeInitrd(home, version, suite, initrd);
  return { image: join(home, "boot", `vmlinuz-${version}`), initrd };
}

function download(name: string, version: string, home: string): void {
  const folder = mkdtempSync(`${home}-`);
  const get = '{ apt-get download -q "$2" || { apt-get update -q && apt-get download -q "$2"; }; }';
  run("sh", "-c", `cd "$1" && ${get} && dpkg -x ./*.deb . && rm ./*.deb`, "sh", folder, name);
  run("depmod", "-b", folder, version);
  try {
    renameSync(folder, home);
  } catch {
    // Another run was quicker.
    rmSync(folder, { recursive: true });
  }
}

function writeInitrd(home: string, version: string, suite: string, file: string): void {
  const root = mkdtempSync(join(tmpdir(), "baygate-initrd-"));
  const modules = join("lib/modules", version);
  for (const folder of ["bin", "proc", "sys", "dev", "lower", "upper", "host", modules])
    mkdirSync(join(root, folder), { recursive: true });
  cpSync("/bin/busybox", join(root, "bin/busybox"));
  cpSync(join(home, modules, "modules.dep"), join(root, modules, "modules.dep"));
  for (const path of withWhatTheyLeanOn(readFileSync(join(home, modules, "modules.dep"), "utf8"))) {
    mkdirSync(dirname(join(root, modules, path)), { recursive: true });
    cpSync(join(home, modules, path), join(root, modules, path));
  }
  writeFileSync(join(root, "modules"), MODULES.join("\n"));
  cpSync(join(import.meta.dirname, "init.sh"), join(root, "init"));
  cpSync(suite, join(root, "suite"), { recursive: true });
  run(
    "sh",
    "-c",
    'chmod 755 "$1/init" && cd "$1" && find . | cpio -o -H newc --quiet | gzip -1 > "$2"',
    "sh",
    root,
    file,
  );
  rmSync(root, { recursive: true });
}

/** Some of them are built in: then nobody misses a file. */
function withWhatTheyLeanOn(dependencies: string): Set<string> {
  const needed = new Set<string>();
  const lines = dependencies.split("\n").map((line) => line.split(/:? |:$/));
  for (const module of MODULES) {
    const file = `/${module.replaceAll("-", "_")}.ko`;
    const line = lines.find(([path = ""]) => `/${path}`.replaceAll("-", "_").endsWith(file));
    for (const path of line ?? []) if (path !== "") needed.add(path);
  }
  return needed;
}

function run(command: string, ...args: string[]): string {
  return execFileSync(command, args, { env: debianEnv, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
}
