import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { answered, createClient, type Schemas } from "@baygate/client";
import { testDatabase } from "@baygate/cloud/db/testing";
import { testHouse } from "@baygate/cloud/http/testing";
import { serve } from "@hono/node-server";
import { build } from "vite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { apiTypes, apiTypesKept } from "./generate.ts";

const { db } = await testDatabase();
const house = await testHouse(db);
const server = serve({ fetch: house.app.fetch, hostname: "127.0.0.1", port: 0 });
let baseUrl = "";
beforeAll(async () => {
  await house.openHarbour();
  if (!server.listening) await once(server, "listening");
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  house.hub.close();
  server.close();
});

describe("the client", () => {
  it("has the types that the routes make", async () => {
    expect(
      apiTypesKept() === (await apiTypes()),
      "it is stale: run `npm run docs`, commit cloud/client/src/api.ts",
    ).toBe(true);
  });

  it("asks as the driver whose token it is given, and knows what comes back", async () => {
    const driver = await house.enrol("Ada");
    const client = createClient({ baseUrl, token: () => driver.token });
    const me: Schemas["Me"] = await answered(client.GET("/v1/me"));
    expect(me).toMatchObject({ account: driver.account, name: "Ada" });
    const { data } = await client.GET("/v1/estates/{estate}", { params: { path: { estate: "harbour" } } });
    expect(data?.zones[0]?.free).toBe(10);
  });

  it("throws a refusal by its code", async () => {
    const client = createClient({ baseUrl });
    await expect(answered(client.GET("/v1/me"))).rejects.toMatchObject({ code: "token-missing", status: 401 });
    const unknown = client.GET("/v1/estates/{estate}", { params: { path: { estate: "nowhere" } } });
    await expect(answered(unknown)).rejects.toMatchObject({ code: "estate-unknown", message: "No such estate." });
  });

  it("is bundled for browsers, without anything of the server", async () => {
    const root = dirname(dirname(import.meta.dirname));
    const folder = await mkdtemp(join(tmpdir(), "baygate-client-"));
    const entry = join(folder, "entry.ts");
    await writeFile(
      entry,
      `import { createClient } from ${JSON.stringify(join(root, "cloud/client/src/client.ts"))}; globalThis.made = createClient();`,
    );
    const built = await build({
      ...{ root: folder, logLevel: "silent", configFile: false },
      build: { write: false, target: "es2022", rollupOptions: { input: entry } },
    });
    await rm(folder, { recursive: true });
    const outputs = [built].flat().flatMap((each) => ("output" in each ? each.output : []));
    const chunks = outputs.filter((each) => each.type === "chunk");
    expect(chunks.map((chunk) => chunk.code).join("")).toContain("authorization");
    expect(chunks.flatMap((chunk) => [...chunk.imports])).toEqual([]);
    expect(chunks.reduce((sum, chunk) => sum + chunk.code.length, 0)).toBeLessThan(20_000);
  });
});
