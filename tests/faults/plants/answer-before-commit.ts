import { registerHooks } from "node:module";

// A bug on purpose: the cloud's transactions are said to be done a moment before they are committed. It changes the text of the module as
// this one process reads it; production code knows nothing of it, and there is no switch that could be set by accident.

const SOUND = /const result = await work\(client\);\s+await client\.query\("commit"\);\s+return result;/;
const UNSOUND = `const result = await work(client);
    const late = client;
    client = { release: () => undefined };
    setTimeout(() => late.query("commit").then(() => late.release(), () => late.release(true)), 100);
    return result;`;

registerHooks({
  load(url, context, next) {
    const loaded = next(url, context);
    if (!url.endsWith("/cloud/src/db/client.ts")) return loaded;
    const text = String(loaded.source);
    if (!SOUND.test(text)) throw new Error("the plant does not fit cloud/src/db/client.ts any more");
    return {
      ...loaded,
      source: text
        .replace(SOUND, UNSOUND)
        .replace("const client = await pool.connect();", "let client = await pool.connect();"),
    };
  },
});
