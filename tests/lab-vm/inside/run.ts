// Runs the suite of the emulated machine and says its results on the console, in lines that the outer test finds.
import { startVitest, type TestCase, type TestModule } from "vitest/node";
import type { LabResult } from "../result.ts";

const say = (result: LabResult): boolean => process.stdout.write(`LAB-RESULT ${JSON.stringify(result)}\n`);
const words = (errors: readonly { stack?: string; message: string }[] | undefined): string[] =>
  (errors ?? []).map(({ stack, message }) => stack ?? message);

const results = {
  onTestCaseResult(test: TestCase): void {
    const { state, errors } = test.result();
    say({ name: test.fullName, state, errors: words(errors), tookMs: test.diagnostic()?.duration ?? 0 });
  },
  // What breaks outside of any test must not look green.
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly { stack?: string; message: string }[]): void {
    const errors = words([...modules.flatMap((module) => module.errors()), ...unhandled]);
    if (errors.length > 0) say({ name: "every file is read to its end", state: "failed", errors, tookMs: 0 });
  },
};

const vitest = await startVitest(
  "test",
  [],
  {
    ...{ config: false, root: import.meta.dirname, include: ["*.test.mjs"], watch: false },
    // The suite is bundled: Node itself reads it.
    experimental: { viteModuleRunner: false, nodeLoader: false },
    // One kernel: devices would get in each other's way; and a process a file costs seconds here.
    ...{ fileParallelism: false, isolate: false, pool: "threads" },
    ...{ testTimeout: 240_000, hookTimeout: 120_000 },
    // To look whether something is there takes long enough itself.
    expect: { poll: { interval: 250 } },
    reporters: [results],
  },
  { cacheDir: "/tmp/vitest", logLevel: "warn" },
);
await vitest.close();
process.exit();
