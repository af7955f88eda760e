import { defineConfig } from "vitest/config";

/** The suite `npm run test:demo`: what `npm start` does, and what becomes of it. */
export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ["**/*.test.ts"],
    fileParallelism: false,
    testTimeout: 180_000,
  },
});
