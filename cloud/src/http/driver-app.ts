import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import { gzipSync } from "node:zlib";
import type { App } from "./wire.ts";

/** Where Vite leaves the app (scripts/driver-app.ts). It is not in git. */
const FOLDER = join(import.meta.dirname, "../../web/driver/dist");
const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".woff2": "font/woff2",
  ".webmanifest": "application/manifest+json",
};
const PACKED = new Set([".html", ".css", ".js", ".svg", ".webmanifest"]);

/** Only this server's own files, no inline code, nobody may frame it. */
const POLICY = [
  "default-src 'none'",
  ...["script-src 'self'", "style-src 'self'", "img-src 'self' data: blob:", "font-src 'self'", "connect-src 'self'"],
  ...["worker-src 'self'", "manifest-src 'self'", "media-src 'self' blob:"],
  ...["base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"],
].join("; ");

interface Asset {
  readonly body: Uint8Array<ArrayBuffer>;
  readonly packed: Uint8Array<ArrayBuffer> | undefined;
  readonly headers: Readonly<Record<string, string>>;
}

function readAsset(folder: string, name: string): Asset {
  const body = new Uint8Array(readFileSync(join(folder, name)));
  const type = extname(name);
  return {
    body,
    packed: PACKED.has(type) ? new Uint8Array(gzipSync(body)) : undefined,
    headers: {
      "content-type": TYPES[type] ?? "application/octet-stream",
      "content-security-policy": POLICY,
      // Vite writes a hash of the content into the names under assets/.
      "cache-control": name.startsWith("assets/") ? "public, max-age=31536000, immutable" : "no-cache",
      etag: `"${createHash("sha256").update(body).digest("base64url").slice(0, 22)}"`,
      ...(PACKED.has(type) ? { vary: "accept-encoding" } : {}),
    },
  };
}

/** The app's files by name; undefined where nobody has built it. */
function readAssets(folder: string): ReadonlyMap<string, Asset> | undefined {
  if (!existsSync(join(folder, "index.html"))) return undefined;
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return new Map(names.filter((name) => extname(name) in TYPES).map((name) => [name, readAsset(folder, name)]));
}

const NOT_BUILT = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Baygate</title>
<h1>The driver app is not built</h1><p>Run <code>npm run build:app</code> where this cloud's sources are, then load this page again.</p></html>`;

function answer({ body, packed, headers }: Asset, known: string | undefined, encodings: string | undefined): Response {
  if (known === headers["etag"]) return new Response(null, { status: 304, headers });
  const isPacked = packed !== undefined && /\bgzip\b/.test(encodings ?? "");
  return isPacked
    ? new Response(packed, { headers: { ...headers, "content-encoding": "gzip" } })
    : new Response(body, { headers });
}

/**
 * The installable app for drivers at `/app/`: its files, and its one page for every address in it, which the app reads itself.
 * The files are read at the first request.
 */
export function addDriverApp(app: App, folder = FOLDER): void {
  let assets: ReadonlyMap<string, Asset> | undefined;
  app.get("/app", (c) => c.redirect("/app/", 308));
  app.get("/app/*", (c) => {
    assets ??= readAssets(folder);
    if (!assets) return c.html(NOT_BUILT, 503);
    const name = c.req.path.slice("/app/".length);
    // An address with a dot is a file's; every other is a page of the app.
    const asset = assets.get(name) ?? (/\.\w+$/.test(name) ? undefined : assets.get("index.html"));
    return asset ? answer(asset, c.req.header("if-none-match"), c.req.header("accept-encoding")) : c.notFound();
  });
}
