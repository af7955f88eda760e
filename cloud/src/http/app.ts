import { OpenAPIHono } from "@hono/zod-openapi";
import type { HttpDeps } from "./deps.ts";

/** The whole HTTP side: `/v1`, the live page at `/`, health and metrics. Serve it with `@hono/node-server`. */
export function createApp(deps: HttpDeps): OpenAPIHono {
  const app = new OpenAPIHono();
  app.get("/healthz", (c) => c.json({ ok: true }));
  app.get("/metrics", async (c) =>
    c.body(await deps.registry.metrics(), 200, { "content-type": deps.registry.contentType }),
  );
  return app;
}
