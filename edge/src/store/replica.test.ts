import { hash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { digestXor, EMPTY_DIGEST, type RuleChange, ruleDigestText, ruleText } from "@baygate/shared/rules";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Replica } from "./replica.ts";
import { openFile } from "./sqlite.ts";

let directory: string;
let open: Replica[];
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "replica-"));
  open = [];
});
afterEach(async () => {
  for (const replica of open) replica.close();
  for (const replica of open) await replica.idle();
  rmSync(directory, { recursive: true, force: true });
});

function openReplica(): Replica {
  const replica = Replica.open(directory);
  open.push(replica);
  return replica;
}

const account = "7b0c1c2e-8f7e-4f43-9a3e-0c6f3a2f1d11";
const cover = (coverMinor: bigint): string => ruleText("account", { coverMinor, blocked: false, stay: null });
const digestOf = (rules: readonly (readonly [string, string])[]): string =>
  rules.reduce((digest, [key, text]) => digestXor(digest, hash("sha256", ruleDigestText(key, text))), EMPTY_DIGEST);
const delta = (to: number, changes: RuleChange[], digest: string, seq = 0) => ({
  ...{ to, changes, digest, reflects: seq === 0 ? null : { epoch: "00000000000000aa", seq } },
});
const pack = (rules: readonly RuleChange[]) => ({ data: gzipSync(JSON.stringify(rules)).toString("base64") });

describe("a replica", () => {
  it("holds the rules that deltas left, their version, digest and what they reflect, over restarts", () => {
    const replica = openReplica();
    const rules = [
      [`account/${account}`, cover(5n)],
      ["card-key", '{"hmac":"x"}'],
    ] as const;
    expect(replica.apply(delta(1, [...rules.map(([k, t]): RuleChange => [k, t])], digestOf(rules), 4))).toMatchObject({
      agreed: true,
    });
    expect(
      replica.apply(
        delta(
          2,
          [
            ["card-key", null],
            [`account/${account}`, cover(7n)],
          ],
          digestOf([[`account/${account}`, cover(7n)]]),
          3,
        ),
      ).agreed,
    ).toBe(true);
    replica.close();
    const again = openReplica();
    expect(again.get("account", account)).toEqual({ coverMinor: 7n, blocked: false, stay: null });
    expect(again.get("card-key")).toBeUndefined();
    expect([again.version, again.digest, again.reflects?.seq]).toEqual([
      2,
      digestOf([[`account/${account}`, cover(7n)]]),
      4,
    ]);
  });

  it("changes nothing when a delta would not give the cloud's rules", () => {
    const replica = openReplica();
    expect(replica.apply(delta(1, [["estate", "{}"]], EMPTY_DIGEST)).agreed).toBe(false);
    expect([replica.version, replica.digest]).toEqual([0, EMPTY_DIGEST]);
  });

  it("keeps rules of kinds it does not know, and gives nothing for a value that it cannot read", () => {
    const replica = openReplica();
    const rules = [
      ["weather/today", "42"],
      ["estate", "nonsense"],
    ] as const;
    expect(
      replica.apply(
        delta(
          1,
          rules.map(([k, t]): RuleChange => [k, t]),
          digestOf(rules),
        ),
      ).agreed,
    ).toBe(true);
    expect(replica.get("estate")).toBeUndefined();
  });

  it("finds what is lent to one gate, and not to another whose name begins alike", () => {
    const replica = openReplica();
    const lease = (lent: number): string => ruleText("lease", { epoch: "00000000000000aa", lent });
    const rules = [
      ["lease/north/main", lease(3)],
      ["lease/north/deck", lease(4)],
      ["lease/north-2/main", lease(5)],
    ] as const;
    replica.apply(
      delta(
        1,
        rules.map(([k, t]): RuleChange => [k, t]),
        digestOf(rules),
      ),
    );
    expect([...replica.lent("north")].map(([zone, { lent }]) => `${zone} ${lent}`).sort()).toEqual([
      "deck 4",
      "main 3",
    ]);
  });

  it("swaps in a snapshot that a worker built, while it goes on giving answers", async () => {
    const replica = openReplica();
    replica.apply(delta(1, [[`account/${account}`, cover(1n)]], digestOf([[`account/${account}`, cover(1n)]])));
    const rules = Array.from({ length: 5_000 }, (_, i): [string, string] => [`weather/${i}`, `${i}`]);
    rules.push([`account/${account}`, cover(9n)]);
    replica.beginSnapshot();
    replica.keepPart(pack(rules.slice(2_000)));
    replica.keepPart(pack(rules.slice(0, 2_000)));
    const finished = replica.finishSnapshot({ version: 8, digest: digestOf(rules), reflects: null });
    expect(replica.get("account", account)?.coverMinor).toBe(1n);
    expect(await finished).toBe(true);
    expect(replica.get("account", account)?.coverMinor).toBe(9n);
    expect(replica.version).toBe(8);
    expect(readdirSync(directory).filter((name) => name.endsWith(".db"))).toEqual(["replica-2.db"]);
    replica.close();
    expect(openReplica().digest).toBe(digestOf(rules));
  });

  it("swaps in a snapshot whose builder has long ended when its answer is heard", async () => {
    const replica = openReplica();
    const rules: [string, string][] = [["weather/today", "42"]];
    replica.beginSnapshot();
    replica.keepPart(pack(rules));
    const finished = replica.finishSnapshot({ version: 8, digest: digestOf(rules), reflects: null });
    // Busy until answer and end of the builder have both come.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2_000);
    expect(await finished).toBe(true);
    await replica.idle();
    expect(replica.version).toBe(8);
    expect(replica.digest).toBe(digestOf(rules));
  });

  it.each([
    ["is not what was announced", pack([["estate", "{}"]])],
    ["cannot be unpacked", { data: "AAAA" }],
    [
      "names a rule twice",
      pack([
        ["estate", "{}"],
        ["estate", "{}"],
      ]),
    ],
    ["is not a list of rules", { data: gzipSync('{"a":1}').toString("base64") }],
  ])("keeps what it has when a snapshot %s", async (_, part) => {
    const replica = openReplica();
    replica.beginSnapshot();
    replica.keepPart(part);
    expect(await replica.finishSnapshot({ version: 8, digest: EMPTY_DIGEST, reflects: null })).toBe(false);
    expect(replica.version).toBe(0);
    expect(replica.apply(delta(1, [], EMPTY_DIGEST)).agreed).toBe(true);
  });

  it("forgets a snapshot when a newer one begins", async () => {
    const replica = openReplica();
    replica.beginSnapshot();
    const first = replica.finishSnapshot({ version: 8, digest: EMPTY_DIGEST, reflects: null });
    replica.beginSnapshot();
    expect(await first).toBe(false);
    expect(await replica.finishSnapshot({ version: 9, digest: EMPTY_DIGEST, reflects: null })).toBe(true);
    expect(replica.version).toBe(9);
  });

  it("gives up builders that are only starting, however many, and leaves nothing of them behind", async () => {
    const replica = openReplica();
    for (let begun = 0; begun < 8; begun++) {
      replica.beginSnapshot();
      replica.keepPart(pack([["estate", "{}"]]));
      await new Promise((resolve) => setTimeout(resolve, begun * 10));
    }
    replica.close();
    await replica.idle();
    expect(readdirSync(directory).filter((name) => name.startsWith("replica-"))).toEqual(["replica-1.db"]);
  });

  it("goes on with the rules it had when the process died while a snapshot was being built", () => {
    const replica = openReplica();
    const rules: [string, string][] = [[`account/${account}`, cover(1n)]];
    replica.apply(delta(4, rules, digestOf(rules)));
    replica.close();
    openFile(join(directory, "replica-2.db"), "replica", "NORMAL").close();
    const again = openReplica();
    expect(again.version).toBe(4);
    expect(again.get("account", account)?.coverMinor).toBe(1n);
    expect(readdirSync(directory).filter((name) => name.endsWith(".db"))).toEqual(["replica-1.db"]);
  });

  it("says the digest of what is really in the file, so that a byte that flipped on the disk shows as drift", () => {
    const replica = openReplica();
    const rules: [string, string][] = [
      [`account/${account}`, cover(1n)],
      ["weather/today", "42"],
    ];
    replica.apply(delta(4, rules, digestOf(rules)));
    replica.close();
    const file = join(directory, "replica-1.db");
    const bytes = readFileSync(file);
    bytes[bytes.indexOf('"coverMinor":1') + '"coverMinor":'.length] = "9".charCodeAt(0);
    writeFileSync(file, bytes);
    const again = openReplica();
    expect(again.get("account", account)?.coverMinor).toBe(9n);
    expect(again.version).toBe(4);
    expect(again.digest).not.toBe(digestOf(rules));
    expect(again.apply(delta(5, [["weather/today", null]], digestOf(rules.slice(0, 1)))).agreed).toBe(false);
  });

  it("is thrown away when its file is broken, and begins empty", () => {
    openReplica().close();
    writeFileSync(join(directory, "replica-1.db"), "not a database at all".repeat(500));
    const replica = openReplica();
    expect(replica.version).toBe(0);
    expect(readdirSync(directory).filter((name) => name.endsWith(".db"))).toEqual(["replica-2.db"]);
  });
});
