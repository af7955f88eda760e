import { defineConfig } from "vitest/config";

/** The suite `npm run test:e2e`: whole houses, seen through real browsers. Two stand at a time, each with its own of everything. */
export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ["**/*.test.ts"],
    globalSetup: "built-app.ts",
    maxWorkers: 2,
    testTimeout: 180_000,
    hookTimeout: 120_000,
  },
});
