import { spawn } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { dirname } from "node:path";
import { createInterface } from "node:readline";
import { describe, expect, it } from "vitest";
import { skipWithout } from "../lab/packages.ts";
import { prepareKernel } from "./kernel.ts";

// The drivers on kernel devices that this machine has none of, in an emulated one: tests/lab-vm/inside runs there, on this
// machine's own files, and what it finds is told here test by test.

const LAB_MS = 900_000;
const root = dirname(dirname(import.meta.dirname));

interface Result {
  readonly fullName: string;
  readonly status: string;
  readonly failureMessages: readonly string[];
}

async function runLab(): Promise<{ results: readonly Result[]; console: string }> {
  const kernel = prepareKernel();
  const machine = spawn(
    "setpriv",
    [
      ...["--pdeathsig", "KILL", "qemu-system-x86_64", "-M", "q35", "-accel", "tcg,thread=multi", "-cpu", "max"],
      ...["-smp", "2", "-m", "1536", "-nographic", "-no-reboot", "-nic", "none"],
      ...["-kernel", kernel.image, "-initrd", kernel.initrd],
      "-append",
      `console=ttyS0 quiet panic=-1 mitigations=off baygate.folder=${root} baygate.node=${process.execPath}`,
      ...["-fsdev", "local,id=host,path=/,security_model=none,readonly=on,multidevs=remap"],
      ...["-device", "virtio-9p-pci,fsdev=host,mount_tag=host"],
    ],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  const late = setTimeout(() => machine.kill("SIGKILL"), LAB_MS);
  const results: Result[] = [];
  let said = "";
  createInterface({ input: machine.stdout }).on("line", (line) => {
    if (process.env["BAYGATE_LAB_LOG"]) process.stderr.write(`${line}\n`);
    const [, json] = /^LAB-RESULT (.*)/.exec(line) ?? [];
    if (json !== undefined) results.push(JSON.parse(json));
    else said += `${line}\n`;
  });
  await once(machine, "close");
  clearTimeout(late);
  rmSync(kernel.initrd, { force: true });
  return { results, console: said.slice(-8_000) };
}

const skipped = skipWithout("qemu-system-x86", "busybox-static", "cpio", "kmod", "gpiod", "ffmpeg");
const lab = skipped ? undefined : await runLab();

describe.skipIf(skipped)("in the emulated machine", () => {
  it("the suite ran to its end", () => {
    expect(lab?.results.length, lab?.console).toBeGreaterThan(0);
    expect(lab?.console).toContain("LAB: over");
  });

  for (const { fullName, status, failureMessages } of lab?.results ?? [])
    it.skipIf(status === "skipped" || status === "pending")(fullName, () => {
      expect(status, failureMessages.join("\n")).toBe("passed");
    });
});
