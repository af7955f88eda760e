import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { OpenAPIHono } from "@hono/zod-openapi";
import { Ajv } from "ajv";
import addFormats from "ajv-formats";
import { describe, expect, it } from "vitest";
import { addAsyncApi, asyncApiDocument } from "./asyncapi.ts";
import type { Env } from "./wire.ts";

// The description of the protocol is itself valid, complete, and says what a payload must be.

const document = asyncApiDocument();

function ajv(options: object = {}): Ajv {
  const made = new Ajv({ strict: false, ...options });
  addFormats.default(made);
  return made;
}

/** Whether a payload is what the document says of it. */
function isA(name: string, payload: unknown): boolean {
  return ajv().validate({ ...document, $ref: `#/components/schemas/${name}` }, payload);
}

describe("the AsyncAPI document", () => {
  it("is valid by AsyncAPI's own schema", () => {
    const official: unknown = JSON.parse(
      readFileSync(createRequire(import.meta.url).resolve("@asyncapi/specs/schemas/3.0.0.json"), "utf8"),
    );
    // It brings the meta-schema of its own.
    const validate = ajv({ meta: false, validateSchema: false }).compile(Object(official));
    validate(document);
    expect(validate.errors ?? []).toEqual([]);
    expect(validate({ ...document, channels: { facts: { address: 7 } } })).toBe(false);
  });

  it("names everything that it refers to", () => {
    const refs = [...JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(([, path = ""]) =>
      path.split("/"),
    );
    expect(refs.length).toBeGreaterThan(50);
    const at = (path: string[]) =>
      path.reduce<unknown>((node, key) => new Map(Object.entries(Object(node))).get(key), document);
    expect(refs.filter((path) => at(path) === undefined)).toEqual([]);
  });

  it("tells a right payload from a wrong one", () => {
    const ack = { v: 1, epoch: "0123456789abcdef", through: 3, hash: "a".repeat(64) };
    expect(isA("Ack", ack)).toBe(true);
    expect(isA("Ack", { ...ack, later: "kept" })).toBe(true);
    expect(isA("Ack", { ...ack, v: 2 })).toBe(false);
    expect(isA("Ack", { ...ack, through: -1 })).toBe(false);
    const zone = { capacity: 9, class: "standard", offerWords: "", minimumCoverMinor: 100 };
    expect(isA("rule.zone", { ...zone, offer: { tariff: "day", version: 1, factorPermille: 1000 } })).toBe(true);
    expect(isA("rule.zone", { ...zone, offer: { tariff: "day", version: 0, factorPermille: 1000 } })).toBe(false);
    expect(isA("fact.passage.undecided", { lane: "lane-1", zone: "main", direction: "arrive" })).toBe(true);
    expect(isA("fact.passage.undecided", { lane: "Lane 1", zone: "main", direction: "arrive" })).toBe(false);
  });

  it("is there for anybody", async () => {
    const app = new OpenAPIHono<Env>();
    addAsyncApi(app);
    const answer = await app.request("/v1/asyncapi.json");
    expect(answer.headers.get("content-type")).toBe("application/json");
    expect(await answer.json()).toEqual(JSON.parse(JSON.stringify(document)));
  });
});
