// The house rules that a machine can check: who may import whom, no cycles, no barrels, what pure files must not touch,
// names that say nothing. Run by tidy.test.ts with the unit tests; the table is HOUSE.md's, kept here as data.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";

export interface SourceFile {
  /** Path from the repository's root, with slashes. */
  readonly path: string;
  readonly text: string;
}

interface Import {
  readonly from: string;
  /** As written. */
  readonly specifier: string;
  /** A file of this repository, or undefined for a package. */
  readonly file: string | undefined;
}

/** A kind of file, by its path, and what it may import: kinds of files, and packages by name (`node:` for all built-ins). */
interface Room {
  readonly name: string;
  readonly holds: RegExp;
  readonly files: readonly string[];
  readonly packages: readonly RegExp[];
}

const ANY_PACKAGE = [/./];
const SHELL_FOLDERS = "db|http|fleet|live|outbox";
const FRAMEWORKLESS = [/^zod$/];

/** First match wins. */
const rooms: readonly Room[] = [
  {
    name: "test",
    holds:
      /^tests\/|^scripts\/|^cloud\/client\/generate\.ts$|\.(test|contract)\.ts$|[./]testing\.ts$|^vitest|\/drizzle\.config\.ts$/,
    files: ["*"],
    packages: ANY_PACKAGE,
  },
  {
    name: "pass",
    holds: /^shared\/src\/(pass|cose|cose-open|holder|opening|proof|ticket|trust-list)\.ts$/,
    files: ["shared", "pass"],
    packages: [/^zod$/, /^cborg$/],
  },
  { name: "shared", holds: /^shared\//, files: ["shared", "pass"], packages: [/^zod$/] },

  {
    name: "edge setup",
    holds: /^edge\/src\/setup\//,
    files: ["shared", "seam", "drivers", "edge store", "edge plain", "edge setup"],
    packages: ANY_PACKAGE,
  },
  {
    name: "edge main",
    holds: /^edge\/src\/(main|gate|explain)\.ts$/,
    files: ["*edge", "shared", "pass"],
    packages: ANY_PACKAGE,
  },
  { name: "edge core", holds: /^edge\/src\/core\//, files: ["shared", "pass", "edge core"], packages: FRAMEWORKLESS },
  {
    name: "seam",
    holds: /^edge\/src\/hardware\/(seams|driver)\.ts$/,
    files: ["shared", "seam"],
    packages: FRAMEWORKLESS,
  },
  {
    name: "device library",
    holds:
      /^edge\/src\/hardware\/(bench|supervised-child|serial-line|serial-line-child|modbus-board|modbus-link|relay-barrier|scan-intake|scanner-program|relay-program|usb-relay|usb-relay-child|gpio|gpio-lines|gpio-child|ioctl|loop-contacts|attached|phrases|phrases-arabic)\.ts$/,
    files: ["shared", "seam", "device library"],
    packages: ANY_PACKAGE,
  },
  {
    name: "drivers",
    holds: /^edge\/src\/hardware\/drivers\.ts$/,
    files: ["seam", "driver", "shared"],
    packages: FRAMEWORKLESS,
  },
  {
    name: "driver",
    holds: /^edge\/src\/hardware\//,
    files: ["seam", "shared", "device library", "own driver"],
    packages: ANY_PACKAGE,
  },
  {
    name: "edge store",
    holds: /^edge\/src\/store\//,
    files: ["shared", "edge core", "edge store"],
    packages: [/^node:/, /^better-sqlite3$/, /^drizzle-orm/, /^uuid$/, /^zod$/],
  },
  {
    name: "edge sync",
    holds: /^edge\/src\/sync\//,
    files: ["shared", "edge core", "edge store", "edge sync", "edge plain"],
    packages: [/^node:/, /^mqtt$/, /^uuid$/, /^zod$/, /^pino$/],
  },
  {
    name: "lane",
    holds: /^edge\/src\/lane[^/]*\.ts$/,
    files: ["shared", "seam", "edge core", "edge store", "edge plain", "lane"],
    packages: [/^node:/, /^uuid$/, /^zod$/, /^pino$/],
  },
  {
    name: "edge plain",
    holds: /^edge\/src\/[^/]+\.ts$/,
    files: ["shared", "pass", "seam", "drivers", "edge plain"],
    packages: ANY_PACKAGE,
  },

  {
    name: "cloud main",
    holds: /^cloud\/src\/(main|serve|command-line)\.ts$/,
    files: ["*cloud", "shared", "pass"],
    packages: ANY_PACKAGE,
  },
  {
    name: "http",
    holds: /^cloud\/src\/http\//,
    files: ["shared", "pass", "http", "actions", "sign-in", "pure", "live", "cloud plain"],
    packages: ANY_PACKAGE,
  },
  {
    name: "command",
    holds: /^cloud\/src\/.*\.command\.ts$/,
    files: ["shared", "pass", "pure", "store", "actions", "command", "cloud plain", "cloud main", "db"],
    packages: ANY_PACKAGE,
  },
  {
    name: "chores",
    holds: /^cloud\/src\/[^/]+\/chores\.ts$/,
    files: ["shared", "actions", "cloud plain"],
    packages: FRAMEWORKLESS,
  },
  { name: "db", holds: /^cloud\/src\/db\//, files: ["db", "shared"], packages: ANY_PACKAGE },
  {
    name: "store",
    holds: /^cloud\/src\/.*\.store\.ts$/,
    files: ["shared", "db", "own pure", "store"],
    packages: [/^drizzle-orm/, /^pg$/, /^node:crypto$/, /^zod$/, /^uuid$/],
  },
  {
    name: "sign-in",
    holds: /^cloud\/src\/accounts\/sign-in\.actions\.ts$/,
    files: ["shared", "db", "pure", "store", "actions", "cloud plain"],
    packages: [/^node:/, /^better-auth/, /^@better-auth\/passkey$/, /^zod$/, /^uuid$/, /^pino$/],
  },
  {
    name: "actions",
    holds: /^cloud\/src\/.*\.actions\.ts$/,
    files: ["shared", "pass", "db", "pure", "store", "actions", "cloud plain"],
    packages: [/^node:/, /^drizzle-orm/, /^zod$/, /^uuid$/, /^pino$/, /^pdfkit$/, /^qrcode$/],
  },
  { name: "live", holds: /^cloud\/src\/live\//, files: ["shared", "live", "pure", "store"], packages: ANY_PACKAGE },
  {
    name: "fleet",
    holds: /^cloud\/src\/(fleet|outbox)\//,
    files: ["shared", "fleet", "pure", "store", "actions", "cloud plain", "db"],
    packages: ANY_PACKAGE,
  },
  {
    name: "cloud plain",
    holds: /^cloud\/src\/[^/]+\.ts$/,
    files: ["shared", "pass", "cloud plain", "db", "store", "registry"],
    packages: ANY_PACKAGE,
  },
  {
    name: "registry",
    holds: /^cloud\/src\/(payments\/providers|notify\/(mailers|channels))\.ts$/,
    files: ["shared", "pure", "provider"],
    packages: [/^node:/],
  },
  {
    name: "provider",
    holds: /^cloud\/src\/(payments\/providers|notify\/(mailers|channels))\//,
    files: ["shared", "pure"],
    packages: ANY_PACKAGE,
  },
  {
    name: "calendar",
    holds: /^cloud\/src\/pricing\/local-days\.ts$/,
    files: [],
    packages: [],
  },
  {
    name: "pure",
    holds: new RegExp(`^cloud/src/(?!(?:${SHELL_FOLDERS})/)[^/]+/`),
    files: ["shared", "pass", "pure"],
    packages: FRAMEWORKLESS,
  },
  { name: "client", holds: /^cloud\/client\/src\//, files: ["client"], packages: [/^openapi-fetch$/] },
  {
    name: "driver app",
    holds: /^cloud\/web\/driver\//,
    files: ["shared", "pass", "driver app", "client", "calendar"],
    packages: ANY_PACKAGE,
  },
  { name: "web", holds: /^cloud\/web\//, files: ["shared", "web", "live", "client", "calendar"], packages: [] },
];

/** What a pure file must not touch: everything comes in as an argument. */
const impure: readonly (readonly [RegExp, string])[] = [
  [/\bDate\.now\b|\bnew Date\(\s*\)|\bperformance\.now\b/, "a clock"],
  [/\bMath\.random\b|\bcrypto\.random|\brandomUUID\b/, "chance"],
  [/\bawait\b|\basync\b|\bnew Promise\b/, "waiting"],
  [/\bprocess\.|\bsetTimeout\b|\bsetInterval\b|\bconsole\./, "the outside"],
];

const EMPTY_NAMES = /(^|[-/])(managers?|services?|helpers?|handlers?|process|utils?|misc|common)(?=[-./]|$)/;

const roomOf = (path: string): Room | undefined => rooms.find((room) => room.holds.test(path));

const noun = (path: string): string => dirname(path);

export function importsOf(file: SourceFile, paths: ReadonlySet<string>): Import[] {
  const found = [
    ...file.text.matchAll(
      /^\s*(?:import|export)\s[^;"']*?from\s+["']([^"']+)["']|^\s*import\s+["']([^"']+)["']|\bimport\(\s*["']([^"']+)["']/gm,
    ),
  ];
  return found.map((match) => {
    const specifier = match[1] ?? match[2] ?? match[3] ?? "";
    return { from: file.path, specifier, file: resolveImport(file.path, specifier, paths) };
  });
}

function resolveImport(from: string, specifier: string, paths: ReadonlySet<string>): string | undefined {
  if (specifier === "@baygate/client") return "cloud/client/src/client.ts";
  const own = /^@baygate\/(shared|edge|cloud|client)\/(.+)$/.exec(specifier);
  if (own) return `${own[1] === "client" ? "cloud/client" : own[1]}/src/${own[2]}.ts`;
  if (!specifier.startsWith(".")) return undefined;
  // A query only asks for a second copy of the same file.
  const path = normalize(join(dirname(from), specifier.replace(/\?.*$/, "")));
  return paths.has(path) || existsSync(path) ? path : `${path} (missing)`;
}

/** A driver may use the files of its own device: those whose name begins with its own. */
const sameDriver = (from: string, to: string): boolean =>
  dirname(from) === dirname(to) &&
  (to.replace(/\.ts$/, "").startsWith(from.replace(/\.ts$/, "").replace(/-[a-z]+$/, "")) ||
    from.startsWith(to.replace(/\.ts$/, "")));

function allows(room: Room, from: string, to: string): boolean {
  const target = roomOf(to)?.name;
  if (room.files.includes("*")) return true;
  if (room.files.includes(`*${to.split("/")[0]}`)) return true;
  if (target === undefined) return false;
  // Pure as well, and browsers may have it too: it leans on nothing.
  if (target === "calendar" && room.files.includes("pure")) return true;
  if (target === "pure" && room.files.includes("own pure"))
    return noun(from) === noun(to) || to.startsWith(`${noun(from)}/`);
  if (target === "driver" && room.files.includes("own driver")) return sameDriver(from, to);
  if (room.name === "store" && target === "store") return noun(from) === noun(to);
  return room.files.includes(target);
}

function importFaults(file: SourceFile, imports: readonly Import[]): string[] {
  const room = roomOf(file.path);
  if (!room) return [`${file.path}: stands in no room of scripts/tidy.ts`];
  return imports.flatMap(({ specifier, file: target }) => {
    if (target === undefined)
      return room.packages.some((allowed) => allowed.test(specifier))
        ? []
        : [`${file.path}: ${room.name} may not import ${specifier}`];
    if (target.endsWith("(missing)")) return [`${file.path}: imports ${target}`];
    return allows(room, file.path, target)
      ? []
      : [`${file.path}: ${room.name} may not import ${target} (${roomOf(target)?.name ?? "no room"})`];
  });
}

function contentFaults(file: SourceFile): string[] {
  const faults: string[] = [];
  const room = roomOf(file.path)?.name;
  const code = file.text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "");
  if (
    room === "pure" ||
    room === "calendar" ||
    room === "edge core" ||
    room === "pass" ||
    (room === "shared" && file.path !== "shared/src/clock.ts")
  )
    for (const [pattern, what] of impure)
      if (pattern.test(code)) faults.push(`${file.path}: a pure file may not touch ${what}`);
  const statements = code.split("\n").filter((line) => line.trim() !== "");
  if (
    /(^|\/)index\.ts$/.test(file.path) ||
    (statements.length > 0 && statements.every((line) => /^export .* from /.test(line)))
  )
    faults.push(`${file.path}: is a barrel; import the file that holds the thing`);
  if (EMPTY_NAMES.test(file.path)) faults.push(`${file.path}: its name says nothing about what it holds`);
  return faults;
}

/** Every import cycle once, as the files along it. */
export function findCycles(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  const cycles: string[][] = [];
  const done = new Set<string>();
  const path: string[] = [];
  const visit = (file: string): void => {
    const at = path.indexOf(file);
    if (at >= 0) {
      cycles.push([...path.slice(at), file]);
      return;
    }
    if (done.has(file)) return;
    path.push(file);
    for (const next of graph.get(file) ?? []) visit(next);
    path.pop();
    done.add(file);
  };
  for (const file of graph.keys()) visit(file);
  return cycles;
}

/** All faults of a tree of sources, as lines that say where and what. */
export function tidy(files: readonly SourceFile[]): string[] {
  const paths = new Set(files.map((file) => file.path));
  const graph = new Map<string, string[]>();
  const faults: string[] = [];
  for (const file of files) {
    const imports = importsOf(file, paths);
    graph.set(
      file.path,
      imports.flatMap((each) => (each.file && paths.has(each.file) ? [each.file] : [])),
    );
    faults.push(...importFaults(file, imports), ...contentFaults(file));
  }
  for (const cycle of findCycles(graph)) faults.push(`import cycle: ${cycle.join(" → ")}`);
  return faults;
}

/** The TypeScript sources under git, tracked or new. */
export function readSources(root: string): SourceFile[] {
  const listed = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", "*.ts", "*.tsx"], {
    cwd: root,
    encoding: "utf8",
  });
  return listed
    .split("\n")
    .filter((path) => path !== "" && existsSync(join(root, path)))
    .map((path) => ({ path, text: readFileSync(join(root, path), "utf8") }));
}
