import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { describe, expect, it } from "vitest";
import { skipWithout } from "../lab/packages.ts";
import { bundleSuite } from "./bundle.ts";
import { bootable, type DebianKernel, fetchKernel } from "./kernel.ts";
import type { LabResult } from "./result.ts";

// The drivers on kernel devices that this machine has none of, in an emulated one: tests/lab-vm/inside runs there, on this
// machine's own files, and what it finds is told here test by test.

const LAB_MS = 900_000;
const root = dirname(dirname(import.meta.dirname));

async function runLab(debian: DebianKernel): Promise<{ results: readonly LabResult[]; console: string }> {
  const folder = mkdtempSync(join(tmpdir(), "baygate-lab-run-"));
  const suite = join(folder, "suite");
  await bundleSuite(suite);
  const { image, initrd } = bootable(debian, suite, folder);
  const machine = spawn(
    "setpriv",
    [
      ...["--pdeathsig", "KILL", "qemu-system-x86_64", "-M", "q35", "-accel", "tcg,thread=multi", "-cpu", "max"],
      // One alone costs a third less, but among other suites it is too slow for the drivers' own patience.
      ...["-smp", "2", "-m", "1536", "-nographic", "-no-reboot", "-nic", "none"],
      ...["-kernel", image, "-initrd", initrd],
      "-append",
      `console=ttyS0 quiet panic=-1 mitigations=off baygate.folder=${root} baygate.node=${process.execPath}`,
      ...["-fsdev", "local,id=host,path=/,security_model=none,readonly=on,multidevs=remap"],
      ...["-device", "virtio-9p-pci,fsdev=host,mount_tag=host"],
    ],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  const late = setTimeout(() => machine.kill("SIGKILL"), LAB_MS);
  const results: LabResult[] = [];
  let said = "";
  createInterface({ input: machine.stdout }).on("line", (line) => {
    if (process.env["BAYGATE_LAB_LOG"]) process.stderr.write(`${line}\n`);
    // The first comes after a terminal's control letters.
    const [, json] = /LAB-RESULT (.*)/.exec(line) ?? [];
    if (json !== undefined) results.push(JSON.parse(json));
    else said += `${line}\n`;
  });
  await once(machine, "close");
  clearTimeout(late);
  rmSync(folder, { recursive: true, force: true });
  return { results, console: said.slice(-8_000) };
}

/** Undefined: something is missing, and was named. */
function kernel(): DebianKernel | undefined {
  if (skipWithout("qemu-system-x86", "busybox-static", "cpio", "kmod", "gpiod", "ffmpeg")) return undefined;
  try {
    return fetchKernel();
  } catch (error) {
    if (process.env["BAYGATE_REQUIRE"] === "all") throw error;
    process.stderr.write(`skipped: needs Debian's kernel, linux-image-amd64: ${error}\n`);
    return undefined;
  }
}

const debian = kernel();
const lab = debian && (await runLab(debian));

describe.skipIf(lab === undefined)("in the emulated machine", () => {
  it("the suite ran to its end", () => {
    expect(lab?.results.length, lab?.console).toBeGreaterThan(0);
    expect(lab?.console).toContain("LAB: over");
  });

  for (const { name, state, errors, tookMs } of lab?.results ?? [])
    it.skipIf(state === "skipped")(`${name} (${(tookMs / 1000).toFixed(1)} s)`, () => {
      expect(state, errors.join("\n")).toBe("passed");
    });
});
