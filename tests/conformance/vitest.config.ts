import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    root: `${import.meta.dirname}/../..`,
    include: ["tests/conformance/**/*.test.ts"],
    hookTimeout: 60_000,
    // They wait more than they work.
    maxConcurrency: 10,
  },
});
