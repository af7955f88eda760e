import { hash } from "node:crypto";
import { closeSync, fdatasyncSync, openSync } from "node:fs";
import { parentPort, workerData } from "node:worker_threads";
import { gunzipSync } from "node:zlib";
import type { Sha256 } from "@baygate/shared/ids";
import { digestXor, EMPTY_DIGEST, RuleChange, ruleDigestText } from "@baygate/shared/rules";
import { z } from "zod";
import type { Reflects } from "../core/local-stay.ts";
import { openFile } from "./sqlite.ts";

// Builds a replica file out of a snapshot's parts, in its own thread, so that taps go on being decided.

export type BuildOrder =
  /** A part as it came: base64 of gzip of JSON `RuleChange[]`. */
  | { readonly part: string }
  | { readonly finish: { readonly version: number; readonly digest: Sha256; readonly reflects: Reflects | null } }
  /** Nobody wants it any more. */
  | { readonly abandon: true };

export interface BuildAnswer {
  readonly built: boolean;
}

/** One part unpacked, bytes: a small part must not blow up into all of the memory. */
const MAX_PART = 64 * 1024 * 1024;

/** Begins a file. What it gives back takes the orders, one after the other, and throws at a part that is none. The answer is the end. */
export function buildSnapshot(path: string, answer: (answer: BuildAnswer) => void): (order: BuildOrder) => void {
  const file = openFile(path, "replica", "NORMAL");
  // Until it is whole the file is worth nothing, so nothing of it is synced: every sync keeps the taps' own waiting.
  file.pragma("journal_mode = OFF");
  file.pragma("synchronous = OFF");
  const put = file.prepare<[string, string]>("insert into rule (key, text) values (?, ?)");
  const note = file.prepare<[number, string, string | null, number | null]>(
    "insert into held (id, version, digest, reflects_epoch, reflects_seq) values (1, ?, ?, ?, ?)",
  );
  let digest = EMPTY_DIGEST;
  const keep = file.transaction((changes: readonly RuleChange[]) => {
    for (const [key, text] of changes) {
      if (text === null) continue;
      put.run(key, text);
      digest = digestXor(digest, hash("sha256", ruleDigestText(key, text)));
    }
  });
  return (order) => {
    if ("abandon" in order) {
      file.close();
      answer({ built: false });
      return;
    }
    if ("part" in order) {
      const bytes = gunzipSync(Buffer.from(order.part, "base64"), { maxOutputLength: MAX_PART });
      keep(z.array(RuleChange).parse(JSON.parse(bytes.toString("utf8"))));
      return;
    }
    const { version, digest: announced, reflects } = order.finish;
    if (digest !== announced) {
      file.close();
      answer({ built: false });
      return;
    }
    // The note says that the file is whole, so after a power cut it must not be there without the rules.
    sync(path);
    note.run(version, digest, reflects?.epoch ?? null, reflects?.seq ?? null);
    file.close();
    sync(path);
    answer({ built: true });
  };
}

function sync(path: string): void {
  const file = openSync(path, "r+");
  try {
    fdatasyncSync(file);
  } finally {
    closeSync(file);
  }
}

// What goes wrong in here ends the worker, and that is an answer, too.
if (parentPort && typeof workerData === "string") {
  const port = parentPort;
  port.on(
    "message",
    buildSnapshot(workerData, (answer) => {
      port.postMessage(answer);
      // Nothing else keeps the thread: it ends by itself.
      port.unref();
    }),
  );
}
