import { availableParallelism } from "node:os";
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
    // A worker reads the house's code once and runs file after file: reading it anew for each took a third of the time.
    isolate: false,
    // Half of what tests do is waiting, for databases and for programs that start: more of them than cores.
    maxWorkers: Math.ceil(availableParallelism() * 1.5),
    // Machines are slow and shared; a test that hangs is found all the same.
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
