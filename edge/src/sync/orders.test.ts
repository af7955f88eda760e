import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Envelope } from "@baygate/shared/envelope";
import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { CardLinking } from "../card-linking.ts";
import { ARM_MOVES_MS } from "../core/arm-state.ts";
import { Health } from "../health.ts";
import { Lane, resolvePassages } from "../lane.ts";
import { Journal } from "../store/journal.ts";
import { Replica } from "../store/replica.ts";
import { Link } from "./link.ts";
import { obey } from "./orders.ts";

// What an operator may ask of a lane, on a real lane and real stores; its clock moves by hand.

const BEGAN_MS = 1_800_000_000_000;
const WEEK_MS = 7 * 24 * 3_600_000;

let directory: string;
let nowMs: number;
let timers: { atMs: number; run: () => void }[];
let journal: Journal;
let replica: Replica;
let lane: Lane;
let arm: string[];
let asked: number;

const clock = {
  wallMs: () => nowMs,
  monoMs: () => nowMs - 1_700_000_000_000,
  after(ms: number, run: () => void) {
    const timer = { atMs: nowMs + ms, run };
    timers.push(timer);
    return () => {
      timers = timers.filter((other) => other !== timer);
    };
  },
};

function wait(ms: number): void {
  nowMs += ms;
  const due = timers.filter(({ atMs }) => atMs <= nowMs);
  timers = timers.filter(({ atMs }) => atMs > nowMs);
  for (const { run } of due) run();
}

/** A gate's process begins: what was in memory is gone, what is journalled is not. */
function begin(): void {
  timers = [];
  journal = Journal.open({
    ...{ directory, estate: "harbour", gate: "harbour-in", software: "test", bootId: "boot", clock },
    ...{ clockQuality: () => "synchronised", rulesVersion: () => replica.version },
  });
  resolvePassages(journal);
  lane = new Lane({
    ...{ estate: "harbour", gate: "harbour-in", clock, journal, replica },
    lane: { id: "lane-1", zone: "main", direction: "arrive" },
    ...{ clockQuality: () => "synchronised", linkFresh: () => true, rulesAgeMs: () => 0, replicaLost: () => undefined },
    ...{ health: new Health(clock, () => undefined), log: pino({ level: "silent" }) },
  });
  const command = (what: string) => async () => void arm.push(what);
  lane.start({
    barrier: { raise: command("raise"), lower: command("lower"), close: async () => undefined },
    display: { show: () => undefined, close: async () => undefined },
  });
  // Since power came back nobody has said where the arm is: it is sent down, once, where no car stands.
  wait(ARM_MOVES_MS);
  expect(arm.splice(0)).toEqual(["lower"]);
}

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "orders-"));
  [nowMs, arm, asked] = [BEGAN_MS, [], 0];
  replica = Replica.open(directory);
  begin();
});
afterEach(() => {
  lane.stop();
  journal.close();
  replica.close();
  rmSync(directory, { recursive: true, force: true });
});

const log = pino({ level: "silent" });
const linking = new CardLinking(clock, () => undefined);
/** The link is down: an order that came is obeyed all the same. */
const link = new Link(
  { url: "mqtt://127.0.0.1:9", estate: "harbour", gate: "harbour-in", token: "t", log },
  { connected: () => undefined, disconnected: () => undefined, message: () => undefined },
  () => ({ connected: false, publish: () => undefined, close: async () => undefined }),
);

const Said = z.object({
  kind: z.string(),
  body: z.object({ outcome: z.string(), words: z.string(), by: z.string(), cause: z.string() }).partial(),
});
const factsAfter = (seq: number): string[] =>
  (journal.batch(seq + 1) ?? []).map((text) => {
    Envelope.parse(JSON.parse(text));
    const { kind, body } = Said.parse(JSON.parse(text));
    if (kind === "order.answered") return `${body.outcome}: ${body.words}`;
    return [kind, body.by, body.cause].filter(Boolean).join(" ");
  });

/** Sends an order, and says which facts it left, the answer last, and what the arm was told. */
function order(kind: string, more: object = {}): { facts: string[]; arm: string[] } {
  const before = journal.last;
  const text = JSON.stringify({
    ...{ v: 1, id: `019a0000-0000-7000-8000-${String(++asked).padStart(12, "0")}` },
    ...{ kind, issuer: "operator:office", reason: "a concert", lane: "lane-1", expiresMs: nowMs + 30_000 },
    ...more,
  });
  const ground = {
    gate: "harbour-in",
    journal,
    replica,
    clock,
    log,
    link: () => link,
    linking,
    resync: () => undefined,
  };
  // The broker may bring it twice.
  for (const _ of [1, 2]) obey({ ...ground, lane: (id) => (id === "lane-1" ? lane : undefined) }, text);
  return { facts: factsAfter(before), arm: arm.splice(0) };
}

const settled = () => new Promise((resolve) => setImmediate(resolve));
const hold = (holdMs: number) => order("hold-open", { untilMs: nowMs + holdMs });

describe("an order to hold a lane open", () => {
  it("raises the arm once that is in the journal, and keeps it up", () => {
    expect(hold(60_000)).toEqual({ facts: ["lane.held order", "done: held open"], arm: ["raise"] });
    wait(59_000);
    expect(arm).toEqual([]);
  });

  it("ends by itself, and the arm comes down", async () => {
    hold(60_000);
    await settled();
    const before = journal.last;
    wait(60_000);
    expect([factsAfter(before), arm]).toEqual([["lane.released order expired"], ["lower"]]);
  });

  it("may be given again: the later one says when it ends", () => {
    hold(60_000);
    expect(hold(600_000).facts).toEqual(["lane.held order", "done: held open"]);
    arm = [];
    wait(60_000);
    expect(arm).toEqual([]);
    wait(540_000);
    expect(arm).toEqual(["lower"]);
  });

  it("ends by an order to close, once nobody is under the arm", () => {
    hold(60_000);
    lane.loopChanged("approach", true);
    lane.loopChanged("clear", true);
    lane.loopChanged("approach", false);
    const closed = order("close-gate");
    expect(closed.facts).toEqual(["lane.released order order", "done: closed, once nobody is under the arm"]);
    expect(closed.arm).toEqual([]);
    lane.loopChanged("clear", false);
    wait(ARM_MOVES_MS);
    expect(new Set(arm)).toEqual(new Set(["lower"]));
    // Its time is over later: nobody is told twice.
    const before = journal.last;
    wait(60_000);
    expect(factsAfter(before)).toEqual([]);
  });

  it("does not end what the fire alarm holds", () => {
    hold(60_000);
    lane.fireAlarm(true);
    arm = [];
    expect(order("close-gate").arm).toEqual([]);
    lane.fireAlarm(false);
    expect(arm).toEqual(["lower"]);
  });

  it.each([
    ["its time is over already", "hold-open", { untilMs: BEGAN_MS }, "the time to hold it open is over already"],
    ["it is for good", "hold-open", { untilMs: BEGAN_MS + 2 * WEEK_MS }, "a lane is held open for a week at most"],
    ["there is no such lane", "hold-open", { untilMs: BEGAN_MS + WEEK_MS, lane: "lane-9" }, "there is no lane lane-9"],
    ["nothing is held", "close-gate", {}, "no order holds the lane open"],
  ])("is refused, and nothing moves, where %s", (_, kind, more, words) => {
    expect(order(kind, more)).toEqual({ facts: [`refused: ${words}`], arm: [] });
  });

  it("is not obeyed after its expiry, or in a form that this gate does not know", () => {
    expect(order("hold-open", { untilMs: nowMs + 60_000, expiresMs: nowMs - 1 }).facts).toEqual([
      "expired: it came after its expiry",
    ]);
    expect(order("hold-open", { untilMs: "tomorrow" })).toEqual({
      facts: ["not-supported: this gate does not know hold-open in this form"],
      arm: [],
    });
  });

  it("does not outlive the gate's process: the arm is down when it is up again, and there is nothing to close", () => {
    hold(WEEK_MS);
    lane.stop();
    journal.close();
    begin();
    expect(order("close-gate").facts).toEqual(["refused: no order holds the lane open"]);
    expect(hold(60_000)).toEqual({ facts: ["lane.held order", "done: held open"], arm: ["raise"] });
  });
});
