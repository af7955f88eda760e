import { hash } from "node:crypto";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Envelope } from "@baygate/shared/envelope";
import { FACT_VERSION, type Fact, factBodies } from "@baygate/shared/fact";
import { GENESIS_HASH } from "@baygate/shared/ids";
import type { Clock, ClockQuality } from "@baygate/shared/time";
import Sqlite from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { RESTORE_WINDOW_MS } from "./acknowledged.ts";
import { Journal, type JournalGround } from "./journal.ts";
import { takeDirectory } from "./lock.ts";
import { newId } from "./new-id.ts";

let directory: string;
let nowMs: number;
let quality: ClockQuality;
let open: Journal[];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "journal-"));
  nowMs = 1_800_000_000_000;
  quality = "synchronised";
  open = [];
});
afterEach(() => {
  for (const journal of open) journal.close();
  rmSync(directory, { recursive: true, force: true });
});

const clock: Clock = { wallMs: () => nowMs, monoMs: () => 5, after: () => () => undefined };

function openJournal(): Journal {
  const ground: JournalGround = {
    ...{ directory, estate: "harbour", gate: "harbour-in", software: "test", bootId: "boot", clock },
    ...{ clockQuality: () => quality, rulesVersion: () => 7 },
  };
  const journal = Journal.open(ground);
  open.push(journal);
  return journal;
}

const account = "7b0c1c2e-8f7e-4f43-9a3e-0c6f3a2f1d11";
const session = "019a0000-0000-7000-8000-000000000002";
const grant = (direction: "arrive" | "depart" = "arrive"): Fact => ({
  kind: "decision.made",
  body: {
    ...{ lane: "lane-1", direction, tier: "E", credential: "00112233445566778899aabbccddeeff", account, zone: "main" },
    ...{
      outcome: "grant",
      reason: direction === "arrive" ? "arrival-granted" : "departure-granted",
      session,
      offer: null,
    },
  },
});
const passage = (decision: string) => ({ decision, lane: "lane-1", zone: "main", account, session });
const texts = (journal: Journal, from = 1): string[] => [...(journal.batch(from) ?? [])];
const kinds = (journal: Journal): string[] => texts(journal).map((text) => Envelope.parse(JSON.parse(text)).kind);

/** Changes the file behind the journal's back. */
function meddle(sql: string): void {
  const file = new Sqlite(join(directory, "journal.db"));
  file.exec(sql);
  file.close();
}

describe("a journal", () => {
  it("chains every fact to the one before by the hash of its exact text, over restarts", () => {
    const first = openJournal();
    first.append([grant(), grant("depart")]);
    first.close();
    const journal = openJournal();
    expect(kinds(journal)).toEqual(["gate.started", "decision.made", "decision.made", "gate.started"]);
    let prevHash = GENESIS_HASH;
    for (const [index, text] of texts(journal).entries()) {
      const envelope = Envelope.parse(JSON.parse(text));
      expect(envelope).toMatchObject({
        v: FACT_VERSION,
        seq: index + 1,
        epoch: journal.epoch,
        prevHash,
        rules: 7,
        bootId: "boot",
      });
      prevHash = hash("sha256", text);
      expect(journal.hashOf(envelope.seq)).toBe(prevHash);
    }
    expect(factBodies["gate.started"].parse(Envelope.parse(JSON.parse(texts(journal)[3] ?? "")).body)).toEqual({
      software: "test",
    });
  });

  it("moves places, stays and passages with the facts that they follow from", () => {
    const journal = openJournal();
    journal.local.raiseLent("main", 3);
    journal.local.raiseLent("main", 2);
    const [granted] = journal.append([grant()]);
    if (granted === undefined) throw new Error("one fact");
    expect(journal.local.lease("main")).toEqual({ lent: 3, used: 1, returned: 0, voided: 0 });
    expect(journal.local.stay(account)).toEqual({ state: "arriving", session, zone: "main", seq: 2 });
    expect(journal.local.openPassages()).toMatchObject([{ decision: granted.id, direction: "arrive" }]);

    journal.append([{ kind: "vehicle.arrived", body: { ...passage(granted.id), offer: null } }]);
    expect(journal.local.stay(account)).toMatchObject({ state: "inside", seq: 3 });
    expect(journal.local.openPassages()).toEqual([]);

    const [leaving] = journal.append([grant("depart")]);
    expect(journal.local.stay(account)).toMatchObject({ state: "inside" });
    journal.append([{ kind: "vehicle.departed", body: passage(leaving?.id ?? "") }]);
    expect(journal.local.stay(account)).toMatchObject({ state: "gone" });
    journal.append([{ kind: "lease.returned", body: { zone: "main", places: 2, order: null } }]);
    expect(journal.local.lease("main")).toEqual({ lent: 3, used: 1, returned: 2, voided: 0 });
  });

  it("an abandoned arrival gives its place back; an unresolved one keeps it and knows nothing better", () => {
    const journal = openJournal();
    const [first, second] = journal.append([grant(), grant()]);
    journal.append([
      { kind: "passage.abandoned", body: { ...passage(first?.id ?? ""), direction: "arrive", cause: "timeout" } },
    ]);
    expect(journal.local.lease("main")).toMatchObject({ used: 2, voided: 1 });
    expect(journal.local.stay(account)).toMatchObject({ state: "gone" });
    journal.append([{ kind: "passage.unresolved", body: { ...passage(second?.id ?? ""), direction: "arrive" } }]);
    expect(journal.local.lease("main")).toMatchObject({ used: 2, voided: 1 });
    expect(journal.local.stay(account)).toBeUndefined();
    expect(journal.local.openPassages()).toEqual([]);
  });

  it("changes nothing when one of the facts cannot be written", () => {
    const journal = openJournal();
    meddle("create trigger no before insert on fact when new.seq = 3 begin select raise(abort, 'no'); end");
    expect(() => journal.append([grant(), grant()])).toThrow("no");
    expect(journal.last).toBe(1);
    expect(journal.local.lease("main")).toBeUndefined();
    meddle("drop trigger no");
    journal.append([grant()]);
    expect(journal.last).toBe(2);
    expect(journal.isSound()).toBe(true);
  });

  it("keeps what happened while the disk took nothing, with its times, and writes it first when it takes something again", () => {
    const journal = openJournal();
    const [granted] = journal.append([grant()]);
    journal.owe([{ kind: "vehicle.arrived", body: { ...passage(granted?.id ?? ""), offer: null } }]);
    expect(journal.owes).toBe(true);
    expect(journal.local.stay(account)?.state).toBe("arriving");
    nowMs += 60_000;
    expect(journal.append([grant("depart")])).toMatchObject([{ seq: 4 }]);
    expect(kinds(journal).slice(2)).toEqual(["vehicle.arrived", "decision.made"]);
    expect(texts(journal, 3).map((text) => Envelope.parse(JSON.parse(text)).wallMs)).toEqual([nowMs - 60_000, nowMs]);
    expect(journal.local.stay(account)?.state).toBe("inside");
    expect(journal.owes).toBe(false);
    expect(journal.isSound()).toBe(true);
  });

  it("still owes what the disk does not take, and a new epoch begins with its own first fact", () => {
    const journal = openJournal();
    const failed: Fact = { kind: "device.failed", body: { device: "d", code: "c", words: "" } };
    journal.owe([failed]);
    meddle("create trigger no before insert on fact begin select raise(abort, 'no'); end");
    expect(() => journal.settle()).toThrow("no");
    expect(journal.owes).toBe(true);
    meddle("drop trigger no");
    journal.beginEpoch();
    expect(kinds(journal)).toEqual(["gate.started"]);
    journal.settle();
    journal.settle();
    expect(kinds(journal)).toEqual(["gate.started", "device.failed"]);
  });

  it("remembers a pass until it has expired, by direction, and an order for good", () => {
    const journal = openJournal();
    journal.append([grant()], {
      seenPass: { ref: "00112233445566778899aabbccddeeff", direction: "arrive", untilMs: nowMs + 10 },
    });
    expect(journal.local.passSeen("00112233445566778899aabbccddeeff", "arrive", nowMs + 10)).toBe(true);
    expect(journal.local.passSeen("00112233445566778899aabbccddeeff", "arrive", nowMs + 11)).toBe(false);
    expect(journal.local.passSeen("00112233445566778899aabbccddeeff", "depart", nowMs)).toBe(false);
    journal.append([{ kind: "order.answered", body: { order: session, outcome: "done", words: "" } }]);
    expect(journal.local.orderDone(session)).toBe(true);
    expect(journal.local.orderDone(account)).toBe(false);
  });

  it("remembers an order done before its clock was set, once it is", () => {
    const order = newId(nowMs);
    const nowIsMs = nowMs;
    nowMs = 10_000;
    const journal = openJournal();
    journal.append([{ kind: "order.answered", body: { order, outcome: "done", words: "" } }]);
    nowMs = nowIsMs;
    journal.prune(null);
    expect(journal.local.orderDone(order)).toBe(true);
    nowMs += RESTORE_WINDOW_MS + 1;
    journal.prune(null);
    expect(journal.local.orderDone(order)).toBe(false);
  });

  it("batches at most 500 facts and 256 KiB, but always one", () => {
    const journal = openJournal();
    const small: Fact = { kind: "device.recovered", body: { device: "d", downMs: 1 } };
    journal.append(Array.from({ length: 600 }, () => small));
    expect(texts(journal, 1)).toHaveLength(500);
    expect(texts(journal, 501)).toHaveLength(101);
    expect(journal.batch(602)).toBeUndefined();
    const words = "x".repeat(200_000);
    const failed: Fact = { kind: "device.failed", body: { device: "d", code: "c", words } };
    journal.append([failed, failed]);
    expect(texts(journal, 602)).toHaveLength(1);
  });

  it("keeps what is not acknowledged, what the cloud may ask for again, and always the newest fact", () => {
    const journal = openJournal();
    journal.append([grant(), grant(), grant()]);
    journal.moveCursor(3);
    nowMs += RESTORE_WINDOW_MS - 1;
    journal.prune(null);
    expect(journal.batch(1)).toHaveLength(4);
    nowMs += 2;
    journal.prune(null);
    expect(journal.batch(3)).toBeUndefined();
    expect(journal.batch(4)).toHaveLength(1);
    journal.moveCursor(4);
    journal.prune(null);
    expect(journal.hashOf(4)).toBeDefined();
    expect(journal.isSound()).toBe(true);
    journal.close();
    expect(openJournal().last).toBe(5);
  });

  it("keeps old facts that came to the cloud late, or again, for the restore window: a backup may lack them", () => {
    const journal = openJournal();
    journal.append([grant(), grant(), grant()]);
    nowMs += RESTORE_WINDOW_MS + 1;
    journal.moveCursor(4);
    journal.append([grant()]);
    journal.prune(null);
    expect(journal.batch(1)).toHaveLength(5);
    nowMs += RESTORE_WINDOW_MS - 1;
    journal.moveCursor(2);
    journal.moveCursor(4);
    nowMs += 2;
    journal.prune(null);
    expect(journal.batch(2)).toBeUndefined();
    expect(journal.batch(3)).toHaveLength(3);
    nowMs += RESTORE_WINDOW_MS + 3_600_000;
    journal.prune(null);
    nowMs += RESTORE_WINDOW_MS + 1;
    journal.prune(null);
    expect(journal.batch(5)).toHaveLength(1);
    expect(journal.batch(4)).toBeUndefined();
  });

  it("takes no fact for old because its clock was never set or had stepped, and lets nothing go from the middle", () => {
    const journal = openJournal();
    journal.append([grant()]);
    [nowMs, quality] = [5_000, "unsynchronised"];
    journal.append([grant()]);
    [nowMs, quality] = [1_800_000_060_000, "synchronised"];
    journal.append([grant()]);
    journal.moveCursor(4);
    journal.prune(null);
    expect(journal.batch(1)).toHaveLength(4);
    expect(journal.isSound()).toBe(true);
    [nowMs, quality] = [nowMs + 2 * RESTORE_WINDOW_MS, "stepped"];
    journal.prune(null);
    expect(journal.batch(1)).toHaveLength(4);
    quality = "synchronised";
    journal.prune(null);
    expect(journal.batch(4)).toHaveLength(1);
    expect(journal.batch(3)).toBeUndefined();
  });

  it("forgets what the rules reflect, but not the car that is in the lane", () => {
    const journal = openJournal();
    const [granted] = journal.append([grant()]);
    journal.prune({ epoch: journal.epoch, seq: 99 });
    expect(journal.local.stay(account)?.state).toBe("arriving");
    journal.append([{ kind: "vehicle.arrived", body: { ...passage(granted?.id ?? ""), offer: null } }]);
    journal.prune({ epoch: "00000000000000bb", seq: 99 });
    expect(journal.local.stay(account)?.state).toBe("inside");
    journal.prune({ epoch: journal.epoch, seq: 3 });
    expect(journal.local.stay(account)).toBeUndefined();
  });

  it.each([
    [
      "a byte of a fact is flipped",
      () => meddle("update fact set text = replace(text, 'lane-1', 'lane-2') where seq = 2"),
    ],
    ["a fact is missing", () => meddle("delete from fact where seq = 2")],
    [
      "a fact and its hash were replaced",
      () => meddle("update fact set (text, hash) = (select text, hash from fact where seq = 3) where seq = 2"),
    ],
    [
      "the file is no database",
      () => writeFileSync(join(directory, "journal.db"), "not a database, but long enough to look at".repeat(200)),
    ],
  ])("is set aside when %s, and the first fact of the new epoch says so", (_, breakIt) => {
    const first = openJournal();
    first.append([grant(), grant("depart")]);
    first.close();
    breakIt();
    const journal = openJournal();
    expect(journal.epoch).not.toBe(first.epoch);
    expect(journal.last).toBe(1);
    expect(JSON.parse(texts(journal)[0] ?? "").body).toMatchObject({ previousEpochLost: true });
    expect(journal.local.lease("main")).toBeUndefined();
    expect(readdirSync(directory).filter((name) => name.startsWith("journal-aside"))).not.toEqual([]);
  });

  it("begins a new epoch when its history cannot go on", () => {
    const journal = openJournal();
    journal.append([grant()]);
    const { epoch } = journal;
    const before = journal.hashOf(2);
    journal.beginEpoch();
    expect(journal.epoch).not.toBe(epoch);
    // The cloud takes nothing more of it.
    expect(JSON.parse(texts(journal)[0] ?? "").body).toEqual({
      ...{ software: "test", previousEpochLost: true, hash: before, leftBehind: 2 },
    });
    expect(journal.carried()).toBeUndefined();
    expect(journal.last).toBe(1);
  });

  it("does no order and takes no pass a second time because an epoch began", () => {
    const journal = openJournal();
    const [done, ref] = ["019a0000-0000-7000-8000-0000000000aa", "00112233445566ff"];
    journal.append([{ kind: "order.answered", body: { order: done, outcome: "done", words: "opened" } }], {
      seenPass: { ref, direction: "arrive", untilMs: nowMs + 60_000 },
    });
    journal.beginEpoch();
    journal.beginEpoch();
    expect(journal.local.orderDone(done)).toBe(true);
    expect(journal.local.passSeen(ref, "arrive", nowMs)).toBe(true);
    expect(journal.local.passSeen(ref, "depart", nowMs)).toBe(false);
  });

  describe("set aside when it broke", () => {
    const [done, ref] = ["019a0000-0000-7000-8000-0000000000aa", "00112233445566ff"];

    /** Facts 1 to 6, of which the cloud has `acked`. */
    function broken(acked: number, breakIt: () => void): { before: string[]; epoch: string; journal: Journal } {
      const first = openJournal();
      first.append([{ kind: "order.answered", body: { order: done, outcome: "done", words: "opened" } }], {
        seenPass: { ref, direction: "arrive", untilMs: nowMs + 60_000 },
      });
      first.append([grant(), grant("depart"), grant(), grant("depart")]);
      first.moveCursor(acked);
      const [before, { epoch }] = [texts(first), first];
      first.close();
      breakIt();
      return { before, epoch, journal: openJournal() };
    }
    const flip = (seq: number) => () =>
      meddle(`update fact set text = replace(text, 'lane-1', 'lane-2') where seq = ${seq}`);
    const begun = (journal: Journal): unknown => JSON.parse(texts(journal)[0] ?? "").body;

    it("does no order and takes no pass a second time", () => {
      const { journal } = broken(2, flip(5));
      expect(journal.local.orderDone(done)).toBe(true);
      expect(journal.local.passSeen(ref, "arrive", nowMs)).toBe(true);
    });

    it("carries the sound facts that the cloud has not acknowledged, and says how many stay behind", () => {
      const { before, epoch, journal } = broken(2, flip(5));
      expect(journal.carried()).toMatchObject({ epoch, last: 4, acked: 2 });
      expect(journal.carried()?.batch(3)).toEqual(before.slice(2, 4));
      expect(journal.carried()?.hashOf(2)).toBe(hash("sha256", before[1] ?? ""));
      expect(begun(journal)).toMatchObject({ previousEpochLost: true, leftBehind: 2 });
    });

    it("carries them from the first when the cloud has none yet", () => {
      const { before, journal } = broken(0, flip(6));
      expect(journal.carried()).toMatchObject({ last: 5, acked: 0 });
      expect(journal.carried()?.batch(1)).toEqual(before.slice(0, 5));
    });

    it.each([
      ["the first of them is broken", 3, flip(4), 3],
      ["the break is at the last that the cloud has", 3, flip(3), 3],
      ["the cloud has them all", 6, flip(3), undefined],
      [
        "it cannot be read at all",
        2,
        () => writeFileSync(join(directory, "journal.db"), "no database".repeat(999)),
        undefined,
      ],
    ])("carries nothing when %s", (_, acked, breakIt, leftBehind) => {
      const { journal } = broken(acked, breakIt);
      expect(journal.carried()).toBeUndefined();
      expect(begun(journal)).toMatchObject({ previousEpochLost: true });
      expect(Object(begun(journal)).leftBehind).toBe(leftBehind);
    });

    it("goes on carrying after a restart, and through a second break, until the cloud has it", () => {
      const { epoch, journal: second } = broken(2, flip(6));
      second.carried()?.moveCursor(3);
      const { epoch: secondEpoch } = second;
      second.append([grant()]);
      second.close();
      meddle("update fact set text = replace(text, 'lane-1', 'lane-2') where seq = 2");
      const third = openJournal();
      expect(third.carried()).toMatchObject({ epoch, last: 5, acked: 3 });
      third.carried()?.moveCursor(5);
      expect(third.carried()).toMatchObject({ epoch: secondEpoch, last: 1, acked: 0 });
      third.carried()?.drop();
      expect(third.carried()).toBeUndefined();
    });
  });

  it("belongs to one process", () => {
    const release = takeDirectory(directory);
    expect(() => takeDirectory(directory)).toThrow(expect.objectContaining({ code: "data-in-use" }));
    release();
    takeDirectory(directory)();
  });

  it("keeps what a decision was made of as long as the decision", () => {
    const journal = openJournal();
    journal.append([grant()], { tap: "made of this" });
    journal.append([grant(), grant("depart")]);
    const kept = (): unknown[] => {
      const file = new Sqlite(join(directory, "journal.db"), { readonly: true });
      const rows = file.prepare("select seq, software, text from tap").all();
      file.close();
      return rows;
    };
    expect(kept()).toEqual([{ seq: 2, software: "test", text: "made of this" }]);
    journal.moveCursor(2);
    journal.prune(null);
    expect(kept()).toHaveLength(1);
    nowMs += RESTORE_WINDOW_MS + 1;
    journal.prune(null);
    expect(texts(journal)).toEqual([]);
    expect(kept()).toEqual([]);
  });
});
