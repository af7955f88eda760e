import { defineConfig } from "vitest/config";

/** The suite `npm run test:e2e`: whole houses, seen through real browsers. One at a time: each keeps both cores busy. */
export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ["**/*.test.ts"],
    globalSetup: "built-app.ts",
    fileParallelism: false,
    testTimeout: 180_000,
    hookTimeout: 120_000,
  },
});
