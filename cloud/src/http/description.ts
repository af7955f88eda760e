import { pino } from "pino";
import { Registry } from "prom-client";
import { createApp } from "./app.ts";
import type { HttpDeps } from "./deps.ts";
import { apiDocument } from "./openapi.ts";

/**
 * The API's description without a server, a database or a broker: the routes are registered as in the running cloud and
 * never called.
 */
export function describeApi(): ReturnType<typeof apiDocument> {
  const parts = { registry: new Registry(), log: pino({ level: "silent" }), dashboard: "open" } as const;
  return apiDocument(createApp(parts as Partial<HttpDeps> as HttpDeps));
}
