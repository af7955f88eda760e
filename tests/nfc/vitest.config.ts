import { defineConfig } from "vitest/config";

/** The suite `npm run test:nfc`: real pcscd, virtual card (tests/lab/pcscd.ts). Each file has pcscd to itself. */
export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ["**/*.test.ts"],
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
