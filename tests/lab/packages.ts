import { existsSync } from "node:fs";

/** Real parts that Debian packages bring, and a file by which their presence is known. */
export const debianParts = {
  mosquitto: "/usr/sbin/mosquitto",
  pcscd: "/usr/sbin/pcscd",
  "vsmartcard-vpcd": "/usr/lib/pcsc/drivers/serial/libifdvpcd.so",
  "libpcsclite-dev": "/usr/include/PCSC/winscard.h",
  ffmpeg: "/usr/bin/ffmpeg",
  chromium: "/usr/bin/chromium",
  "postgresql-15": "/usr/lib/postgresql/15/bin/postgres",
  gpiod: "/usr/bin/gpioinfo",
  umockdev: "/usr/bin/umockdev-run",
  iproute2: "/usr/sbin/ip",
  socat: "/usr/bin/socat",
  systemd: "/usr/bin/systemd-notify",
  "qemu-system-x86": "/usr/bin/qemu-system-x86_64",
  "busybox-static": "/bin/busybox",
  cpio: "/usr/bin/cpio",
  kmod: "/usr/sbin/depmod",
  nftables: "/usr/sbin/nft",
  e2fsprogs: "/usr/sbin/mkfs.ext4",
  faketime: `/usr/lib/${process.arch === "arm64" ? "aarch64" : "x86_64"}-linux-gnu/faketime/libfaketimeMT.so.1`,
} as const;

export type DebianPart = keyof typeof debianParts;

/** Those of `parts` that this machine lacks. */
export const missing = (...parts: DebianPart[]): DebianPart[] => parts.filter((part) => !existsSync(debianParts[part]));

/**
 * Whether a suite that needs `parts` is to be skipped. With `BAYGATE_REQUIRE=all` nothing is skipped: a missing part fails.
 *
 * @throws Error naming the missing parts under `BAYGATE_REQUIRE=all`.
 */
export function skipWithout(...parts: DebianPart[]): boolean {
  const lacking = missing(...parts);
  if (lacking.length === 0) return false;
  const words = `needs ${lacking.join(", ")}: apt-get install ${lacking.join(" ")}`;
  if (process.env["BAYGATE_REQUIRE"] === "all") throw new Error(words);
  process.stderr.write(`skipped: ${words}\n`);
  return true;
}
