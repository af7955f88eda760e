import { createHash } from "node:crypto";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

/** Stands in src/sw/sw.ts for what is laid up when the app is installed. A free name, so that no minifier folds it. */
const PLACE = "__SHELL__";

/** Tells the service worker which files make the app, and gives their sum a name: another build, another cache. */
function shell(publicFiles: readonly string[]): Plugin {
  return {
    name: "baygate-shell",
    enforce: "post",
    generateBundle: {
      order: "post",
      handler(_, bundle) {
        const worker = bundle["sw.js"];
        if (worker?.type !== "chunk") throw new Error("the build has no service worker");
        const built = Object.values(bundle).filter((each) => each !== worker && !each.fileName.endsWith(".map"));
        const files = [
          "",
          ...built.map((each) => each.fileName).filter((name) => name !== "index.html"),
          ...publicFiles,
        ];
        const hash = createHash("sha256");
        for (const each of built) hash.update(each.type === "chunk" ? each.code : each.source);
        const text = JSON.stringify({ version: hash.digest("hex").slice(0, 12), files });
        if (!worker.code.includes(PLACE)) throw new Error("the service worker does not ask for its files");
        worker.code = worker.code.replace(PLACE, text);
      },
    },
  };
}

export default defineConfig({
  root: import.meta.dirname,
  base: "/app/",
  plugins: [react(), shell(["manifest.webmanifest", "icons/icon.svg", "icons/icon-192.png"])],
  build: {
    outDir: "dist",
    emptyOutDir: true,
    target: "es2023",
    // The policy of http/driver-app.ts lets no inline code run, and data: only in pictures.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: { app: `${import.meta.dirname}/index.html`, sw: `${import.meta.dirname}/src/sw/sw.ts` },
      output: {
        entryFileNames: ({ name }) => (name === "sw" ? "sw.js" : "assets/[name]-[hash].js"),
        chunkFileNames: "assets/[name]-[hash].js",
        assetFileNames: "assets/[name]-[hash][extname]",
      },
    },
  },
  server: { proxy: { "/v1": "http://127.0.0.1:8080", "/outbox": "http://127.0.0.1:8080" } },
});
