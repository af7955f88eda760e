import { generateKeyPairSync, sign } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { EstatePolicy } from "@baygate/shared/estate";
import { passToSign, sealPass } from "@baygate/shared/pass";
import { plateBytes, skeletonBytes } from "@baygate/shared/plate";
import { ruleText } from "@baygate/shared/rules";
import { describe, expect, it } from "vitest";
import { cardRef } from "./claim.ts";
import { ACCOUNT, CARD_KEY, card, laneBench, POLICY, settled, UID } from "./lane.testing.ts";

// What a lane takes for whose word: plates, cards that prove themselves, passes.

const bench = laneBench();
const { commands, shown, openLane, rules, wait, kinds, drive } = bench;

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
    const written = readFileSync(join(bench.directory, "journal.db")).toString("latin1");
    expect(written).not.toContain(AES.toString("base64url"));
    expect(written + readFileSync(join(bench.directory, "journal.db-wal")).toString("latin1")).toContain(
      '"proves":true',
    );
  });
});

describe("a lane and passes", () => {
  it("takes a pass once in each direction", async () => {
    const { publicKey, privateKey } = generateKeyPairSync("ed25519");
    const kid = "00112233";
    const ed25519 = publicKey.export({ format: "jwk" }).x ?? "";
    rules([`key/${kid}`, ruleText("key", { ed25519, notBeforeMs: 0, notAfterMs: bench.nowMs * 2 })]);
    const notBeforeS = bench.nowMs / 1000;
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
});
