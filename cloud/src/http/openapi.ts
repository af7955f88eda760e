import type { App } from "./wire.ts";

const INFO = {
  title: "Baygate",
  version: "1",
  description:
    "Parking estates: places, prices, stays and money. Amounts are integers in minor units, times ISO 8601 in UTC. Every refusal is RFC 9457 problem details with a stable `code`.",
};

/** The OpenAPI 3.1 document of every route that the app has registered. */
export const apiDocument = (app: App) =>
  app.getOpenAPI31Document({ openapi: "3.1.0", info: INFO, servers: [{ url: "/" }] });

/** GET /v1/openapi.json: the API's own description, made once. */
export function addDescription(app: App): void {
  app.openAPIRegistry.registerComponent("securitySchemes", "bearer", { type: "http", scheme: "bearer" });
  let text: string | undefined;
  app.get("/v1/openapi.json", (c) => {
    text ??= JSON.stringify(apiDocument(app));
    return c.body(text, 200, { "content-type": "application/json" });
  });
}
