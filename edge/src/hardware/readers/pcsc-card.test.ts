import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { type AesKind, aesCard, plainCard, type TestCard } from "./card.testing.ts";
import { type CardAsks, type CardRead, readCard } from "./pcsc-card.ts";

// Whole conversations with cards that do the exchange for real. The reader's own answer is the UID.

const UID = Buffer.from("04958caa5c5e80", "hex");
const ISO_ATR = Buffer.from("3b80800101", "hex");
/** PC/SC part 3, 3.1.3.2.3.2: a MIFARE Classic 1K. */
const CLASSIC_ATR = Buffer.from("3b8f8001804f0ca000000306030001000000006a", "hex");
const KEY = randomBytes(16);

function hold(
  card: TestCard,
  asks: Partial<CardAsks> = {},
  atr = ISO_ATR,
  uid = UID,
): { read: CardRead; commands: number } {
  const all: CardAsks = { cardKey: () => undefined, random: () => randomBytes(16), ...asks };
  const talk = readCard(atr, all);
  let step = talk.next();
  let commands = 0;
  while (!step.done) {
    commands++;
    const apdu = Buffer.from(step.value);
    const isForReader = apdu[0] === 0xff;
    step = talk.next(isForReader ? Buffer.concat([uid, Buffer.from("9000", "hex")]) : card.answer(apdu));
  }
  return { read: step.value, commands };
}

const known = { cardKey: (uid: Uint8Array) => (UID.equals(uid) ? KEY : undefined) };
const holding = (kind: AesKind, key: Buffer, uid = UID) => aesCard({ kind, uid, keys: new Map([[1, key]]) });

describe.each<AesKind>(["ntag-424", "desfire-ev2", "desfire-ev1"])("a card with a key (%s)", (kind) => {
  it("is tier D where it holds the key that the gate knows for its UID", () => {
    expect(hold(holding(kind, KEY), known).read).toEqual({ tier: "D", uid: UID });
  });

  it("proves nothing with another key, or without that key", () => {
    expect(hold(holding(kind, randomBytes(16)), known).read).toEqual({ tier: "E", uid: UID });
    expect(hold(aesCard({ kind, uid: UID, keys: new Map([[0, KEY]]) }), known).read).toEqual({ tier: "E", uid: UID });
  });

  it("is asked for no proof where the gate knows no key", () => {
    expect(hold(holding(kind, KEY))).toEqual({ read: { tier: "E", uid: UID }, commands: 1 });
  });
});

it("takes a copy of a UID for what it is", () => {
  expect(hold(plainCard, known).read).toEqual({ tier: "E", uid: UID });
});

it("does not take one card's word for another's UID", () => {
  const other = Buffer.from("04112233445566", "hex");
  // The right key, and under the session's keys it says another UID.
  expect(hold(holding("ntag-424", KEY, other), known).read).toEqual({ tier: "E", uid: UID });
});

it("says nothing but its UID to a card that understands no APDU, even if it should hold a key", () => {
  expect(hold(plainCard, known, CLASSIC_ATR)).toEqual({ read: { tier: "E", uid: UID }, commands: 1 });
});

it("throws new dice for every conversation", () => {
  const thrown: string[] = [];
  const asks = { ...known, random: () => randomBytes(16) };
  const watched = (card: TestCard): TestCard => ({
    answer: (apdu) => {
      if (apdu[1] === 0xaf) thrown.push(apdu.toString("hex"));
      return card.answer(apdu);
    },
  });
  for (let i = 0; i < 3; i++) hold(watched(holding("ntag-424", KEY)), asks);
  expect(new Set(thrown).size).toBe(3);
});
