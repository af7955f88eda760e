import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { examineReceipt, type ReceiptContent, ReceiptKeys } from "./receipt.ts";
import { verifyReceipt } from "./verify.actions.ts";

const folder = join(import.meta.dirname, "kept");
const keys = ReceiptKeys.parse(JSON.parse(readFileSync(join(folder, "keys.json"), "utf8")));
const kept = readdirSync(folder)
  .filter((name) => name.endsWith(".json") && name !== "keys.json")
  .map((name) => ({ name, verified: verifyReceipt(readFileSync(join(folder, name)), keys) }));

/** The content of a receipt that could be read. */
function contentOf(name: string): ReceiptContent {
  const verified = kept.find((each) => each.name === name)?.verified;
  if (!verified || verified.outcome === "unreadable") throw new Error(`${name} cannot be read`);
  return verified.content;
}

describe.each(kept)("kept/$name", ({ name, verified }) => {
  test("verifies for ever", () => {
    expect(verified).toMatchObject({ outcome: "right", findings: [], key: "listed" });
  });

  test("would, had the house told it in other words and another order", () => {
    const content = contentOf(name);
    const lines = content.lines.map((line) => ({ ...line, words: `${line.words}.` })).toReversed();
    const taxes = content.taxes.map((tax) => ({ ...tax, words: `${tax.words}.` }));
    // What was agreed stands last.
    const ordered = [
      ...lines.filter(({ rule }) => rule !== "agreed"),
      ...lines.filter(({ rule }) => rule === "agreed"),
    ];
    expect(examineReceipt({ ...content, lines: ordered, taxes })).toEqual([]);
  });
});

describe("a line's money and time are compared", () => {
  const content = contentOf("capped-night.json");
  const [first, second, ...rest] = content.lines;
  if (!first || !second) throw new Error("no lines");
  test.each<[string, ReceiptContent["lines"]]>([
    ["rule", [{ ...first, rule: "flat" }, second, ...rest]],
    ["begin", [{ ...first, fromMs: first.fromMs - 60_000 }, second, ...rest]],
    ["end", [{ ...first, toMs: first.toMs + 60_000 }, second, ...rest]],
    ["quantity", [{ ...first, quantity: first.quantity + 1 }, second, ...rest]],
    [
      "amount",
      [{ ...first, amountMinor: first.amountMinor + 1n }, { ...second, amountMinor: second.amountMinor - 1n }, ...rest],
    ],
    ["number of lines", [...content.lines, { ...first, amountMinor: 0n }]],
  ])("%s", (_what, lines) => {
    expect(examineReceipt({ ...content, lines }).map(({ fault }) => fault)).toEqual(["lines-differ"]);
  });
});
