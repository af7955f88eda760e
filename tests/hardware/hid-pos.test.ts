import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, describe, expect, it } from "vitest";
import { debianEnv } from "../lab/daemon.ts";
import { skipWithout } from "../lab/packages.ts";
import { virtualScanner } from "../lab/virtual-scanner.ts";

// node-hid in the driver's own child program, and the doctor, on a scanner that umockdev plays. Unplugging and codes of several reports
// it cannot play: those are tests/lab-vm's.

const skipped = skipWithout("umockdev");
const root = dirname(dirname(import.meta.dirname));
const folder = mkdtempSync(join(tmpdir(), "baygate-scanner-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What a program says that sees the scanner. The doctor's status is of the whole machine, and here of no interest. */
async function said(code: string, ...program: readonly string[]): Promise<string> {
  const [command = "", ...args] = [...virtualScanner(folder, code), process.execPath, ...program];
  const options = { cwd: root, env: { ...debianEnv, PATH: process.env["PATH"] } };
  const { stdout } = await promisify(execFile)(command, args, options).catch((error: { stdout: string }) => error);
  return stdout;
}

describe.skipIf(skipped)("a scanner in HID POS mode", () => {
  it("is found and opened by the driver, and its code is read", async () => {
    const reads = await said("BG1:A SCANNER'S CODE %*+-./:$", join(import.meta.dirname, "hid-pos-reads.ts"));
    expect(JSON.parse(reads)).toEqual({ tier: "C", text: "BG1:A SCANNER'S CODE %*+-./:$" });
  });

  it("is found by the doctor, who says how it is configured, in one JSON", async () => {
    const report: { found: unknown[] } = JSON.parse(
      await said("BG1:X", "edge/src/main.ts", "doctor", "--json", "--yes"),
    );
    expect(report.found).toContainEqual({
      kind: "readers",
      words: "Lab POS Scanner, code scanner in HID POS mode",
      config: { driver: "hid-pos", vendor: "05e0", product: "1900" },
    });
  });
});
