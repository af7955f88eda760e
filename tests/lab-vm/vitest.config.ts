import { defineConfig } from "vitest/config";

/** The suite `npm run lab`: an emulated machine with devices that this kernel has none of. */
export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ["*.test.ts"],
    testTimeout: 20_000,
  },
});
