import { generateKeyPairSync, randomBytes } from "node:crypto";
import { credentialVectors } from "@baygate/shared/testing";
import { describe, expect, it } from "vitest";
import { type AesKind, aesCard, phoneCard, plainCard, type TestCard } from "./card.testing.ts";
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

describe("a phone with the driver's app (tier A)", () => {
  const vector = credentialVectors("nfc");
  const said = (name: string): Buffer => Buffer.from(vector.get(name) ?? "", "hex");
  const challenge = said("ask").subarray(5, -1);
  const asks = { challenge: () => challenge };

  it("is asked, and answers, with the bytes of docs/credentials.md", () => {
    const heard: string[] = [];
    const answers = [said("selected"), said("answered")];
    const phone: TestCard = {
      answer(apdu) {
        heard.push(apdu.toString("hex"));
        return answers.shift() ?? expect.fail("asked once too often");
      },
    };
    expect(hold(phone, asks).read).toEqual({ tier: "A", challenge, proof: said("answered").subarray(0, -2) });
    expect(heard).toEqual([said("select").toString("hex"), said("ask").toString("hex")]);
  });

  it("may answer with more than one APDU holds", () => {
    const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const certificate = randomBytes(250);
    const der = privateKey.export({ format: "der", type: "pkcs8" });
    const { read, commands } = hold(phoneCard({ certificate, privateKey: der }), asks);
    expect(read).toMatchObject({ tier: "A", challenge });
    expect("proof" in read && read.proof.subarray(3, 253).equals(certificate)).toBe(true);
    // The UID, SELECT, INTERNAL AUTHENTICATE, GET RESPONSE.
    expect(commands).toBe(4);
  });

  it("says that it is locked; other cards do not know the app, and identify only", () => {
    const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const der = privateKey.export({ format: "der", type: "pkcs8" });
    const locked = phoneCard({ certificate: randomBytes(200), privateKey: der, locked: true });
    expect(hold(locked, asks).read).toEqual({ unreadable: "phone-locked" });
    expect(hold(plainCard, asks).read).toEqual({ tier: "E", uid: UID });
  });
});
