import { generateKeyPairSync, hash, sign } from "node:crypto";
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Envelope } from "@baygate/shared/envelope";
import type { EstatePolicy } from "@baygate/shared/estate";
import { passToSign, sealPass } from "@baygate/shared/pass";
import { plateBytes, skeletonBytes } from "@baygate/shared/plate";
import { digestXor, EMPTY_DIGEST, ruleDigestText, ruleText } from "@baygate/shared/rules";
import Sqlite from "better-sqlite3";
import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { cardRef } from "./claim.ts";
import { decide } from "./core/decide.ts";
import { explain } from "./explain.ts";
import type { Message } from "./hardware/seams.ts";
import { Health } from "./health.ts";
import { Lane, resolvePassages } from "./lane.ts";
import { RulesAge } from "./rules-age.ts";
import { Journal, StorageFailed } from "./store/journal.ts";
import { recordedDecision } from "./store/recorded-decision.ts";
import { Replica } from "./store/replica.ts";

// One lane on real stores; its devices are this test, its clock moves by hand.

const CARD_KEY = Buffer.alloc(32, 7);
const UID = Buffer.from("04a1b2c3d4e5f6", "hex");
const ACCOUNT = "7b0c1c2e-8f7e-4f43-9a3e-0c6f3a2f1d11";
const POLICY: EstatePolicy = {
  ...{ name: "H", timeZone: "Europe/Tallinn", currency: "EUR", unknownAtDeparture: "open" },
  ...{ grantMs: 30_000, stuckMs: 60_000, repeatMs: 3_000 },
};
const offer = { tariff: "day", version: 1, factorPermille: 1000 };

let directory: string;
let nowMs: number;
let timers: { atMs: number; run: () => void }[];
let journal: Journal;
let replica: Replica;
let commands: string[];
let shown: Message[];
let armWorks: boolean;
let rulesAgeMs: number;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "lane-"));
  [nowMs, timers, commands, shown, armWorks, rulesAgeMs] = [1_800_000_000_000, [], [], [], true, 0];
  replica = Replica.open(directory);
  journal = openJournal();
});
afterEach(() => {
  journal.close();
  replica.close();
  rmSync(directory, { recursive: true, force: true });
});

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

function openJournal(): Journal {
  return Journal.open({
    ...{ directory, estate: "harbour", gate: "harbour-in", software: "test", bootId: "boot", clock },
    ...{ clockQuality: () => "synchronised", rulesVersion: () => replica.version },
  });
}

function openLane(direction: "arrive" | "depart" = "arrive"): Lane {
  const lane = new Lane({
    ...{
      estate: "harbour",
      gate: "harbour-in",
      lane: { id: "lane-1", zone: "main", direction },
      clock,
      journal,
      replica,
    },
    ...{ clockQuality: () => "synchronised", linkFresh: () => true, rulesAgeMs: () => rulesAgeMs },
    replicaLost: () => commands.push("rules lost"),
    ...{ health: new Health(clock, () => undefined), log: pino({ level: "silent" }) },
  });
  const arm = (command: string) => async () => {
    if (!armWorks) throw Object.assign(new Error("no answer"), { code: "arm-mute" });
    // I7: whatever moves the arm is in the journal by now.
    commands.push(`${command} after ${kinds().at(-1)}`);
  };
  lane.start({
    barrier: { raise: arm("raise"), lower: arm("lower"), close: async () => undefined },
    display: { show: (message) => shown.push(message), close: async () => undefined },
  });
  return lane;
}

/** `more` adds rules, changes them or, by null, leaves them out. */
function rules(...more: [string, string | null][]): void {
  const held = new Map([
    ["card-key", ruleText("card-key", { hmac: CARD_KEY.toString("base64url") })],
    ["estate", ruleText("estate", POLICY)],
    [
      "zone/main",
      ruleText("zone", {
        capacity: 9,
        class: "standard",
        offer,
        offerWords: "2.40 EUR an hour",
        minimumCoverMinor: 100n,
      }),
    ],
    [`account/${ACCOUNT}`, ruleText("account", { coverMinor: 5_000n, blocked: false, stay: null })],
    [`credential/${cardRef(CARD_KEY, UID)}`, ruleText("credential", { account: ACCOUNT, revoked: false })],
    ["lease/harbour-in/main", ruleText("lease", { epoch: journal.epoch, lent: 2 })],
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
  expect(replica.apply({ to: 1, changes: all, digest, reflects: null }).agreed).toBe(true);
}

const kinds = (): string[] =>
  (journal.batch(1) ?? []).map((text) => {
    const { kind, body } = Envelope.parse(JSON.parse(text));
    const { reason, cause } = z.object({ reason: z.string(), cause: z.string() }).partial().parse(body);
    return [kind, reason, cause].filter(Boolean).join(" ");
  });

/** Overwrites the page that the rules begin on, as a failing disk would. */
function spoilRules(path: string): void {
  const file = new Sqlite(path, { readonly: true });
  const page = file.prepare<[], { rootpage: number }>("select rootpage from sqlite_schema where name = 'rule'").get();
  const size = Number(file.pragma("page_size", { simple: true }));
  file.close();
  const bytes = openSync(path, "r+");
  writeSync(bytes, Buffer.alloc(size, 0xff), 0, size, ((page?.rootpage ?? 1) - 1) * size);
  closeSync(bytes);
  // Whoever has the file open looks at the disk again.
  const other = new Sqlite(path);
  other.exec("create table elsewhere (id)");
  other.close();
}

const card = (bytes: Uint8Array = UID) => ({ tier: "E", bytes, atMs: performance.now() }) as const;
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe("a lane", () => {
  it("journals before the arm moves, and the passage when the car is through", async () => {
    rules();
    const lane = openLane();
    lane.loopChanged("approach", true);
    lane.read(card());
    await settled();
    lane.loopChanged("clear", true);
    lane.loopChanged("approach", false);
    lane.loopChanged("clear", false);
    await settled();
    expect(kinds()).toEqual(["gate.started", "decision.made arrival-granted", "barrier.opened", "vehicle.arrived"]);
    expect(commands).toEqual(["raise after decision.made arrival-granted", "lower after vehicle.arrived"]);
    expect(shown.map(({ mood, title }) => `${mood} ${title}`)).toEqual(["idle Welcome", "go Welcome", "idle Welcome"]);
    expect(shown.at(-1)?.detail).toBe("2.40 EUR an hour");
  });

  it("does not move the arm when the disk takes no fact", async () => {
    rules();
    const lane = openLane();
    journal.append = () => {
      throw new StorageFailed("full");
    };
    lane.read(card());
    await settled();
    expect(commands).toEqual([]);
    expect(shown.at(-1)).toMatchObject({ mood: "stop", title: "Out of order" });
  });

  it("keeps the last room on a full disk for those who are inside: nobody is let in, everybody out", async () => {
    rules();
    journal.hasRoom = () => false;
    openLane().read(card());
    await settled();
    expect(commands).toEqual([]);
    expect(shown.at(-1)).toMatchObject({ mood: "stop", title: "Out of order" });
    openLane("depart").read(card());
    await settled();
    expect(commands).toEqual(["raise after decision.made departure-granted-no-stay"]);
  });

  it("a car that drives through while the disk takes nothing is told of afterwards, and the lane says that it is out of order", async () => {
    rules();
    const lane = openLane();
    lane.loopChanged("approach", true);
    lane.read(card());
    await settled();
    const { append } = journal;
    journal.append = () => {
      throw new StorageFailed("full");
    };
    lane.loopChanged("clear", true);
    lane.loopChanged("approach", false);
    lane.loopChanged("clear", false);
    expect(shown.at(-1)).toMatchObject({ mood: "stop", title: "Out of order" });
    expect(journal.local.stay(ACCOUNT)?.state).toBe("arriving");
    journal.append = append;
    lane.read(card(Buffer.from("04ffffffffffff", "hex")));
    expect(kinds().slice(-2)).toEqual(["vehicle.arrived", "decision.made unknown-credential"]);
    expect(journal.local.stay(ACCOUNT)?.state).toBe("inside");
    wait(8_000);
    expect(shown.at(-1)?.title).toBe("Welcome");
  });

  it("says that it is not open yet, not that it is full, where no place was ever lent to it", () => {
    rules(["lease/harbour-in/main", null]);
    const lane = openLane();
    expect(lane.lacksLease()).toBe(true);
    lane.read(card());
    expect(kinds().at(-1)).toBe("decision.made estate-full");
    expect(shown.at(-1)).toMatchObject({ mood: "stop", title: "Not open yet" });
    expect(openLane("depart").lacksLease()).toBe(false);
  });

  it("lacks no lease before it has rules, nor when its places are all taken", () => {
    const lane = openLane();
    expect(lane.lacksLease()).toBe(false);
    rules(["lease/harbour-in/main", ruleText("lease", { epoch: journal.epoch, lent: 0 })]);
    expect(lane.lacksLease()).toBe(false);
    lane.read(card());
    expect(shown.at(-1)).toMatchObject({ mood: "stop", title: "Full" });
  });

  it("takes a card that stays as one tap; a refusal leaves the display after a while", () => {
    rules();
    const lane = openLane();
    const stranger = Buffer.from("04ffffffffffff", "hex");
    for (let i = 0; i < 5; i++) {
      lane.read(card(stranger));
      wait(1_000);
    }
    expect(kinds().slice(1)).toEqual(["decision.made unknown-credential"]);
    expect(shown.at(-1)?.title).toBe("Card not known");
    wait(8_000);
    expect(shown.at(-1)?.mood).toBe("idle");
  });

  it("lets nobody ride on another's grant, and gives up a car that does not come", async () => {
    rules();
    const lane = openLane();
    lane.loopChanged("approach", true);
    lane.read(card());
    await settled();
    wait(4_000);
    lane.read(card(Buffer.from("04ffffffffffff", "hex")));
    expect(shown.at(-1)?.mood).toBe("wait");
    wait(26_000);
    await settled();
    expect(kinds().slice(1)).toEqual(["decision.made arrival-granted", "barrier.opened", "passage.abandoned timeout"]);
    expect(journal.local.lease("main")).toMatchObject({ used: 1, voided: 1 });
  });

  describe("when the next car's card is held up while one passes", () => {
    const NEXT = Buffer.from("04aabbccddeeff", "hex");
    const decisions = (): string[] => kinds().filter((kind) => kind.startsWith("decision"));

    /** The first car is on the clear loop, the next one stands before the arm. */
    async function follow(): Promise<Lane> {
      rules(
        [`account/${session}`, ruleText("account", { coverMinor: 5_000n, blocked: false, stay: null })],
        [`credential/${cardRef(CARD_KEY, NEXT)}`, ruleText("credential", { account: session, revoked: false })],
      );
      const lane = openLane();
      lane.loopChanged("approach", true);
      lane.read(card());
      await settled();
      lane.loopChanged("clear", true);
      lane.loopChanged("approach", false);
      lane.loopChanged("approach", true);
      return lane;
    }
    const session = "7b0c1c2e-8f7e-4f43-9a3e-0c6f3a2f1d22";

    it("decides it as soon as the lane is free", async () => {
      const lane = await follow();
      lane.read(card(NEXT));
      expect(shown.at(-1)?.title).toBe("One moment");
      wait(4_000);
      lane.loopChanged("clear", false);
      await settled();
      expect(decisions()).toEqual(["decision.made arrival-granted", "decision.made arrival-granted"]);
      expect(commands.at(-1)).toBe("raise after decision.made arrival-granted");
      expect(shown.at(-1)).toMatchObject({ mood: "go" });
    });

    it("asks for it again when that was long ago, and then takes it at once", async () => {
      const lane = await follow();
      lane.read(card(NEXT));
      wait(5_001);
      lane.loopChanged("clear", false);
      expect(decisions()).toHaveLength(1);
      expect(shown.at(-1)).toMatchObject({ title: "Your turn" });
      lane.read(card(NEXT));
      expect(decisions()).toHaveLength(2);
    });

    it("takes a code that stays before a camera when the lane is free, however long that took", async () => {
      const lane = await follow();
      for (let i = 0; i < 10; i++) {
        lane.read(card(NEXT));
        wait(1_000);
      }
      lane.loopChanged("clear", false);
      expect(decisions()).toHaveLength(2);
    });

    it("does not open for a car that drove off, nor for the one that took its place", async () => {
      const lane = await follow();
      lane.read(card(NEXT));
      lane.loopChanged("approach", false);
      lane.loopChanged("approach", true);
      lane.loopChanged("clear", false);
      expect(decisions()).toHaveLength(1);
    });

    it("does not take a second card of the car that passes for the next one's", async () => {
      rules();
      const lane = openLane();
      lane.loopChanged("approach", true);
      lane.read(card());
      lane.loopChanged("clear", true);
      lane.read(card(NEXT));
      lane.loopChanged("approach", false);
      lane.loopChanged("approach", true);
      lane.loopChanged("clear", false);
      expect(decisions()).toHaveLength(1);
    });
  });

  it("tries the arm again for the same card, under the same decision", async () => {
    rules();
    const lane = openLane();
    armWorks = false;
    lane.read(card());
    await settled();
    expect(shown.at(-1)?.title).toBe("The arm does not move");
    armWorks = true;
    wait(4_000);
    lane.read(card());
    await settled();
    expect(kinds().slice(1)).toEqual(["decision.made arrival-granted", "barrier.failed", "barrier.opened"]);
  });

  it("takes a pass once in each direction", async () => {
    const { publicKey, privateKey } = generateKeyPairSync("ed25519");
    const kid = "00112233";
    const ed25519 = publicKey.export({ format: "jwk" }).x ?? "";
    rules([`key/${kid}`, ruleText("key", { ed25519, notBeforeMs: 0, notAfterMs: nowMs * 2 })]);
    const notBeforeS = nowMs / 1000;
    const content = {
      id: "0123456789abcdef",
      account: ACCOUNT,
      notBeforeS,
      notAfterS: notBeforeS + 60,
    };
    const toSign = passToSign(content, kid);
    const text = sealPass(toSign, sign(null, toSign, privateKey));
    const pass = () => ({ tier: "C", bytes: Buffer.from(text), atMs: performance.now() }) as const;
    const arriving = openLane();
    arriving.read(pass());
    // Nobody comes; the place is free again, but the pass was shown.
    wait(31_000);
    arriving.read(pass());
    openLane("depart").read(pass());
    await settled();
    expect(kinds().filter((kind) => kind.startsWith("decision"))).toEqual([
      "decision.made arrival-granted",
      "decision.made pass-replayed",
      "decision.made departure-granted-no-stay",
    ]);
  });

  it("lets out whoever is there while it has no rules, and the broken ones are thrown away", async () => {
    rules();
    replica.close();
    replica = Replica.open(directory);
    spoilRules(join(directory, "replica-1.db"));
    expect(replica.version).toBe(1);
    const lane = openLane("depart");
    lane.read(card());
    await settled();
    expect(commands).toEqual(["rules lost", "raise after decision.made departure-granted-unknown"]);
    expect(replica.version).toBe(0);
  });

  it("tells at the next start of a grant whose end it did not see", () => {
    rules();
    const lane = openLane();
    lane.read(card());
    lane.stop();
    journal.close();
    journal = openJournal();
    resolvePassages(journal);
    resolvePassages(journal);
    expect(kinds().slice(-2)).toEqual(["gate.started", "passage.unresolved"]);
    expect(journal.local.lease("main")).toMatchObject({ used: 1, voided: 0 });
  });
});

const estateRule = (more: object): string =>
  ruleText("estate", {
    ...{ name: "H", timeZone: "Europe/Tallinn", currency: "EUR", unknownAtDeparture: "open" },
    ...{ grantMs: 30_000, stuckMs: 60_000, repeatMs: 3_000, ...more },
  });

/** One car: it taps, and drives through when it may. */
async function drive(lane: Lane, read: ReturnType<typeof card> | { tier: "P"; bytes: Uint8Array; atMs: number }) {
  wait(5_000);
  lane.loopChanged("approach", true);
  lane.read(read);
  await settled();
  if (!kinds().at(-1)?.startsWith("barrier.opened")) {
    lane.loopChanged("approach", false);
    return;
  }
  lane.loopChanged("clear", true);
  lane.loopChanged("approach", false);
  lane.loopChanged("clear", false);
  await settled();
}

/** What was said, the last `count` times. */
const said = (count: number): string[] =>
  kinds()
    .flatMap((kind) => (kind.startsWith("decision.made ") ? [kind.slice("decision.made ".length)] : []))
    .slice(-count);

describe("a lane that was cut off for long (MONEY.md, edge case 8)", () => {
  const STALE = { staleAfterMs: 60_000, staleArrivals: 1 };

  it("lets an account arrive so often more, then not until the rules are confirmed, and can explain each time", async () => {
    rules(
      ["estate", estateRule(STALE)],
      ["lease/harbour-in/main", ruleText("lease", { epoch: journal.epoch, lent: 9 })],
    );
    const [arrivals, departures] = [openLane(), openLane("depart")];
    const visit = async () => {
      await drive(arrivals, card());
      await drive(departures, card());
    };
    await visit();
    expect(journal.local.hasStaleArrivals).toBe(false);
    rulesAgeMs = 60_001;
    await visit();
    expect(journal.local.staleArrivals(ACCOUNT)).toBe(1);
    await drive(arrivals, card());
    expect(said(1)).toEqual(["rules-stale"]);
    const refused = Envelope.parse(JSON.parse(journal.batch(1)?.at(-1) ?? ""));
    const by = { software: "test", decide };
    expect(explain(recordedDecision(join(directory, "journal.db"), refused.id), by)).toMatchObject({
      agrees: true,
      inputs: { rulesAgeMs: 60_001, staleArrivals: 1 },
    });
    journal.local.noteConfirmed(nowMs);
    rulesAgeMs = 0;
    await visit();
    expect(said(2)).toEqual(["arrival-granted", "departure-granted"]);
  });

  it("still lets everybody out", async () => {
    rules(["estate", estateRule({ ...STALE, staleArrivals: 0 })]);
    rulesAgeMs = 60_001;
    await drive(openLane("depart"), card());
    expect(said(1)).toEqual(["departure-granted-no-stay"]);
  });
});

describe("how old the rules are", () => {
  const age = (quality: "synchronised" | "unsynchronised" | "stepped" = "synchronised") =>
    new RulesAge({ journal, clock, clockQuality: () => quality });

  it("is counted from the cloud's last word, also over a restart", () => {
    const before = age();
    wait(1_000);
    expect(before.ms).toBe(1_000);
    before.confirmed();
    wait(2_000);
    expect(before.ms).toBe(2_000);
    expect(age().ms).toBe(2_000);
  });

  it("is never less than the process has run, whatever the clocks say", () => {
    age().confirmed();
    nowMs -= 3_600_000;
    const after = age();
    wait(1_000);
    expect(after.ms).toBe(1_000);
    expect(age("stepped").ms).toBe(0);
  });

  it("begins anew for accounts that arrived on stale ones", () => {
    rules();
    const confirmed = age();
    confirmed.confirmed();
    journal.append([], { staleArrival: ACCOUNT });
    expect(journal.local.staleArrivals(ACCOUNT)).toBe(1);
    confirmed.confirmed();
    expect(journal.local.staleArrivals(ACCOUNT)).toBe(0);
  });
});

describe("a lane that sees plates", () => {
  const BEN = "0a5b7c1e-8f7e-4f43-9a3e-0c6f3a2f1d22";
  const refOf = (plate: string): string => cardRef(CARD_KEY, plateBytes(plate));
  const alike = (...plates: string[]): [string, string] => [
    `plate/${cardRef(CARD_KEY, skeletonBytes(plates[0] ?? ""))}`,
    ruleText("plate", { refs: plates.map(refOf) }),
  ];
  const known = (plate: string, account: string): [string, string] => [
    `credential/${refOf(plate)}`,
    ruleText("credential", { account, revoked: false }),
  ];
  const policy = (change: Partial<EstatePolicy>): [string, string] => [
    "estate",
    ruleText("estate", { ...POLICY, ...change }),
  ];
  const ben: [string, string] = [
    `account/${BEN}`,
    ruleText("account", { coverMinor: 5_000n, blocked: false, stay: null }),
  ];
  const plate = (text: string, confidence = 1) =>
    ({ tier: "P", bytes: Buffer.from(text), confidence, atMs: 0 }) as const;

  it.each<[string, Partial<EstatePolicy>, string, [string, string][], string[]]>([
    ["exactly as it is known", {}, "b0b 1", [known("B0B1", BEN)], ["decision.made arrival-granted"]],
    ["with a letter mixed up, and exactly is asked for", {}, "BOB 1", [known("B0B1", BEN), alike("B0B1")], []],
    [
      "with letters mixed up, and it is the only one",
      { plateMatch: "fuzzy" },
      "808 I",
      [known("B0B1", BEN), alike("B0B1")],
      ["decision.made arrival-granted"],
    ],
    [
      "exactly, and another looks like it",
      { plateMatch: "fuzzy" },
      "B0B1",
      [known("B0B1", BEN), known("BOB1", ACCOUNT), alike("B0B1", "BOB1")],
      [],
    ],
    ["exactly, and plates open nothing", { plateMatch: "off" }, "B0B1", [known("B0B1", BEN)], []],
    ["by nobody's", { plateMatch: "fuzzy" }, "X 1", [known("B0B1", BEN), alike("B0B1")], []],
  ])("reads it %s", async (_, change, text, more, facts) => {
    rules(policy(change), ben, ...more);
    openLane().read(plate(text));
    await settled();
    expect(kinds().slice(1)).toEqual(facts.flatMap((fact) => [fact, "barrier.opened"]));
    // Whoever drives the car has asked for nothing yet.
    if (facts.length === 0) expect(shown.map(({ title }) => title)).toEqual(["Welcome"]);
  });

  it("asks for a surer look, where the estate does", async () => {
    rules(policy({ plateConfidencePermille: 850 }), ben, known("B0B1", BEN));
    const lane = openLane();
    lane.read(plate("B0B1", 0.84));
    wait(4_000);
    expect(kinds()).toEqual(["gate.started"]);
    lane.read(plate("B0B1", 0.86));
    expect(kinds().at(-1)).toBe("decision.made arrival-granted");
  });

  it("lets a plain card in beside its account's plate only, where the estate asks for both; a plate that looks alike will do", async () => {
    rules(
      policy({ plainCards: "with-plate", plateMatch: "off" }),
      ben,
      known("B0B1", BEN),
      known("X1", ACCOUNT),
      alike("X1"),
    );
    const lane = openLane();
    lane.loopChanged("approach", true);
    lane.read(card());
    lane.read(plate("B0B1"));
    wait(4_000);
    lane.read(card());
    lane.read(plate("X I"));
    wait(4_000);
    lane.read(card());
    const said = ["plate-missing", "plate-mismatch", "arrival-granted"].map((reason) => `decision.made ${reason}`);
    expect(kinds().slice(1)).toEqual(said);
    // What one car has shown is not the next one's.
    await drive(lane, card());
    wait(120_000);
    lane.loopChanged("approach", true);
    lane.read(card());
    expect(kinds().at(-1)).toBe("decision.made plate-missing");
  });

  it("takes a card after the plate of the same account as the same driver: the arm is told again, and no car is refused", async () => {
    rules(known("X1", ACCOUNT), alike("X1"));
    const lane = openLane();
    lane.loopChanged("approach", true);
    lane.read(plate("X1"));
    lane.read(card());
    await settled();
    expect(kinds().filter((kind) => kind.startsWith("decision"))).toEqual(["decision.made arrival-granted"]);
    expect(commands).toHaveLength(2);
    expect(shown.map(({ title }) => title)).toEqual(["Welcome", "Welcome"]);
  });

  it("locks nobody in: a plate that nobody knows waits for a card, and lets the car out when none comes", async () => {
    rules();
    const lane = openLane("depart");
    lane.loopChanged("approach", true);
    lane.read(plate("NEW 1"));
    expect(kinds()).toEqual(["gate.started"]);
    expect(shown.at(-1)?.title).toBe("Card or code, please");
    wait(10_000);
    expect(kinds().at(-1)).toBe("decision.made departure-granted-unknown");
  });

  it("pairs a departure by its card, even if the car's plate is nobody's", async () => {
    rules();
    const lane = openLane("depart");
    lane.loopChanged("approach", true);
    lane.read(plate("NEW 1"));
    wait(2_000);
    lane.read(card());
    wait(20_000);
    expect(kinds().filter((kind) => kind.startsWith("decision"))).toEqual(["decision.made departure-granted-no-stay"]);
  });
});

describe("a lane and cards with keys", () => {
  const AES = Buffer.alloc(16, 9);
  const withKey = ruleText("credential", { account: ACCOUNT, revoked: false, aes: AES.toString("base64url") });

  it("gives a reader the key of a card that has one, and of no other", () => {
    rules([`credential/${cardRef(CARD_KEY, UID)}`, withKey]);
    const { asks } = openLane();
    expect(asks.cardKey(UID)).toEqual(AES);
    expect(asks.cardKey(Buffer.from("04ffffffffffff", "hex"))).toBeUndefined();
  });

  it("never takes such a card at its UID's word, and writes its key nowhere", async () => {
    rules([`credential/${cardRef(CARD_KEY, UID)}`, withKey]);
    const lane = openLane();
    lane.read(card());
    expect(kinds().at(-1)).toBe("decision.made card-forged");
    wait(4_000);
    lane.read({ ...card(), tier: "D" });
    expect(kinds().at(-1)).toBe("decision.made arrival-granted");
    await settled();
    const written = readFileSync(join(directory, "journal.db")).toString("latin1");
    expect(written).not.toContain(AES.toString("base64url"));
    expect(written + readFileSync(join(directory, "journal.db-wal")).toString("latin1")).toContain('"proves":true');
  });
});

describe("a subscription that members of a group share", () => {
  const COLLEAGUE = "0a5b7c1e-8f7e-4f43-9a3e-0c6f3a2f1d22";
  const FIRM = "7f000000-0000-4000-8000-0000000000f1";
  const PLATE = cardRef(CARD_KEY, plateBytes("BAG4711"));
  const plate = { tier: "P", bytes: Buffer.from("b-ag 4711"), atMs: 0 } as const;
  const zone = ruleText("zone", {
    ...{ capacity: 9, class: "standard", offer, offerWords: "2.40 EUR an hour", minimumCoverMinor: 500n },
  });
  const shared = { places: 1, fromMs: 0, untilMs: 4e12, group: FIRM };
  const account = (coverMinor: bigint) =>
    ruleText("account", { coverMinor, blocked: false, stay: null, subscriptions: [shared] });

  const furnish = (coverMinor: bigint) =>
    rules(
      ["zone/main", zone],
      [`group/${FIRM}`, ruleText("group", { members: [ACCOUNT, COLLEAGUE] })],
      [`account/${ACCOUNT}`, account(coverMinor)],
      [`account/${COLLEAGUE}`, account(coverMinor)],
      [`credential/${PLATE}`, ruleText("credential", { account: COLLEAGUE, revoked: false })],
    );

  it("has its place taken by whoever came first, until that car has left", async () => {
    furnish(0n);
    const [arrivals, departures] = [openLane(), openLane("depart")];
    await drive(arrivals, plate);
    await drive(arrivals, card());
    expect(said(2)).toEqual(["arrival-granted", "balance-too-low"]);
    await drive(departures, plate);
    await drive(arrivals, card());
    expect(said(2)).toEqual(["departure-granted", "arrival-granted"]);
  });

  it("is no matter to who has the money that the zone asks for", async () => {
    furnish(500n);
    const arrivals = openLane();
    await drive(arrivals, plate);
    await drive(arrivals, card());
    expect(said(2)).toEqual(["arrival-granted", "arrival-granted"]);
  });
});

describe("a lane to reserved bays", () => {
  const GUEST = "0a5b7c1e-8f7e-4f43-9a3e-0c6f3a2f1d22";
  const PLATE = cardRef(CARD_KEY, plateBytes("BAG4711"));
  const plate = { tier: "P", bytes: Buffer.from("b-ag 4711"), atMs: 0 } as const;
  const right = { zone: "main", places: 1, fromMs: 0, untilMs: null };
  const reserved = ruleText("zone", {
    ...{ capacity: 9, class: "reserved", offer, offerWords: "free", minimumCoverMinor: 0n },
  });
  const account = (shared: string) =>
    ruleText("account", { coverMinor: 100n, blocked: false, stay: null, bays: [{ ...right, shared: [shared] }] });

  it("lets in the owner or the guest, whoever comes first, though nothing is lent and nobody can be asked", async () => {
    rules(
      ["zone/main", reserved],
      ["lease/harbour-in/main", null],
      [`account/${ACCOUNT}`, account(GUEST)],
      [`account/${GUEST}`, account(ACCOUNT)],
      [`credential/${PLATE}`, ruleText("credential", { account: GUEST, revoked: false, class: "electric" })],
    );
    const [arrivals, departures] = [openLane(), openLane("depart")];
    await drive(arrivals, plate);
    await drive(arrivals, card());
    expect(said(2)).toEqual(["arrival-granted", "right-in-use"]);
    await drive(departures, plate);
    await drive(arrivals, card());
    expect(said(2)).toEqual(["departure-granted", "arrival-granted"]);
  });

  it("tells the cloud the vehicle's class, with the grant and with the arrival", async () => {
    rules([`credential/${PLATE}`, ruleText("credential", { account: ACCOUNT, revoked: false, class: "electric" })]);
    await drive(openLane(), plate);
    const bodies = (journal.batch(1) ?? []).map((text) => Envelope.parse(JSON.parse(text)));
    const classes = bodies.map(({ kind, body }) => [
      kind,
      z.object({ class: z.string().optional() }).parse(body).class,
    ]);
    expect(classes).toEqual([
      ["gate.started", undefined],
      ["decision.made", "electric"],
      ["barrier.opened", undefined],
      ["vehicle.arrived", "electric"],
    ]);
    expect(JSON.stringify(bodies)).not.toContain("4711");
  });
});
