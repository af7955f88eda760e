// Builds the driver app (cloud/web/driver) where its build is missing or older than its sources. `npm start` and the tests
// that open the app ask for it; `npm run build:app` does by hand.
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { build } from "vite";

const root = dirname(import.meta.dirname);
const home = join(root, "cloud/web/driver");
/** What the cloud serves at /app (cloud/src/http/driver-app.ts). */
export const DRIVER_APP = join(home, "dist");

/** What a build depends on; a folder is taken with everything in it. */
const SOURCES = [
  "cloud/web/driver",
  "cloud/client/src",
  "cloud/src/pricing/local-days.ts",
  "shared/src",
  "pnpm-lock.yaml",
];

function filesIn(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .filter((name) => !name.startsWith("dist") && name !== "node_modules")
    .sort()
    .flatMap((name) => filesIn(join(path, name)));
}

function stampOfSources(): string {
  const hash = createHash("sha256");
  for (const file of SOURCES.flatMap((source) => filesIn(join(root, source))))
    hash.update(file).update("\0").update(readFileSync(file)).update("\0");
  return hash.digest("hex");
}

/** Whether it had to be built. Takes a few seconds then, and some hundredths of one otherwise. */
export async function buildDriverApp(): Promise<boolean> {
  const stamp = stampOfSources();
  const kept = join(DRIVER_APP, ".stamp");
  if (existsSync(kept) && readFileSync(kept, "utf8") === stamp) return false;
  // Built beside and moved into place: whoever serves the old one meanwhile serves all of it.
  const fresh = mkdtempSync(join(home, "dist-"));
  // Vite heeds whatever the caller has set: for a test runner React would be its development build, twice the size.
  const asked = process.env["NODE_ENV"];
  process.env["NODE_ENV"] = "production";
  try {
    await build({ root: home, configFile: join(home, "vite.config.ts"), logLevel: "warn", build: { outDir: fresh } });
    writeFileSync(join(fresh, ".stamp"), stamp);
    rmSync(DRIVER_APP, { recursive: true, force: true });
    renameSync(fresh, DRIVER_APP);
  } finally {
    if (asked === undefined) delete process.env["NODE_ENV"];
    else process.env["NODE_ENV"] = asked;
    rmSync(fresh, { recursive: true, force: true });
  }
  return true;
}

if (import.meta.main) {
  const built = await buildDriverApp();
  process.stdout.write(built ? "The driver app is built.\n" : "The driver app is up to date.\n");
}
