import { dirname } from "node:path";
import { expect, test } from "vitest";
import { findCycles, readSources, tidy } from "./tidy.ts";

const root = dirname(import.meta.dirname);

test("the house rules hold", () => {
  expect(tidy(readSources(root))).toEqual([]);
});

const source = (path: string, text: string) => ({ path, text });

test.each([
  ["shared/src/ids.ts", 'import { hash } from "node:crypto";', "shared may not import node:crypto"],
  [
    "edge/src/core/decide.ts",
    'import { open } from "../store/journal.ts";',
    "edge core may not import edge/src/store/journal.ts (edge store)",
  ],
  ["edge/src/core/decide.ts", 'import { open } from "./nowhere.ts";', "imports edge/src/core/nowhere.ts (missing)"],
  ["edge/src/core/decide.ts", "export const now = () => Date.now();", "a pure file may not touch a clock"],
  ["cloud/src/ledger/ledger.ts", "export async function post() {}", "a pure file may not touch waiting"],
  [
    "cloud/src/http/app.ts",
    'import { openDatabase } from "@baygate/cloud/db/client";',
    "http may not import cloud/src/db/client.ts (db)",
  ],
  [
    "edge/src/lane.ts",
    'import { pcsc } from "@baygate/edge/hardware/readers/pcsc";',
    "lane may not import edge/src/hardware/readers/pcsc.ts (driver)",
  ],
  [
    "cloud/web/ops/page.ts",
    'import { price } from "../../src/pricing/price.ts";',
    "web may not import cloud/src/pricing/price.ts (pure)",
  ],
  [
    "cloud/src/pricing/local-days.ts",
    'import { price } from "./price.ts";',
    "calendar may not import cloud/src/pricing/price.ts (pure)",
  ],
  ["cloud/src/estates/index.ts", "export const a = 1;", "is a barrel"],
  ["cloud/src/estates/estates.ts", 'export { a } from "./a.ts";', "is a barrel"],
  ["edge/src/utils.ts", "export const a = 1;", "its name says nothing"],
])("%s with «%s» is a fault", (path, text, fault) => {
  expect(tidy([source(path, text)]).join("\n")).toContain(fault);
});

test("a cycle is found and shown", () => {
  expect(
    findCycles(
      new Map([
        ["a", ["b"]],
        ["b", ["c"]],
        ["c", ["a"]],
        ["d", ["a"]],
      ]),
    ),
  ).toEqual([["a", "b", "c", "a"]]);
});
