import { hash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { readFact, screen } from "@baygate/cloud/inbox/inbox";
import { GENESIS_HASH } from "@baygate/shared/ids";
import { digestXor, EMPTY_DIGEST, RulesDelta, ruleDigestText, ruleKind, ruleValues } from "@baygate/shared/rules";
import { describe, expect, it } from "vitest";
import { PROTOCOL_PAGE, withTables } from "./docs.ts";

// What docs/protocol.md says is what the code does: its tables, its examples, its links.

const page = readFileSync(PROTOCOL_PAGE, "utf8");

/** A block of examples, "```vector <name>": lines of a key, ": " and a value. */
function vectors(name: string): (key: string) => string {
  const block = new RegExp(`^\`\`\`vector ${name}\\n([\\s\\S]*?)^\`\`\`$`, "m").exec(page)?.[1] ?? "";
  const lines = new Map(
    block.split("\n").map((line) => [line.slice(0, line.indexOf(": ")), line.slice(line.indexOf(": ") + 2)]),
  );
  return (key) => lines.get(key) ?? `no ${key} in the vectors ${name}`;
}

/** The anchors of a page's headings, as GitHub makes them. */
const anchors = new Set(
  [...page.matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replaceAll(/[^a-z0-9 -]/g, "")
      .replaceAll(" ", "-"),
  ),
);

describe("docs/protocol.md", () => {
  it("has the tables that the schemas make", () => {
    expect(withTables(page) === page, "the page is stale: run `npm run docs` and commit docs/protocol.md").toBe(true);
    expect(withTables(page.replace("number of the first fact in it", "something else"))).toBe(page);
  });

  it("shows facts that the cloud takes, with their hashes", () => {
    const fact = vectors("facts");
    const sender = { gate: "harbour-in", estate: "harbour", epoch: "5ca1ab1e0ddba115" };
    const texts = [1, 2, 3].map((seq) => ({ seq, text: fact(`text${seq}`), hash: fact(`hash${seq}`) }));
    for (const { text, hash: shown } of texts) expect(hash("sha256", text)).toBe(shown);
    for (const each of texts) expect(readFact(each, sender)).toMatchObject({ outcome: "understood" });
    const nothing = { through: 0, hash: GENESIS_HASH, forked: false };
    expect(screen(sender, nothing, texts, new Map())).toMatchObject({
      outcome: "taken",
      fresh: texts.map((numbered) => ({ numbered })),
      evidence: [],
    });
  });

  it("shows rules whose digests come out, and a delta that leads from one to the other", () => {
    const rule = vectors("rules");
    const ruleHash = (key: string, text: string): string => hash("sha256", ruleDigestText(key, text));
    for (const n of ["1", "2"]) {
      expect(ruleHash(rule(`key${n}`), rule(`text${n}`))).toBe(rule(`hash${n}`));
      const kind = ruleKind(rule(`key${n}`));
      expect(kind && ruleValues[kind].safeParse(JSON.parse(rule(`text${n}`))).success).toBe(true);
    }
    expect(digestXor(digestXor(EMPTY_DIGEST, rule("hash1")), rule("hash2"))).toBe(rule("digest7"));
    expect(ruleHash(rule("key2"), rule("text2b"))).toBe(rule("hash2b"));
    expect(digestXor(digestXor(rule("digest7"), rule("hash2")), rule("hash2b"))).toBe(rule("digest8"));
    expect(RulesDelta.parse(JSON.parse(rule("delta")))).toMatchObject({
      ...{ from: 7, to: 8, digest: rule("digest8") },
      changes: [[rule("key2"), rule("text2b")]],
    });
  });

  it("leads only to what is there: sections, pages, tests", () => {
    const root = dirname(import.meta.dirname);
    const links = [...page.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor = ""]) => anchor);
    expect(links.filter((anchor) => !anchors.has(anchor))).toEqual([]);
    const pages = [...page.matchAll(/\]\(([a-z-]+\.md)\)/g)].map(([, path = ""]) => join("docs", path));
    const files = [...page.matchAll(/`((?:edge|cloud|shared|tests|scripts)\/[^`]+\.ts)`/g)].map(
      ([, path = ""]) => path,
    );
    expect(files.length).toBeGreaterThan(15);
    expect([...pages, ...files].filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });
});
