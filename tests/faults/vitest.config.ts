import { defineConfig } from "vitest/config";

/** The suite `npm run test:faults`: SYNC.md's fault table on real processes. Three houses stand at a time, each with its own of everything: mostly they wait. */
export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ["**/*.test.ts"],
    globalSetup: "mould.ts",
    maxWorkers: 3,
    testTimeout: 240_000,
    hookTimeout: 60_000,
  },
});
