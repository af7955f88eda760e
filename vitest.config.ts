import { defineConfig } from "vitest/config";

/** A suite is a folder or a name pattern; `npm test` runs `unit`, `.ci/run` the others too (scripts/test.ts). */
export default defineConfig({
  test: {
    include: [
      "{shared,edge,cloud,scripts}/src/**/*.test.ts",
      "cloud/client/**/*.test.ts",
      "scripts/**/*.test.ts",
      "tests/{scenarios,wire}/**/*.test.ts",
    ],
    // Starts nothing until a test asks for a database.
    globalSetup: "cloud/src/db/testing-server.ts",
    // One core less than there are would be one of two.
    maxWorkers: "100%",
    // Machines are slow and shared; a test that hangs is found all the same.
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
