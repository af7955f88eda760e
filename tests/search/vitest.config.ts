import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    root: `${import.meta.dirname}/../..`,
    include: ["tests/search/**/*.test.ts"],
    testTimeout: 120_000,
  },
});
