import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { html } from "hono/html";
import type { App } from "./wire.ts";

const SCRIPT = "/v1/reference/scalar.js";
const START = "/v1/reference/start.js";

/** Only this server's own files; the reference sets styles of its own, and nothing leaves the machine. */
const POLICY = [
  ...["default-src 'none'", "script-src 'self'", "style-src 'self' 'unsafe-inline'", "img-src 'self' data:"],
  ...["font-src 'self' data:", "connect-src 'self'", "worker-src 'self' blob:"],
  ...["base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"],
].join("; ");

const CONFIGURATION = {
  url: "/v1/openapi.json",
  // Nothing is fetched from elsewhere, and nobody's requests go through a stranger's proxy.
  ...{ withDefaultFonts: false, telemetry: false, proxyUrl: "", showDeveloperTools: "never" },
  ...{ hideClientButton: true, agent: { disabled: true }, mcp: { disabled: true } },
  metaData: { title: "Baygate API" },
};

const PAGE = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Baygate API</title>
<link rel="icon" href="/ops/icon.svg">
</head>
<body>
<div id="reference"></div>
<script src="${SCRIPT}"></script>
<script src="${START}"></script>
</body>
</html>`;

/** /v1/reference: the API's description as a page to read, with every file it needs from this server. */
export function addReference(app: App): void {
  const load = createRequire(import.meta.url);
  let bundle: Buffer | undefined;
  app.get("/v1/reference", (c) => c.html(PAGE, 200, { "content-security-policy": POLICY }));
  app.get(SCRIPT, () => {
    // Five megabytes: read when somebody first reads the page.
    bundle ??= readFileSync(join(dirname(load.resolve("@scalar/api-reference")), "browser/standalone.js"));
    const headers = { "content-type": "text/javascript; charset=utf-8", "cache-control": "no-cache" };
    return new Response(new Uint8Array(bundle), { headers });
  });
  app.get(START, () => {
    const start = `Scalar.createApiReference("#reference", ${JSON.stringify(CONFIGURATION)});\n`;
    return new Response(start, {
      headers: { "content-type": "text/javascript; charset=utf-8", "cache-control": "no-cache" },
    });
  });
}
