import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { describe, expect, it } from "vitest";
import { describeApi } from "./description.ts";
import type { Operation } from "./openapi.ts";

const root = dirname(dirname(dirname(import.meta.dirname)));
const document = JSON.parse(JSON.stringify(describeApi())) as ReturnType<typeof describeApi>;
const operations: readonly Operation[] = Object.values(document.paths).flatMap((methods) => Object.values(methods));

const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
ajv.addSchema({ components: document.components }, "api.json");
/** A schema of the document as a test of values. */
const testOf = (schema: object) =>
  ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/components/', '"api.json#/components/')));

describe("the API's description", () => {
  it("is lint-free by redocly's strict rules", () => {
    const folder = mkdtempSync(join(tmpdir(), "baygate-openapi-"));
    const file = join(folder, "openapi.json");
    writeFileSync(file, JSON.stringify(document));
    const { stdout, stderr } = spawnSync(
      join(root, "node_modules/.bin/redocly"),
      ["lint", file, "--config", join(root, "redocly.yaml"), "--format", "json"],
      { cwd: root, encoding: "utf8", env: { ...process.env, REDOCLY_TELEMETRY: "off" } },
    );
    rmSync(folder, { recursive: true });
    const { totals, problems } = JSON.parse(stdout || JSON.stringify({ totals: stderr, problems: [] }));
    const seen = problems.map((each: { ruleId: string; message: string; location: { pointer: string }[] }) =>
      [each.ruleId, each.location[0]?.pointer, each.message].join(" "),
    );
    expect(seen).toEqual([]);
    expect(totals).toEqual({ errors: 0, warnings: 0, ignored: 0 });
  }, 120_000);

  it("names every operation once, with what it is about, who may ask and what may be refused", () => {
    const ids = operations.map((each) => each.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    const tags = new Set(document.tags.map(({ name }) => name));
    for (const each of operations) {
      expect(each.summary, each.operationId).not.toBe("");
      expect(each.description, each.operationId).toMatch(/Asked by /);
      expect(each.tags.length, each.operationId).toBe(1);
      expect(tags, each.operationId).toContain(each.tags[0]);
      expect(Object.keys(each.responses), each.operationId).toContain("default");
    }
  });

  it("shows every request and every answer by an example that fits", () => {
    const fits = (schema: object, example: unknown, where: string) => {
      const test = testOf(schema);
      expect(test(example) ? [] : test.errors, `${where}: ${JSON.stringify(example)}`).toEqual([]);
    };
    for (const { operationId, parameters, requestBody, responses } of operations) {
      for (const { name, schema, example } of parameters) fits(schema, example, `${operationId} ${name}`);
      for (const { schema, example } of Object.values(requestBody?.content ?? {})) fits(schema, example, operationId);
      for (const [status, { content = {} }] of Object.entries(responses))
        for (const [type, { schema, example }] of Object.entries(content))
          if (type === "application/json") fits(schema, example, `${operationId} ${status}`);
    }
  });

  it("keeps null where a field may be null, also where its schema has a name", () => {
    const { properties = {} } = document.components.schemas["Stay"] ?? {};
    for (const field of ["account", "departedAt", "cost"])
      expect(testOf(properties[field] ?? {})(null), field).toBe(true);
    expect(testOf(properties["grantedAt"] ?? {})(null)).toBe(false);
  });
});
