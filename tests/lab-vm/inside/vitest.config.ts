import { defineConfig } from "vitest/config";

/** Run in the emulated machine, which is some twenty times slower than this one. */
export default defineConfig({
  cacheDir: "/tmp/vitest",
  test: {
    root: import.meta.dirname,
    include: ["**/*.test.ts"],
    // One kernel: devices would get in each other's way; and a process a file costs seconds here.
    fileParallelism: false,
    isolate: false,
    pool: "threads",
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
