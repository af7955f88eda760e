// Runs the suite of the emulated machine and says its results on the console, in lines that the outer test finds.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";

const REPORT = "/tmp/report.json";
const { stdout, stderr } = spawnSync(
  process.execPath,
  [
    "node_modules/vitest/vitest.mjs",
    ...["run", "--config", "tests/lab-vm/inside/vitest.config.ts"],
    ...["--reporter=default", "--reporter=json", `--outputFile.json=${REPORT}`],
  ],
  // Every child program is the same few files, and to compile them is what takes the time here.
  { encoding: "utf8", env: { ...process.env, NO_COLOR: "1", NODE_COMPILE_CACHE: "/tmp/compiled" } },
);
process.stdout.write(`${stdout}\n${stderr}\n`);
if (existsSync(REPORT)) {
  const report: { testResults: { message?: string; assertionResults: object[] }[] } = JSON.parse(
    readFileSync(REPORT, "utf8"),
  );
  for (const { assertionResults, message } of report.testResults) {
    for (const result of assertionResults) process.stdout.write(`LAB-RESULT ${JSON.stringify(result)}\n`);
    if (message) process.stdout.write(`LAB-MESSAGE ${JSON.stringify(message)}\n`);
  }
}
