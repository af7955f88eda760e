import fc from "fast-check";
import { type JsonSchema as Described, resolved } from "./openapi-schemas.ts";

// Values made from the description's schemas: such as they ask for, and such as nobody asked for.

type JsonSchema = Described & {
  readonly maxLength?: number;
  readonly maxItems?: number;
  readonly exclusiveMinimum?: number;
};
type Named = Readonly<Record<string, Described>>;

/** What programs, people and thieves send where something else was asked for. */
export const hostile: fc.Arbitrary<unknown> = fc.constantFrom<unknown[]>(
  ...[null, true, "", " ", "\0", "\ud800", "null", "../../etc/passwd", "' or 1=1 --", "<b>", "٣", "x".repeat(5_000)],
  ...[-1, 0, 0.5, 2 ** 31, 2 ** 53, -(2 ** 63), 1e308, [], [[]], {}, { __proto__: null, constructor: 1 }],
  ...["0198c0de-0000-7000-8000-000000000001", "-271821-04-20T00:00:00.000Z", "+275760-09-13T00:00:00.001Z"],
);

function text(schema: JsonSchema): fc.Arbitrary<string> {
  const { minLength = 0, maxLength = 60, pattern } = schema;
  switch (schema.format) {
    case "uuid":
      return fc.uuid();
    case "email":
      return fc.emailAddress();
    case "date":
      return fc
        .date({ min: new Date("1990-01-01"), max: new Date("2090-01-01"), noInvalidDate: true })
        .map((date) => date.toISOString().slice(0, 10));
    case "date-time":
      return fc
        .date({ min: new Date("0001-01-01"), max: new Date("9999-12-31"), noInvalidDate: true })
        .map((date) => date.toISOString());
    default:
      if (pattern !== undefined) return fc.stringMatching(new RegExp(pattern), { size: "xsmall" });
      return fc.string({ unit: "grapheme", minLength, maxLength: Math.min(maxLength, minLength + 60) });
  }
}

function objects(schema: JsonSchema, named: Named, depth: number): fc.Arbitrary<object> {
  const { properties = {}, required = [], additionalProperties: more } = schema;
  const fields = Object.fromEntries(
    Object.entries(properties)
      .filter(([name]) => required.includes(name) || depth < 6)
      .map(([name, field]) => [name, fitting(field, named, depth + 1)]),
  );
  const own = fc.record(fields, { requiredKeys: required.filter((name) => name in fields) });
  if (typeof more !== "object" || Object.keys(more).length === 0) return own;
  return fc
    .tuple(own, fc.dictionary(fc.string({ maxLength: 9 }), fitting(more, named, depth + 1), { maxKeys: 3 }))
    .map(([a, b]) => ({ ...b, ...a }));
}

const numbers = ({ type, minimum, maximum, exclusiveMinimum }: JsonSchema): fc.Arbitrary<number> => {
  const [min, max] = [minimum ?? (exclusiveMinimum ?? -(2 ** 53)) + 1, maximum ?? 2 ** 53 - 1];
  return type === "integer"
    ? fc.maxSafeInteger().map((n) => min + (Math.abs(n) % (max - min + 1)))
    : fc.double({ min, max, noNaN: true });
};

/** Values that a schema takes. */
export function fitting(asked: Described, named: Named, depth = 0): fc.Arbitrary<unknown> {
  const schema: JsonSchema = resolved(asked, named);
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const either = schema.anyOf ?? schema.oneOf;
  if (either) return fc.oneof(...either.map((each) => fitting(each, named, depth)));
  if (schema.allOf)
    return fc.tuple(...schema.allOf.map((each) => fitting(each, named, depth))).map((all) => Object.assign({}, ...all));
  const [type, ...others] = [schema.type ?? []].flat();
  if (others.length > 0)
    return fc.oneof(...[type ?? "null", ...others].map((each) => fitting({ ...schema, type: each }, named, depth)));
  switch (type) {
    case "object":
      return objects(schema, named, depth);
    case "array": {
      if (schema.prefixItems) return fc.tuple(...schema.prefixItems.map((each) => fitting(each, named, depth + 1)));
      const minLength = schema.minItems ?? 0;
      const maxLength = Math.min(schema.maxItems ?? minLength + 3, minLength + 3);
      return fc.array(fitting(schema.items ?? {}, named, depth + 1), { minLength, maxLength });
    }
    case "string":
      return text(schema);
    case "integer":
    case "number":
      return numbers({ ...schema, type });
    case "boolean":
      return fc.boolean();
    case "null":
      return fc.constant(null);
    default:
      return fc.jsonValue({ maxDepth: 2 });
  }
}

/** A value that was spoilt in one place, wherever in it that is; or something else altogether. */
export const spoilt = (value: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.tuple(value, hostile, fc.nat(), fc.nat(9)).map(([whole, bad, where, how]) => {
    if (typeof whole !== "object" || whole === null || how === 0) return bad;
    const copy = structuredClone(whole) as Record<string, unknown>;
    let inside = copy;
    for (let deeper = where; ; deeper = Math.floor(deeper / 7)) {
      const names = Object.keys(inside);
      const name = names[deeper % Math.max(1, names.length)];
      if (how === 1 || name === undefined) {
        inside["unasked"] = bad;
        return copy;
      }
      const next = inside[name];
      if (typeof next === "object" && next !== null && deeper % 3 > 0) inside = next as Record<string, unknown>;
      else {
        if (how === 2) delete inside[name];
        else inside[name] = bad;
        return copy;
      }
    }
  });
