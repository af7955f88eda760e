import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { extname, join } from "node:path";
import type { App } from "./wire.ts";

const FOLDER = join(import.meta.dirname, "../../web/ops");
/** What the pages share with the house, at the addresses to which their imports lead from /ops/. */
const SHARED = ["src/live/patch.ts", "src/pricing/local-days.ts"];
const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".ts": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
};

/** Only this server's own files, no inline code, nobody may frame it. */
const POLICY = [
  "default-src 'none'",
  ...["script-src 'self'", "style-src 'self'", "img-src 'self'", "connect-src 'self'"],
  ...["base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"],
].join("; ");

interface Asset {
  readonly body: string;
  readonly type: string;
  readonly etag: string;
}

/** The page's files as browsers take them: of TypeScript the types are stripped, so there is no build. */
function readAssets(): ReadonlyMap<string, Asset> {
  const names = readdirSync(FOLDER, { recursive: true, encoding: "utf8" });
  const files = names.filter((name) => extname(name) in TYPES && !name.endsWith(".test.ts"));
  return new Map(
    [...files, ...SHARED].map((name) => {
      const text = readFileSync(SHARED.includes(name) ? join(FOLDER, "../..", name) : join(FOLDER, name), "utf8");
      const body = name.endsWith(".ts") ? stripTypeScriptTypes(text) : text;
      const etag = `"${createHash("sha256").update(body).digest("base64url").slice(0, 22)}"`;
      return [name, { body, type: TYPES[extname(name)] ?? "", etag }];
    }),
  );
}

/** Pages by address; everything else stands under `/ops/`. */
const PAGES: Readonly<Record<string, string>> = { "index.html": "/", "office/index.html": "/office" };

/** The live page at `/`, the office at `/office`, their files under `/ops/`. */
export function addPage(app: App): void {
  const assets = readAssets();
  const answer = (asset: Asset, known: string | undefined): Response => {
    const headers = {
      "content-type": asset.type,
      "content-security-policy": POLICY,
      "cache-control": "no-cache",
      etag: asset.etag,
    };
    return known === asset.etag ? new Response(null, { status: 304, headers }) : new Response(asset.body, { headers });
  };
  for (const [name, asset] of assets) {
    const address = PAGES[name] ?? (SHARED.includes(name) ? `/${name}` : `/ops/${name}`);
    app.get(address, (c) => answer(asset, c.req.header("if-none-match")));
  }
}
