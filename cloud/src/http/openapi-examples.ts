import { type Described, type JsonSchema, resolved } from "./openapi-schemas.ts";

// Examples are made of what the schemas say themselves: their own examples, their only values, their formats. So every operation has one,
// and none tells of a field that is gone. That each fits its schema is a test (openapi.test.ts).

/** Values for what has a form and no example of its own. */
const BY_FORMAT: Readonly<Record<string, string>> = {
  uuid: "0198c0de-0000-7000-8000-000000000001",
  "date-time": "2026-03-02T07:41:12.000Z",
  date: "2026-03-02",
  email: "ada@example.com",
  uri: "https://parking.example/",
  binary: "%PDF-1.7",
};

/** What fields hold whose name says enough. */
const BY_NAME: Readonly<Record<string, unknown>> = {
  name: "Harbour Garage",
  label: "blue card",
  words: "counted by hand",
  reason: "counted by hand",
  estate: "harbour",
  zone: "main",
  gate: "harbour-in",
  gateIn: "harbour-in",
  gateOut: "harbour-out",
  lane: "lane-1",
  month: "2026-03",
  day: "2026-03-02",
  plate: "HH AB 1234",
  timeZone: "Europe/Berlin",
  tariff: "garage",
  rule: "per-period",
  next: null,
  cursor: "WzAsImhhcmJvdXIiXQ",
  near: "53.5503,9.9937",
  "idempotency-key": "5f0c7c2e-9a9b-4d8e-8f0a-2f1f6f0c7c2e",
};

const TYPES: Readonly<Record<string, unknown>> = { integer: 1, number: 1, boolean: true, string: "text", null: null };

function objectExample(schema: JsonSchema, named: Described["named"], depth: number): object {
  const given = Object.entries(schema.properties ?? {}).filter(
    ([name]) => schema.required?.includes(name) || depth < 2,
  );
  return Object.fromEntries(given.map(([name, field]) => [name, exampleOf(field, named, name, depth + 1)]));
}

function plainExample(schema: JsonSchema, name: string): unknown {
  const [type = "null"] = [schema.type ?? []].flat();
  const known = BY_NAME[name];
  if (schema.format !== undefined && schema.format in BY_FORMAT) return BY_FORMAT[schema.format];
  if (known !== undefined && (typeof known === type || (known === null && [schema.type].flat().includes("null"))))
    return known;
  if (type === "integer" || type === "number") return Math.max(schema.minimum ?? 1, Math.min(1, schema.maximum ?? 1));
  return TYPES[type] ?? null;
}

/** A value that fits a schema and means something to who reads it. */
export function exampleOf(schema: JsonSchema, named: Described["named"], name = "", depth = 0): unknown {
  const whole = resolved(schema, named);
  const [own] = schema.examples ?? whole.examples ?? [];
  if (own !== undefined) return own;
  if (whole.const !== undefined) return whole.const;
  if (whole.enum) return whole.enum[0];
  if (whole.default !== undefined && whole.default !== null) return whole.default;
  const [first] = whole.anyOf ?? whole.oneOf ?? [];
  if (first) return exampleOf(first, named, name, depth);
  if (whole.allOf) return Object.assign({}, ...whole.allOf.map((each) => exampleOf(each, named, name, depth)));
  if (whole.properties) return objectExample(whole, named, depth);
  if ([whole.type].flat()[0] === "object") return {};
  if (whole.prefixItems) return whole.prefixItems.map((each) => exampleOf(each, named, name, depth + 1));
  if (whole.items) return [exampleOf(whole.items, named, name, depth + 1)];
  return plainExample(whole, name);
}
