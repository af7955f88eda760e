// Runs a suite and closes with one line that people and machines can read: "N passed, N failed, N skipped".
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { Command } from "commander";
import { debianParts, missing } from "../tests/lab/packages.ts";

const root = dirname(import.meta.dirname);

interface Tally {
  passed: number;
  failed: number;
  skipped: string[];
}

/** The part of vitest's JSON report that is read here. */
interface Report {
  testResults: {
    name: string;
    status: string;
    message?: string;
    assertionResults: { status: string; fullName: string }[];
  }[];
}

async function check(name: string, command: string, args: string[], tally: Tally): Promise<void> {
  const [status] = await once(spawn(command, args, { cwd: root, stdio: "inherit" }), "close");
  process.stdout.write(`${status === 0 ? "passed" : "FAILED"}: ${name}\n`);
  if (status === 0) tally.passed++;
  else tally.failed++;
}

function count(report: Report, tally: Tally): void {
  for (const file of report.testResults) {
    // A file that breaks before its first test has no test to fail, so it counts as one itself.
    if (file.status === "failed" && file.assertionResults.every((each) => each.status !== "failed")) tally.failed++;
    for (const { status, fullName } of file.assertionResults) {
      if (status === "passed") tally.passed++;
      else if (status === "failed") tally.failed++;
      else tally.skipped.push(`${relative(root, file.name)}: ${fullName}`);
    }
  }
}

function runVitest(config: string, filters: string[], tally: Tally): void {
  const folder = mkdtempSync(join(tmpdir(), "baygate-test-"));
  const report = join(folder, "report.json");
  const args = [
    "run",
    "--config",
    config,
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${report}`,
    ...filters,
  ];
  const { status } = spawnSync("vitest", args, { cwd: root, stdio: "inherit" });
  const before = tally.failed;
  if (existsSync(report)) count(JSON.parse(readFileSync(report, "utf8")) as Report, tally);
  // Whatever else went wrong, such as an error outside any test, must not look green.
  if (status !== 0 && tally.failed === before) tally.failed++;
  rmSync(folder, { recursive: true, force: true });
}

function saySkipped(tally: Tally): void {
  if (tally.skipped.length === 0) return;
  process.stdout.write("\nSkipped:\n");
  for (const name of tally.skipped) process.stdout.write(`  ${name}\n`);
  const lacking = missing(...(Object.keys(debianParts) as (keyof typeof debianParts)[]));
  if (lacking.length > 0) process.stdout.write(`To run them all: apt-get install -y ${lacking.join(" ")}\n`);
}

const { args, suite } = (() => {
  const command = new Command("test")
    .description(
      "Runs the tests of a suite: unit (default), nfc, qr, hardware, demo, e2e, search, simulation, faults or lab-vm.",
    )
    .option("--suite <name>", "which suite", "unit")
    .argument("[filters...]", "only test files whose path holds one of these")
    .parse();
  return { args: command.args, suite: command.opts<{ suite: string }>().suite };
})();

const config = suite === "unit" ? "vitest.config.ts" : `tests/${suite}/vitest.config.ts`;
if (!existsSync(join(root, config))) {
  process.stderr.write(`unknown suite "${suite}": there is no ${config}\n`);
  process.exit(2);
}
const tally: Tally = { passed: 0, failed: 0, skipped: [] };
if (suite === "unit" && args.length === 0) {
  await Promise.all([
    check("format and lint (biome)", "biome", ["check", "--error-on-warnings", "."], tally),
    check("types (tsc)", "tsc", ["--noEmit"], tally),
  ]);
}
runVitest(config, args, tally);
saySkipped(tally);
process.stdout.write(`\n${tally.passed} passed, ${tally.failed} failed, ${tally.skipped.length} skipped\n`);
process.exit(tally.failed === 0 ? 0 : 1);
