import { hash } from "node:crypto";
import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { SyncState, WIRE_VERSION } from "@baygate/shared/envelope";
import {
  digestXor,
  EMPTY_DIGEST,
  type RuleChange,
  type RulesMessage,
  ruleDigestText,
  ruleText,
} from "@baygate/shared/rules";
import Sqlite from "better-sqlite3";
import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Journal, StorageFailed } from "../store/journal.ts";
import { Replica } from "../store/replica.ts";
import { Downlink } from "./downlink.ts";
import { Link } from "./link.ts";

// A gate's downlink on real stores, whose disk is full now and then. The cloud is this test.

let directory: string;
let journal: Journal;
let replica: Replica;
let downlink: Downlink;
let asked: SyncState[];
let changes: number;
let confirmations: number;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "downlink-"));
  [asked, changes, confirmations] = [[], 0, 0];
  replica = Replica.open(directory);
  journal = Journal.open({
    ...{ directory, estate: "harbour", gate: "harbour-in", software: "test", bootId: "boot" },
    clock: { wallMs: () => 1_800_000_000_000, monoMs: () => 5, after: () => () => undefined },
    ...{ clockQuality: () => "synchronised", rulesVersion: () => replica.version },
  });
  const log = pino({ level: "silent" });
  const link = new Link(
    { url: "mqtt://nobody", estate: "harbour", gate: "harbour-in", token: "none", log },
    { connected: () => undefined, disconnected: () => undefined, message: () => undefined },
    () => ({
      connected: true,
      publish: (_, text) => asked.push(SyncState.parse(JSON.parse(text))),
      close: async () => undefined,
    }),
  );
  const changed = (): void => {
    changes++;
  };
  const confirmed = (): void => {
    confirmations++;
  };
  downlink = new Downlink({ gate: "harbour-in", journal, replica, link: () => link, log, changed, confirmed });
  downlink.connected();
});
afterEach(async () => {
  downlink.stop();
  journal.close();
  replica.close();
  await replica.idle();
  rmSync(directory, { recursive: true, force: true });
});

const lease = (lent: number): RuleChange => [
  "lease/harbour-in/main",
  ruleText("lease", { epoch: journal.epoch, lent }),
];
const digestOf = ([key, text]: RuleChange): string =>
  digestXor(EMPTY_DIGEST, hash("sha256", ruleDigestText(key, text ?? "")));
const reflects = (seq: number) => ({ epoch: journal.epoch, seq });
const hear = (message: RulesMessage): void => downlink.message(JSON.stringify(message));
const delta = (from: number, to: number, changes: RuleChange[], held: RuleChange, seq = 1): RulesMessage => ({
  ...{ v: WIRE_VERSION, kind: "delta", from, to, changes, digest: digestOf(held), reflects: reflects(seq) },
});
const snapshot = (version: number, rule: RuleChange, digest = digestOf(rule)): RulesMessage => ({
  ...{ v: WIRE_VERSION, kind: "snapshot", version, digest, part: 0, parts: 1, reflects: reflects(1) },
  data: gzipSync(JSON.stringify([rule])).toString("base64"),
});

/** This machine may be busy: a builder's start takes as long as it takes. */
const eventually = <T>(look: () => T) => expect.poll(look, { timeout: 30_000 });

/** The disk takes no facts, until it is mended. */
function fillDisk(): () => void {
  const { raiseLent } = journal.local;
  journal.local.raiseLent = () => {
    throw new StorageFailed("full");
  };
  return () => {
    journal.local.raiseLent = raiseLent;
  };
}

describe("rules are confirmed", () => {
  it("by every word of the cloud that they are its own, and by no other", () => {
    hear(delta(0, 1, [lease(2)], lease(2)));
    expect(confirmations).toBe(1);
    hear(delta(1, 1, [], lease(2)));
    expect(confirmations).toBe(2);
    hear(delta(4, 5, [lease(3)], lease(3)));
    hear(delta(1, 1, [], lease(9)));
    expect(confirmations).toBe(2);
  });
});

describe("rules on a disk that is full", () => {
  it("goes on from a delta that the replica took and the journal did not", () => {
    const mend = fillDisk();
    hear(delta(0, 1, [lease(2)], lease(2)));
    expect(replica.version).toBe(1);
    expect(changes).toBe(1);
    mend();
    hear(delta(1, 2, [lease(3)], lease(3)));
    expect(replica.version).toBe(2);
    expect(journal.local.lease("main")?.lent).toBe(3);
  });

  it("goes on from a snapshot that the replica took and the journal did not", async () => {
    const mend = fillDisk();
    hear(snapshot(4, lease(2)));
    await eventually(() => asked.at(-1)).toMatchObject({ rules: 4, want: "delta" });
    mend();
    hear(delta(4, 5, [lease(3)], lease(3)));
    expect(replica.version).toBe(5);
  });

  it("asks for a snapshot again when the one that came could not be taken", async () => {
    const finish = replica.finishSnapshot.bind(replica);
    replica.finishSnapshot = async () => {
      throw new Error("no room");
    };
    hear(snapshot(4, lease(2)));
    await eventually(() => asked.length).toBe(2);
    expect(asked.at(-1)).toMatchObject({ rules: 0, want: "snapshot" });
    replica.finishSnapshot = finish;
    hear(snapshot(4, lease(2)));
    await eventually(() => replica.version).toBe(4);
  });

  it("does not ask again and again for a snapshot that it cannot take", async () => {
    replica.finishSnapshot = async () => {
      throw new Error("no room");
    };
    for (const n of [1, 2, 3]) {
      hear(snapshot(4, lease(2)));
      await new Promise((resolve) => setTimeout(resolve, n * 20));
    }
    // On connecting, and once more because it may have come damaged.
    expect(asked.length).toBe(2);
    expect(downlink.fresh).toBe(false);
  });

  it("holds its rules in memory when they broke and there is no room for a new file", async () => {
    hear(delta(0, 1, [lease(2)], lease(2)));
    // Any new file of rules ends up where there is never room.
    for (const n of [2, 3]) symlinkSync("/dev/full", join(directory, `replica-${n}.db`));
    replica.apply = () => {
      throw new Sqlite.SqliteError("database disk image is malformed", "SQLITE_CORRUPT");
    };
    expect(() => hear(delta(1, 2, [lease(3)], lease(3)))).not.toThrow();
    expect(replica.version).toBe(0);
    expect(replica.get("lease", "harbour-in/main")).toBeUndefined();
    expect(asked.at(-1)).toMatchObject({ rules: 0, want: "snapshot" });
    hear(snapshot(4, lease(3)));
    await eventually(() => replica.version).toBe(4);
    expect(replica.get("lease", "harbour-in/main")?.lent).toBe(3);
  });

  it("lives on when it cannot note that the same rules reflect more", () => {
    hear(delta(0, 1, [lease(2)], lease(2)));
    replica.noteReflects = () => {
      throw Object.assign(new Error("database or disk is full"), { code: "SQLITE_FULL" });
    };
    expect(() => hear(delta(1, 1, [], lease(2), 2))).not.toThrow();
    expect(downlink.fresh).toBe(true);
  });
});
