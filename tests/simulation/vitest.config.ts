import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    root: `${import.meta.dirname}/../..`,
    include: ["tests/simulation/**/*.test.ts"],
    testTimeout: 300_000,
  },
});
