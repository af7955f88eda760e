import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Ack, FactBatch, WIRE_VERSION } from "@baygate/shared/envelope";
import Sqlite from "better-sqlite3";
import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Journal } from "../store/journal.ts";
import { Link } from "./link.ts";
import { Uplink } from "./uplink.ts";

// A gate's uplink on a real journal that broke: what is sound of it goes first. The cloud is this test.

let directory: string;
let journal: Journal;
let uplink: Uplink;
let said: string[];
let old: { readonly epoch: string; readonly hashes: readonly (string | undefined)[] };

const open = (): Journal =>
  Journal.open({
    ...{ directory, estate: "harbour", gate: "harbour-in", software: "test", bootId: "boot" },
    clock: { wallMs: () => 1_800_000_000_000, monoMs: () => 5, after: () => () => undefined },
    ...{ clockQuality: () => "synchronised", rulesVersion: () => 0 },
  });

/** Facts 1 to 5, of which the cloud has two, and the fifth is not what it was. */
beforeEach(() => {
  [directory, said] = [mkdtempSync(join(tmpdir(), "uplink-")), []];
  const first = open();
  for (let n = 0; n < 4; n++)
    first.append([{ kind: "device.recovered", body: { device: `lane-1/reader-${n}`, downMs: 7 } }]);
  first.moveCursor(2);
  old = { epoch: first.epoch, hashes: [1, 2, 3, 4, 5].map((seq) => first.hashOf(seq)) };
  first.close();
  const file = new Sqlite(join(directory, "journal.db"));
  file.exec("update fact set text = replace(text, 'reader', 'redder') where seq = 5");
  file.close();
  start();
});
afterEach(() => {
  uplink.stop();
  journal.close();
  rmSync(directory, { recursive: true, force: true });
});

function start(): void {
  journal = open();
  const log = pino({ level: "silent" });
  const link = new Link(
    { url: "mqtt://nobody", estate: "harbour", gate: "harbour-in", token: "none", log },
    { connected: () => undefined, disconnected: () => undefined, message: () => undefined },
    () => ({ connected: true, publish: (_, text) => said.push(batchWords(text)), close: async () => undefined }),
  );
  uplink = new Uplink({
    ...{ journal, link: () => link, bootId: "boot", log, moved: () => undefined },
    clock: { wallMs: () => 1_800_000_000_000, monoMs: () => 5, after: () => () => undefined },
    journalsTurn: () => said.push("the journal's turn"),
  });
}

function batchWords(text: string): string {
  const { epoch, from, facts, leases } = FactBatch.parse(JSON.parse(text));
  expect(leases).toEqual({});
  return `${epoch === old.epoch ? "old" : "new"} ${from} to ${from + facts.length - 1}`;
}

const ack = (through: number, changes: Partial<Ack> = {}): void => {
  const hash = old.hashes[through - 1] ?? "";
  uplink.message(JSON.stringify({ v: WIRE_VERSION, epoch: old.epoch, through, hash, ...changes }));
};

describe("facts of a journal that broke", () => {
  it("go first, under their own epoch, and the cloud hears of the new one when they are there", () => {
    uplink.connected();
    expect(said).toEqual(["old 3 to 4"]);
    expect(uplink.waiting).toBe(3);
    ack(2);
    ack(4);
    expect(said).toEqual(["old 3 to 4", "the journal's turn", "new 1 to 1"]);
    expect(uplink.waiting).toBe(1);
    expect(journal.carried()).toBeUndefined();
  });

  it("go on after a restart where the cloud stopped", () => {
    uplink.connected();
    ack(3);
    uplink.stop();
    journal.close();
    start();
    uplink.connected();
    expect(said).toEqual(["old 3 to 4", "old 4 to 4"]);
  });

  it.each<[string, Partial<Ack>]>([
    ["knows another history of that epoch", { fork: true }],
    ["has lost what came before them", { through: 1 }],
  ])("are given up when the cloud %s, and the journal's own follow", (_, changes) => {
    const { epoch } = journal;
    uplink.connected();
    ack(2, changes);
    expect(said).toEqual(["old 3 to 4", "the journal's turn", "new 1 to 1"]);
    expect(journal.epoch).toBe(epoch);
    expect(journal.carried()).toBeUndefined();
  });

  it("wait without a link, as everything does", () => {
    uplink.connected();
    uplink.disconnected();
    ack(4);
    expect(said).toEqual(["old 3 to 4"]);
    uplink.connected();
    expect(said).toEqual(["old 3 to 4", "the journal's turn", "new 1 to 1"]);
  });
});
