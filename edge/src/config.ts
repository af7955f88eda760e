import { readFileSync } from "node:fs";
import { Direction } from "@baygate/shared/estate";
import { EstateId, GateId, LaneId, ZoneId } from "@baygate/shared/ids";
import { RESERVED_GATE_NAMES } from "@baygate/shared/topics";
import { isMap, isPair, isScalar, LineCounter, type Node, parseDocument } from "yaml";
import { z } from "zod";
import { BarrierConfig, DisplayConfig, LoopsConfig, ReaderConfig } from "./hardware/drivers.ts";
import { nearest } from "./nearest.ts";

const MqttUrl = z
  .string()
  .refine((text) => ["mqtt:", "mqtts:"].includes(URL.parse(text)?.protocol ?? ""), "an address mqtt:// or mqtts://")
  .refine((text) => !URL.parse(text)?.password, "no secret in this file: use tokenFile or BAYGATE_GATE_TOKEN");

const Lane = z
  .strictObject({
    id: LaneId,
    /** `both`: one arm for both ways, with the loop `approach` outside and `clear` inside. */
    direction: z.enum([...Direction.options, "both"]),
    /** Which loops there are; what counts as passed follows from it. */
    sensing: z.enum(["both", "approach", "clear", "none"]).optional(),
    /** Where its cars park; a departure takes the zone of the stay, where it knows it. */
    zone: ZoneId,
    readers: z.array(ReaderConfig).min(1),
    barrier: BarrierConfig,
    loops: LoopsConfig,
    display: DisplayConfig,
  })
  .check(({ value, issues }) => {
    if (value.direction !== "both" || (value.sensing ?? "both") === "both") return;
    value.readers.forEach((reader, index) => {
      if (reader.direction !== undefined) return;
      const message = "missing: whose cars reach this reader, arrive or depart; without two loops nothing else tells";
      issues.push({ code: "custom", path: ["readers", index, "direction"], message, input: undefined });
    });
  });

/** One box: everything that the installer says. The schema is made of the drivers' own. */
export const BoxConfig = z.strictObject({
  estate: EstateId,
  gate: GateId.refine(
    (id) => !RESERVED_GATE_NAMES.includes(id),
    `none of ${RESERVED_GATE_NAMES.join(", ")}, which are taken`,
  ),
  /** Holds the journal and the replica; made when it is not there. */
  dataDirectory: z.string().min(1),
  /** `trusted`: something that this process cannot see keeps the clock right. `auto`: ask the operating system. */
  clock: z.enum(["auto", "trusted"]).default("auto"),
  cloud: z.strictObject({
    mqttUrl: MqttUrl,
    /** A file that holds the gate's token and nothing else; without it, the variable BAYGATE_GATE_TOKEN. */
    tokenFile: z.string().min(1).optional(),
    /** Public key of the house's offline root, as `trust-root` printed it; without it, that of the first trust list counts from then on. */
    trustRoot: z
      .string()
      .regex(/^[A-Za-z0-9_-]{43}$/, "43 letters of base64url, as trust-root printed them")
      .optional(),
  }),
  lanes: z
    .array(Lane)
    .min(1)
    .check((lanes) => {
      lanes.value.forEach((lane, index) => {
        if (lanes.value.findIndex((other) => other.id === lane.id) < index)
          lanes.issues.push({
            code: "custom",
            path: [index, "id"],
            message: "a lane's id stands once",
            input: lane.id,
          });
      });
    }),
});
export type BoxConfig = z.output<typeof BoxConfig>;
export type LaneConfig = BoxConfig["lanes"][number];

/** One thing wrong with a configuration, where a person finds it. */
export interface ConfigFault {
  readonly line: number;
  readonly column: number;
  /** `lanes.0.barrier.driver`; empty for the file as a whole. */
  readonly path: string;
  readonly words: string;
}

/** Operating failure `config-invalid`: everything that is wrong, at once. */
export class ConfigInvalid extends Error {
  readonly code = "config-invalid";
  readonly faults: readonly ConfigFault[];
  constructor(file: string, faults: readonly ConfigFault[]) {
    const lines = faults.map((f) => `${file}:${f.line}:${f.column}  ${f.path === "" ? "" : `${f.path}: `}${f.words}`);
    super(`${faults.length} ${faults.length === 1 ? "fault" : "faults"} in ${file}\n${lines.join("\n")}`);
    this.faults = faults;
  }
}

/**
 * Reads a box's configuration.
 *
 * @throws ConfigInvalid with every fault; the system's error when the file cannot be read.
 */
export function readConfig(file: string): BoxConfig {
  const config = parseConfig(readFileSync(file, "utf8"));
  if (Array.isArray(config)) throw new ConfigInvalid(file, config);
  return config;
}

/** The checked configuration, or its faults in the order of the file. */
export function parseConfig(text: string): BoxConfig | ConfigFault[] {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number): { line: number; column: number } => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  if (document.errors.length > 0)
    return document.errors.map((error) => ({ ...at(error.pos[0]), path: "", words: error.message }));
  const plain: unknown = document.toJS();
  const checked = BoxConfig.safeParse(plain);
  if (checked.success) return checked.data;

  const offsetOf = (path: readonly PropertyKey[], key?: string): number => {
    for (let depth = path.length; depth >= 0; depth--) {
      const node = depth === 0 ? document.contents : document.getIn(path.slice(0, depth), true);
      if (depth === path.length && key !== undefined && isMap(node)) {
        const pair = node.items.find((item) => isPair(item) && isScalar(item.key) && item.key.value === key);
        if (pair && isScalar(pair.key)) return start(pair.key);
      }
      if (hasRange(node)) return start(node);
    }
    return 0;
  };
  const faults = checked.error.issues.flatMap((issue) =>
    issue.code === "unrecognized_keys"
      ? issue.keys.map((key) => ({
          path: [...issue.path, key],
          offset: offsetOf(issue.path, key),
          ...unknownKey(key, keysAt(issue.path, plain)),
        }))
      : [{ path: issue.path, offset: offsetOf(issue.path), words: words(issue, plain), meant: undefined }],
  );
  // A misspelt key is one mistake, not also a missing one.
  const meant = new Set(faults.flatMap((f) => (f.meant ? [[...f.path.slice(0, -1), f.meant].join(".")] : [])));
  return faults
    .map(({ path, offset, words }) => ({ ...at(offset), path: path.map(String).join("."), words }))
    .filter((fault) => !(meant.has(fault.path) && fault.words.startsWith("missing")))
    .sort((a, b) => a.line - b.line || a.column - b.column);
}

const hasRange = (node: unknown): node is Node => typeof node === "object" && node !== null && "range" in node;
const start = (node: Node): number => node.range?.[0] ?? 0;

function unknownKey(key: string, known: readonly string[]): { words: string; meant?: string | undefined } {
  if (/token|password|secret/i.test(key))
    return { words: "no secret in this file: use tokenFile or BAYGATE_GATE_TOKEN" };
  const meant = nearest(key, known);
  return { words: `unknown key${meant ? `, did you mean "${meant}"?` : `, known are ${known.join(", ")}`}`, meant };
}

function words(issue: z.core.$ZodIssue, plain: unknown): string {
  const value = issue.path.reduce<unknown>((inner, step) => member(inner, step), plain);
  if (issue.code === "invalid_union" && issue.path.at(-1) === "driver") {
    const known = valuesOf(issue.path, plain);
    if (value === undefined) return `missing: one of ${known.join(", ")}`;
    const meant = nearest(String(value), known);
    return `no driver "${String(value)}"${meant === undefined ? `: there are ${known.join(", ")}` : `, did you mean "${meant}"?`}`;
  }
  if (issue.code === "invalid_type" && value === undefined) return `missing: ${issue.expected} expected`;
  return issue.message;
}

const member = (inner: unknown, step: PropertyKey): unknown =>
  typeof inner === "object" && inner !== null ? Reflect.get(inner, step) : undefined;

// What may stand at a place, read from the schema's own description.

type Description = z.core.JSONSchema.JSONSchema;

const described = (place: unknown): place is Description => typeof place === "object" && place !== null;

function describedAt(path: readonly PropertyKey[], plain: unknown): readonly Description[] {
  const root = z.toJSONSchema(BoxConfig, { io: "input", reused: "inline", unrepresentable: "any" });
  let inner = plain;
  let places: readonly Description[] = [root];
  for (const step of path) {
    places = places.flatMap((place) => {
      const next = typeof step === "number" ? place.items : place.properties?.[String(step)];
      return described(next) ? (next.oneOf ?? [next]).filter(described) : [];
    });
    inner = member(inner, step);
    const driver = member(inner, "driver");
    const chosen = places.filter((place) => driverOf(place) === driver);
    if (chosen.length > 0) places = chosen;
  }
  return places;
}

function driverOf(place: Description): unknown {
  const driver = place.properties?.["driver"];
  return described(driver) ? driver.const : undefined;
}

const keysAt = (path: readonly PropertyKey[], plain: unknown): string[] => [
  ...new Set(describedAt(path, plain).flatMap((place) => Object.keys(place.properties ?? {}))),
];

const valuesOf = (path: readonly PropertyKey[], plain: unknown): string[] =>
  describedAt(path, plain).flatMap((place) => (place.const === undefined ? [] : [String(place.const)]));
