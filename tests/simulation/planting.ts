import { registerHooks } from "node:module";
import { type Parts, type PlantName, planted, REAL } from "../plants.ts";

// Puts a bug into the house from outside: whoever imports a file whose functions stand in `Parts` gets the planted ones. Must come
// before the house's files are loaded.

const FILES = [
  "../../edge/src/core/uplink.ts",
  "../../edge/src/core/replica.ts",
  "../../edge/src/core/lease.ts",
  "../../edge/src/core/local-stay.ts",
  "../../edge/src/core/decide.ts",
  "../../edge/src/core/lane-state.ts",
  "../../cloud/src/inbox/dating.ts",
  "../../cloud/src/inbox/inbox.ts",
  "../../cloud/src/inbox/fold.ts",
  "../../cloud/src/occupancy/lease.ts",
  "../../cloud/src/occupancy/occupancy.ts",
  "../../cloud/src/rules/rules.ts",
].map((path) => new URL(path, import.meta.url).href);

/** All parts but the habits of shells, for which whoever builds these asks. */
const functions = (Object.keys(REAL) as (keyof Parts)[]).filter((key) => key !== "nextEpoch" && key !== "ackWhen");

const MARK = "?planted";
const PARTS = Symbol.for("baygate.planted");
let parts: Parts | undefined;

/** The planted parts; undefined in the house as it is. */
export const plantedParts = (): Parts | undefined => parts;

export async function plant(name: PlantName): Promise<void> {
  parts = planted(name, REAL);
  Object.assign(globalThis, { [PARTS]: parts });
  const sources = new Map<string, string>();
  const bugged = parts;
  const changed = new Set(functions.filter((key) => bugged[key] !== REAL[key]).map(String));
  for (const url of FILES) {
    const module: Record<string, unknown> = await import(url);
    const replaced = Object.keys(module).filter((key) => key in REAL);
    for (const key of replaced) changed.delete(key);
    const lines = replaced.map((key) => `export const ${key} = (...given) => parts.${key}(...given);`);
    sources.set(
      url,
      [`export * from "${url}";`, 'const parts = globalThis[Symbol.for("baygate.planted")];', ...lines].join("\n"),
    );
  }
  // A plant that no file would get could not be found, and the oracle would be blamed.
  if (changed.size > 0) throw new Error(`${name} changes ${[...changed].join(", ")}, which is in none of the files`);
  registerHooks({
    resolve(specifier, context, next) {
      const found = next(specifier, context);
      const isReal = context.parentURL === undefined || /\/plants\.ts$|\?planted$/.test(context.parentURL);
      return sources.has(found.url) && !isReal ? { ...found, url: found.url + MARK, shortCircuit: true } : found;
    },
    load(url, context, next) {
      const source = url.endsWith(MARK) ? sources.get(url.slice(0, -MARK.length)) : undefined;
      return source === undefined ? next(url, context) : { format: "module", source, shortCircuit: true };
    },
  });
}
