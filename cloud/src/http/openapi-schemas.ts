import { isDeepStrictEqual } from "node:util";
import { z } from "zod";

// Zod's own JSON Schema (draft 2020-12, which OpenAPI 3.1 speaks) of everything that is asked and answered. zod-to-openapi's would lose
// "or null" wherever the schema has a name.

/** The parts of JSON Schema that appear here. */
export interface JsonSchema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly pattern?: string;
  readonly description?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchema;
  readonly items?: JsonSchema;
  readonly prefixItems?: readonly JsonSchema[];
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly minItems?: number;
}

const REFS = "#/components/schemas/";

type Mutable = Record<string, unknown>;

/** Leaves out what is true anyway and would only be in the way of who reads it. */
function plain({ zodSchema, jsonSchema }: { zodSchema: z.core.$ZodTypes; jsonSchema: z.core.JSONSchema.BaseSchema }) {
  const schema = jsonSchema as Mutable;
  const { def } = zodSchema._zod;
  // Clients shall take answers with fields that they do not know; only what is asked strictly is closed.
  if (def.type === "object" && def.catchall === undefined) delete schema["additionalProperties"];
  if (schema["minimum"] === Number.MIN_SAFE_INTEGER) delete schema["minimum"];
  if (schema["maximum"] === Number.MAX_SAFE_INTEGER) delete schema["maximum"];
  if (schema["format"] === "uuid" || schema["format"] === "date-time") delete schema["pattern"];
  delete schema["id"];
}

/** JSON Schema text with references that lead into `components`. */
const withRefs = (schema: unknown): unknown =>
  JSON.parse(JSON.stringify(schema), (key, value: unknown) =>
    key === "$ref" && typeof value === "string" ? value.replace("#/$defs/", REFS) : value,
  );

/** Schemas by their place in the document, and those with a name. */
export interface Described {
  readonly places: Readonly<Record<string, JsonSchema>>;
  /** Places whose value need not be there. */
  readonly optional: ReadonlySet<string>;
  readonly named: Readonly<Record<string, JsonSchema>>;
}

/** JSON Schemas of what is asked (`input`) or answered (`output`), all at once so that names are the same everywhere. */
export function describeSchemas(schemas: ReadonlyMap<string, z.ZodType>, io: "input" | "output"): Described {
  const whole = z.toJSONSchema(z.object(Object.fromEntries(schemas)), { io, unrepresentable: "any", override: plain });
  const {
    properties = {},
    required = [],
    $defs = {},
  } = withRefs(whole) as JsonSchema & {
    $defs?: Record<string, JsonSchema>;
  };
  const optional = new Set(Object.keys(properties).filter((place) => !required.includes(place)));
  return { places: properties, optional, named: $defs };
}

const mentions = (schema: JsonSchema, names: ReadonlySet<string>): boolean =>
  [...names].some((name) => JSON.stringify(schema).includes(`"${REFS}${name}"`));

/**
 * What is asked, beside what is answered: where one name has two forms, since what may be left out of a request is always in an answer,
 * the one that is asked for is called `…Asked`.
 *
 * @throws Error when that name is another's.
 */
export function setApart(asked: Described, answered: Described): Described {
  const names = Object.keys(asked.named);
  const isOther = (name: string) =>
    name in answered.named && !isDeepStrictEqual(asked.named[name], answered.named[name]);
  const twofold = new Set(names.filter(isOther));
  for (let known = -1; known !== twofold.size; ) {
    known = twofold.size;
    for (const name of names) if (mentions(asked.named[name] ?? {}, twofold)) twofold.add(name);
  }
  const nameOf = (name: string) => (twofold.has(name) ? `${name}Asked` : name);
  for (const name of twofold)
    if (nameOf(name) in asked.named || nameOf(name) in answered.named)
      throw new Error(
        `${name} is asked for in another form than it is answered, and ${nameOf(name)} is something else`,
      );
  const renamed = <T>(schemas: T): T =>
    JSON.parse(JSON.stringify(schemas), (key, value: unknown) =>
      key === "$ref" && typeof value === "string" ? REFS + nameOf(value.slice(REFS.length)) : value,
    );
  const named = Object.fromEntries(Object.entries(renamed(asked.named)).map(([name, each]) => [nameOf(name), each]));
  return { ...asked, places: renamed(asked.places), named };
}

/** The schema itself, where a reference stands. */
export function resolved(schema: JsonSchema, named: Described["named"]): JsonSchema {
  if (schema.$ref === undefined) return schema;
  const target = named[schema.$ref.slice(REFS.length)];
  if (target === undefined) throw new Error(`no schema ${schema.$ref}`);
  return resolved(target, named);
}
