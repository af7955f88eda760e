import { execFile } from "node:child_process";
import { hash } from "node:crypto";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Clock } from "@baygate/shared/time";
import Sqlite from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { decide, type Tap } from "./core/decide.ts";
import { readTap, tapText } from "./core/tap.ts";
import { explain } from "./explain.ts";
import { Journal } from "./store/journal.ts";
import { recordedDecision } from "./store/recorded-decision.ts";

// A decision is made again from the journal alone, while the gate has it open; what was meddled with is found.

const policy: NonNullable<Tap["policy"]> = {
  ...{ name: "Harbour", timeZone: "Europe/Tallinn", currency: "EUR", unknownAtDeparture: "open" },
  ...{ grantMs: 30_000, stuckMs: 120_000, repeatMs: 3_000 },
};
const ref = "00112233445566778899aabbccddeeff";
const person = "7b0c1c2e-8f7e-4f43-9a3e-0c6f3a2f1d11";
const cardTap: Tap = {
  ...{ estate: "harbour", lane: "lane-1", zone: "main", direction: "arrive" },
  claim: { tier: "E", ref },
  newSession: "019a0000-0000-7000-8000-000000000009",
  ...{ nowMs: 1_800_000_000_000, clock: "synchronised", linkFresh: true, seenBefore: false, leaseLeft: 1 },
  policy,
  zoneRule: {
    ...{ capacity: 10, class: "standard", offer: { tariff: "day", version: 1, factorPermille: 1000 } },
    ...{ offerWords: "2.40 EUR an hour", minimumCoverMinor: 500n },
  },
  credential: { account: person, revoked: false },
  account: { coverMinor: 9_007_199_254_740_991n, blocked: false, stay: null },
  localStay: undefined,
  ...{ baysTaken: [1], subscriptionsTaken: [2], rulesAgeMs: 90_000, staleArrivals: 2 },
};
const passTap: Tap = {
  ...cardTap,
  claim: { tier: "C", ref, pass: { account: person, notBeforeS: 1_799_999_990, notAfterS: 1_800_000_050 } },
  direction: "depart",
  credential: undefined,
  account: { coverMinor: -3n, blocked: true, stay: null },
  localStay: { state: "inside", session: cardTap.newSession, zone: "deck", seq: 3 },
};
const strangeTap: Tap = {
  ...cardTap,
  claim: { fault: "no-rules-yet" },
  ...{ policy: undefined, zoneRule: undefined, credential: undefined, account: undefined },
};

const clock: Clock = { wallMs: () => 1_800_000_000_000, monoMs: () => 5, after: () => () => undefined };
let directory: string;
let journal: Journal;
let file: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "explain-"));
  file = join(directory, "journal.db");
  journal = Journal.open({
    ...{ directory, estate: "harbour", gate: "harbour-in", software: "0.1.0", bootId: "boot", clock },
    ...{ clockQuality: () => "synchronised", rulesVersion: () => 7 },
  });
});
afterEach(() => {
  journal.close();
  rmSync(directory, { recursive: true, force: true });
});

const by = { software: "0.1.0", decide };
const explained = (id: string, decider = by) => explain(recordedDecision(file, id), decider);

/** Journals a tap's decision as a lane does. */
function journalledTap(tap: Tap): string {
  const text = tapText(tap);
  const body = { ...decide(tap), inputs: hash("sha256", text) };
  const [fact] = journal.append([{ kind: "decision.made", body }], { tap: text });
  return fact?.id ?? "";
}

/** Changes the file behind the journal's back. */
function meddle(sql: string): void {
  const other = new Sqlite(file);
  other.exec(sql);
  other.close();
}

describe("a tap as a text", () => {
  it.each([
    ["a card", cardTap],
    ["a pass", passTap],
    ["nothing known", strangeTap],
  ])("is the same tap when it is read: %s", (_name, tap) => {
    expect(readTap(tapText(tap))).toEqual(tap);
    expect(decide(readTap(tapText(tap)) ?? cardTap)).toEqual(decide(tap));
  });

  it("is no tap when anything is missing", () => {
    expect(readTap("{}")).toBeUndefined();
    expect(readTap(tapText(cardTap).slice(1))).toBeUndefined();
  });
});

describe("explain", () => {
  it("makes decisions again from a journal that a gate has open", () => {
    for (const tap of [cardTap, passTap, strangeTap]) {
      const id = journalledTap(tap);
      expect(explained(id)).toMatchObject({
        ...{ agrees: true, faults: [], notes: [], rules: 7, clock: "synchronised", software: "0.1.0" },
        inputs: tap,
        recorded: decide(tap),
        recomputed: decide(tap),
      });
    }
  });

  it("finds inputs that were changed, whether the answer changes by it or not", () => {
    const id = journalledTap(cardTap);
    meddle(`update tap set text = replace(text, '"leaseLeft":1', '"leaseLeft":2')`);
    expect(explained(id)).toMatchObject({ agrees: false, faults: [expect.stringContaining("changed afterwards")] });
    meddle(`update tap set text = replace(text, '"leaseLeft":2', '"leaseLeft":0')`);
    const { faults } = explained(id);
    expect(faults).toContainEqual(expect.stringContaining("changed afterwards"));
    expect(faults).toContainEqual('the journal says reason "arrival-granted", it comes out as "estate-full"');
  });

  it("finds a decision that was changed, and one whose inputs are gone", () => {
    const id = journalledTap(cardTap);
    meddle(`update fact set text = replace(text, '"zone":"main"', '"zone":"deck"') where id = '${id}'`);
    expect(explained(id).faults).toEqual([
      "the history is broken at fact 2: a fact is not as it was written",
      'the journal says zone "deck", it comes out as "main"',
    ]);
    meddle("delete from tap");
    expect(explained(id).faults).toContain("the journal does not hold what this decision was made of");
    meddle("drop table tap");
    expect(explained(id)).toMatchObject({ agrees: false, software: null, inputs: null });
  });

  it("says when another program decides, and when it decides otherwise", () => {
    const id = journalledTap(cardTap);
    expect(explained(id, { software: "0.2.0", decide })).toMatchObject({
      agrees: true,
      notes: ["decided by software 0.1.0, made again by 0.2.0"],
    });
    const stricter = (tap: Tap) => decide({ ...tap, leaseLeft: tap.leaseLeft - 1 });
    expect(explained(id, { software: "0.2.0", decide: stricter }).faults).toContain(
      "it was decided by software 0.1.0, and this is 0.2.0",
    );
  });

  it("ends the program with 0, or with 1 and the reason", async () => {
    const id = journalledTap(cardTap);
    const run = (...args: string[]) =>
      promisify(execFile)(process.execPath, [join(import.meta.dirname, "main.ts"), "explain", ...args]).then(
        ({ stdout }) => ({ code: 0, said: stdout }),
        (error: { code: number; stdout: string; stderr: string }) => ({
          code: error.code,
          said: error.stdout + error.stderr,
        }),
      );
    const { code, said } = await run(id, "--journal", file);
    expect({ code, said }).toMatchObject({ code: 0, said: expect.stringContaining("grant: arrival-granted") });
    expect(said).toContain("the same answer");
    const unknown = await run(cardTap.newSession, "--journal", file);
    expect(unknown).toMatchObject({ code: 1, said: expect.stringMatching(/^decision-unknown: /) });
    expect(await run(id)).toMatchObject({ code: 1, said: expect.stringContaining("--journal") });

    const copy = join(directory, "aside.db");
    meddle("pragma wal_checkpoint(truncate)");
    copyFileSync(file, copy);
    const other = new Sqlite(copy);
    other.exec(`update tap set text = replace(text, '"blocked":false', '"blocked":true')`);
    other.close();
    const tampered = await run(id, "--journal", copy, "--json");
    expect(tampered.code).toBe(1);
    expect(JSON.parse(tampered.said)).toMatchObject({
      agrees: false,
      recorded: { reason: "arrival-granted" },
      recomputed: { reason: "account-blocked" },
    });
  });
});
