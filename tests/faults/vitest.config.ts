import { defineConfig } from "vitest/config";

/** The suite `npm run test:faults`: SYNC.md's fault table on real processes. Two houses stand at a time, each with its own of everything. */
export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ["**/*.test.ts"],
    globalSetup: "mould.ts",
    maxWorkers: 2,
    testTimeout: 240_000,
    hookTimeout: 60_000,
  },
});
