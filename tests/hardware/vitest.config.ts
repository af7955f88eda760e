import { defineConfig } from "vitest/config";

/** The suite `npm run test:hardware`: the drivers' own libraries on devices that this machine only believes in. */
export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ["**/*.test.ts"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
