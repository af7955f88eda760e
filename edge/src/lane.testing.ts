import { hash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Envelope } from "@baygate/shared/envelope";
import type { EstatePolicy } from "@baygate/shared/estate";
import { digestXor, EMPTY_DIGEST, ruleDigestText, ruleText } from "@baygate/shared/rules";
import { pino } from "pino";
import { afterEach, beforeEach, expect } from "vitest";
import { z } from "zod";
import { cardRef } from "./claim.ts";
import type { Message, Read } from "./hardware/seams.ts";
import { Health } from "./health.ts";
import { Lane } from "./lane.ts";
import { Journal } from "./store/journal.ts";
import { Replica } from "./store/replica.ts";

// One lane on real stores; its devices are the test, its clock moves by hand.

export const CARD_KEY = Buffer.alloc(32, 7);
export const UID = Buffer.from("04a1b2c3d4e5f6", "hex");
export const ACCOUNT = "7b0c1c2e-8f7e-4f43-9a3e-0c6f3a2f1d11";
export const POLICY: EstatePolicy = {
  ...{ name: "H", timeZone: "Europe/Tallinn", currency: "EUR", unknownAtDeparture: "open" },
  ...{ grantMs: 30_000, stuckMs: 60_000, repeatMs: 3_000 },
};
export const OFFER = { tariff: "day", version: 1, factorPermille: 1000 };

export const card = (bytes: Uint8Array = UID) => ({ tier: "E", bytes, atMs: performance.now() }) as const;
export const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/**
 * For the top of a test file: stores, a clock and devices that are new for each test. A file has to call it: a worker reads this module
 * once for all the files that it runs, and a hook belongs to one file.
 */
export function laneBench(): LaneBench {
  const bench = new LaneBench();
  beforeEach(() => bench.open());
  afterEach(() => bench.close());
  return bench;
}

/** Its functions may be taken out of it; fields that are not readonly change from test to test, and in one. */
class LaneBench {
  directory = "";
  nowMs = 0;
  armWorks = true;
  rulesAgeMs = 0;
  journal!: Journal;
  replica!: Replica;
  /** What its devices were told. */
  readonly commands: string[] = [];
  readonly shown: Message[] = [];
  #timers: { readonly atMs: number; readonly run: () => void }[] = [];

  readonly clock = {
    wallMs: () => this.nowMs,
    monoMs: () => this.nowMs - 1_700_000_000_000,
    after: (ms: number, run: () => void) => {
      const timer = { atMs: this.nowMs + ms, run };
      this.#timers.push(timer);
      return () => {
        this.#timers = this.#timers.filter((other) => other !== timer);
      };
    },
  };

  open(): void {
    this.directory = mkdtempSync(join(tmpdir(), "lane-"));
    [this.nowMs, this.#timers, this.armWorks, this.rulesAgeMs] = [1_800_000_000_000, [], true, 0];
    this.commands.length = 0;
    this.shown.length = 0;
    this.replica = Replica.open(this.directory);
    this.journal = this.openJournal();
  }

  close(): void {
    this.journal.close();
    this.replica.close();
    rmSync(this.directory, { recursive: true, force: true });
  }

  readonly wait = (ms: number): void => {
    this.nowMs += ms;
    const due = this.#timers.filter(({ atMs }) => atMs <= this.nowMs);
    this.#timers = this.#timers.filter(({ atMs }) => atMs > this.nowMs);
    for (const { run } of due) run();
  };

  openJournal(): Journal {
    return Journal.open({
      ...{ directory: this.directory, estate: "harbour", gate: "harbour-in", software: "test", bootId: "boot" },
      ...{ clock: this.clock, clockQuality: () => "synchronised", rulesVersion: () => this.replica.version },
    });
  }

  readonly openLane = (direction: "arrive" | "depart" = "arrive"): Lane => {
    const { clock, journal, replica } = this;
    const lane = new Lane({
      ...{ estate: "harbour", gate: "harbour-in", lane: { id: "lane-1", zone: "main", direction } },
      ...{ clock, journal, replica },
      ...{ clockQuality: () => "synchronised", linkFresh: () => true, rulesAgeMs: () => this.rulesAgeMs },
      replicaLost: () => this.commands.push("rules lost"),
      ...{ health: new Health(clock, () => undefined), log: pino({ level: "silent" }) },
    });
    const arm = (command: string) => async () => {
      if (!this.armWorks) throw Object.assign(new Error("no answer"), { code: "arm-mute" });
      // I7: whatever moves the arm is in the journal by now.
      this.commands.push(`${command} after ${this.kinds().at(-1)}`);
    };
    lane.start({
      barrier: { raise: arm("raise"), lower: arm("lower"), close: async () => undefined },
      display: { show: (message) => this.shown.push(message), close: async () => undefined },
    });
    return lane;
  };

  /** `more` adds rules, changes them or, by null, leaves them out. */
  readonly rules = (...more: [string, string | null][]): void => {
    const zone = { capacity: 9, class: "standard", offer: OFFER, offerWords: "2.40 EUR an hour" } as const;
    const held = new Map([
      ["card-key", ruleText("card-key", { hmac: CARD_KEY.toString("base64url") })],
      ["estate", ruleText("estate", POLICY)],
      ["zone/main", ruleText("zone", { ...zone, minimumCoverMinor: 100n })],
      [`account/${ACCOUNT}`, ruleText("account", { coverMinor: 5_000n, blocked: false, stay: null })],
      [`credential/${cardRef(CARD_KEY, UID)}`, ruleText("credential", { account: ACCOUNT, revoked: false })],
      ["lease/harbour-in/main", ruleText("lease", { epoch: this.journal.epoch, lent: 2 })],
    ]);
    for (const [key, text] of more) {
      if (text === null) held.delete(key);
      else held.set(key, text);
    }
    const all = [...held];
    const digest = all.reduce(
      (before, [key, text]) => digestXor(before, hash("sha256", ruleDigestText(key, text))),
      EMPTY_DIGEST,
    );
    expect(this.replica.apply({ to: 1, changes: all, digest, reflects: null }).agreed).toBe(true);
  };

  /** What the journal tells, each with its reason or cause. */
  readonly kinds = (): string[] =>
    (this.journal.batch(1) ?? []).map((text) => {
      const { kind, body } = Envelope.parse(JSON.parse(text));
      const { reason, cause } = z.object({ reason: z.string(), cause: z.string() }).partial().parse(body);
      return [kind, reason, cause].filter(Boolean).join(" ");
    });

  /** What was said, the last `count` times. */
  readonly said = (count: number): string[] =>
    this.kinds()
      .flatMap((kind) => (kind.startsWith("decision.made ") ? [kind.slice("decision.made ".length)] : []))
      .slice(-count);

  /** One car: it taps, and drives through when it may. */
  readonly drive = async (lane: Lane, read: Read): Promise<void> => {
    this.wait(5_000);
    lane.loopChanged("approach", true);
    lane.read(read);
    await settled();
    if (!this.kinds().at(-1)?.startsWith("barrier.opened")) {
      lane.loopChanged("approach", false);
      return;
    }
    lane.loopChanged("clear", true);
    lane.loopChanged("approach", false);
    lane.loopChanged("clear", false);
    await settled();
  };
}
