import { readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, join } from "node:path";
import { build } from "vite";

const root = join(import.meta.dirname, "../..");
const HARDWARE = join(root, "edge/src/hardware");
const INSIDE = join(import.meta.dirname, "inside");
/** What is not made of JavaScript alone stays where it is installed. */
const NATIVE = ["node-hid", "koffi", "@serialport/bindings-cpp"];

/**
 * The suite of the emulated machine, and the programs that its drivers start, each in one file: to find, read and strip the hundred
 * files of a child program takes that machine ten times as long as the rest of its start.
 */
export async function bundleSuite(folder: string): Promise<void> {
  const programs = readdirSync(HARDWARE, { recursive: true, encoding: "utf8" }).filter((path) =>
    /-(child|worker)\.ts$/.test(path),
  );
  const tests = readdirSync(INSIDE).filter((name) => /^run\.ts$|\.test\.ts$/.test(name));
  const files = [...programs.map((path) => join(HARDWARE, path)), ...tests.map((name) => join(INSIDE, name))];
  await build({
    ...{ root, configFile: false, logLevel: "warn" },
    build: {
      ...{ ssr: true, outDir: folder, emptyOutDir: true, target: "node24" },
      rollupOptions: {
        input: Object.fromEntries(files.map((file) => [basename(file, ".ts"), file])),
        output: { entryFileNames: "[name].mjs", chunkFileNames: "[name]-[hash].mjs" },
      },
    },
    ssr: { noExternal: true, external: ["vitest", "vitest/node"] },
    plugins: [nativeParts, besideTheSuite],
  });
}

const requires = [
  join(root, "edge/package.json"),
  createRequire(join(root, "edge/package.json")).resolve("serialport"),
];

const nativeParts = {
  name: "native-parts",
  enforce: "pre" as const,
  resolveId(id: string) {
    if (!NATIVE.includes(id)) return undefined;
    for (const from of requires) {
      try {
        return { id: createRequire(from).resolve(id), external: true };
      } catch {
        // Another's.
      }
    }
    return undefined;
  },
};

/** The programs that drivers start lie in one folder with the suite. */
const besideTheSuite = {
  name: "beside-the-suite",
  transform: (code: string) =>
    code.replaceAll(/new URL\("\.\/([a-z-]+)\.ts", import\.meta\.url\)/g, 'new URL("./$1.mjs", import.meta.url)'),
};
