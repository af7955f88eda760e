// Writes the tables of docs/protocol.md from the schemas that both sides run on. `npm run docs` writes them, the unit tests
// fail when the page has others.
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { asyncApiDocument, channelWords } from "@baygate/cloud/http/asyncapi";
import { factBodies } from "@baygate/shared/fact";
import { ruleValues } from "@baygate/shared/rules";
import { FROM_GATE, GATE_TOPICS, gateTopic } from "@baygate/shared/topics";
import { z } from "zod";

export const PROTOCOL_PAGE = join(dirname(import.meta.dirname), "docs/protocol.md");

/** The part of JSON Schema that the wire's schemas use. */
const Schema = z.object({
  $ref: z.string().optional(),
  type: z.union([z.string(), z.array(z.string())]).optional(),
  description: z.string().optional(),
  const: z.unknown().optional(),
  enum: z.array(z.unknown()).optional(),
  pattern: z.string().optional(),
  maxItems: z.int().optional(),
  required: z.array(z.string()).optional(),
  get properties() {
    return z.record(z.string(), Schema).optional();
  },
  get items() {
    return z.union([Schema, z.array(Schema)]).optional();
  },
  get additionalProperties() {
    return z.union([z.boolean(), Schema]).optional();
  },
  get allOf() {
    return z.array(Schema).optional();
  },
  get anyOf() {
    return z.array(Schema).optional();
  },
});
type Schema = z.infer<typeof Schema>;

const document = asyncApiDocument();
const schemas = z.record(z.string(), Schema).parse(document.components.schemas);

const nameOf = (ref: string): string => ref.slice(ref.lastIndexOf("/") + 1);

/** A schema's kind in a few words. */
function typeWords(schema: Schema): string {
  const [only] = schema.allOf ?? [];
  if (schema.$ref) return nameOf(schema.$ref);
  if (only) return typeWords(only);
  if (schema.anyOf) {
    const enums = schema.anyOf.flatMap((each) => each.enum ?? []);
    if (schema.anyOf.every((each) => each.enum)) return typeWords({ enum: enums });
    return schema.anyOf.map(typeWords).join(" or ");
  }
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((each) => `\`${each}\``).join(", ");
  if (schema.type === "array") {
    const { items } = schema;
    const most = schema.maxItems === undefined ? "" : `, at most ${schema.maxItems}`;
    if (Array.isArray(items)) return `array of ${items.map(typeWords).join(", ")}`;
    return `array of ${items ? typeWords(items) : "anything"}${most}`;
  }
  if (schema.type === "object" && typeof schema.additionalProperties === "object" && !schema.properties)
    return `object, by name: ${typeWords(schema.additionalProperties)}`;
  return typeof schema.type === "string" ? schema.type : "anything";
}

/** The object that a schema is or, where it may also be null, would be. */
function objectOf(schema: Schema): Schema | undefined {
  if (schema.properties) return schema;
  if (schema.type === "array" && schema.items && !Array.isArray(schema.items)) return objectOf(schema.items);
  return schema.anyOf?.find((each) => each.properties);
}

function rows(schema: Schema, under = ""): string[] {
  const properties = Object.entries(schema.properties ?? {});
  return properties.flatMap(([name, field]) => {
    const optional = schema.required?.includes(name) ? "" : ", may be left out";
    const inner = objectOf(field);
    const words = field.description ?? described(field);
    return [
      `| \`${under}${name}\` | ${typeWords(field)}${optional} | ${words} |`,
      ...(inner ? rows(inner, `${under}${name}${field.type === "array" ? "[]" : ""}.`) : []),
    ];
  });
}

/** What stands at the schema that a field refers to. */
function described(field: Schema): string {
  const ref = field.$ref ?? field.anyOf?.find((each) => each.$ref)?.$ref;
  return (ref && schemas[nameOf(ref)]?.description) ?? "";
}

const table = (head: string, lines: readonly string[]): string =>
  [head, head.replaceAll(/[^|]+/g, "---"), ...lines].join("\n");

function fields(name: string): string {
  const schema = schemas[name];
  if (schema === undefined) throw new Error(`there is no schema ${name}`);
  return table("| field | type | what |", rows(schema));
}

function topics(): string {
  return table(
    "| topic | from → to | QoS | retained | payload | what |",
    GATE_TOPICS.map((topic) => {
      const { summary, qos, retained, payloads } = channelWords[topic];
      const way = FROM_GATE.includes(topic) ? "gate → cloud" : "cloud → gate";
      const names = payloads.map((name) => `\`${name}\``).join(", ");
      return `| \`${gateTopic("<estate>", "<gate>", topic)}\` | ${way} | ${qos} | ${retained ? "yes" : "no"} | ${names} | ${summary} |`;
    }),
  );
}

function names(): string {
  const plain = Object.entries(schemas)
    .filter(([, { type, pattern }]) => type === "string" && pattern)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return table(
    "| type | what | pattern |",
    plain.map(
      ([name, { description, pattern }]) =>
        `| ${name} | ${description ?? ""} | \`${pattern?.replaceAll("|", "\\|")}\` |`,
    ),
  );
}

const bodies = (kinds: readonly string[], prefix: string): string =>
  kinds.map((kind) => `#### \`${kind}\`\n\n${fields(`${prefix}.${kind}`)}`).join("\n\n");

const generated: Readonly<Record<string, () => string>> = {
  topics,
  names,
  facts: () => bodies(Object.keys(factBodies), "fact"),
  rules: () => bodies(Object.keys(ruleValues), "rule"),
};

/** The page with its generated blocks as the schemas have them now. A block is `<!-- generated NAME -->` … `<!-- end -->`. */
export function withTables(page: string): string {
  return page.replaceAll(/<!-- generated (\S+) -->[\s\S]*?<!-- end -->/g, (_block, name: string) => {
    const make = generated[name] ?? (() => fields(name));
    return `<!-- generated ${name} -->\n${make()}\n<!-- end -->`;
  });
}

if (import.meta.main) {
  const page = readFileSync(PROTOCOL_PAGE, "utf8");
  const fresh = withTables(page);
  if (fresh !== page) writeFileSync(PROTOCOL_PAGE, fresh);
  process.stdout.write(`docs/protocol.md: ${fresh === page ? "as the schemas have it" : "written"}\n`);
}
