import { cmac } from "@noble/ciphers/aes.js";
import { describe, expect, it } from "vitest";
import { authenticateAes, authenticateEv2First, cardUid, type Ev2Session, ev2Keys } from "./pcsc-aes.ts";
import type { Talk } from "./pcsc-apdu.ts";

// The numbers are NXP's own: AN12196 (NTAG 424 DNA features and hints). Where a table is named, the gate must say the same bytes.

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(" ", ""), "hex");
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex").toUpperCase();

/** Plays a card that says these answers, in hex; what the gate said, and what came of it. */
function play<T>(talk: Talk<T>, ...answers: string[]): { said: string[]; outcome: T | "wants more" } {
  const said: string[] = [];
  let step = talk.next();
  for (const answer of answers) {
    if (step.done) break;
    said.push(text(step.value));
    step = talk.next(hex(answer));
  }
  if (step.done) return { said, outcome: step.value };
  return { said: [...said, text(step.value)], outcome: "wants more" };
}

const ZERO = hex("00000000000000000000000000000000");
const secret = (rndA: string) => ({ key: ZERO, random: () => hex(rndA) });

describe("AuthenticateEV2First", () => {
  it("says the bytes of AN12196, table 14 (key 0), and has its session keys", () => {
    const { said, outcome } = play(
      authenticateEv2First(0, secret("13C5DB8A5930439FC3DEF9A4C675360F")),
      "A04C124213C186F22399D33AC2A30215 91AF",
      "3FA64DB5446D1F34CD6EA311167F5E4985B89690C04A05F17FA7AB2F08120663 9100",
    );
    expect(said).toEqual([
      "9071000002000000",
      "90AF00002035C3E05A752E0144BAC0DE51C1F22C56B34408A23D8AEA266CAB947EA8E0118D00",
    ]);
    if (typeof outcome === "string") throw new Error(outcome);
    expect(text(outcome.ti)).toBe("9D00C4DF");
    expect(text(outcome.enc)).toBe("1309C877509E5A215007FF0ED19CA564");
    expect(text(outcome.mac)).toBe("4C6626F5E72EA694202139295C7A7FC7");
  });

  it("says the bytes of AN12196, table 20 (key 3), and has its session keys", () => {
    const { said, outcome } = play(
      authenticateEv2First(3, secret("B98F4C50CF1C2E084FD150E33992B048")),
      "B875CEB0E66A6C5CD00898DC371F92D1 91AF",
      "0CC9A8094A8EEA683ECAAC5C7BF20584206D0608D477110FC6B3D5D3F65C3A6A 9100",
    );
    expect(said[1]).toBe("90AF000020FF0306E47DFBC50087C4D8A78E88E62DE1E8BE457AA477C707E2F0874916A8B100");
    if (typeof outcome === "string") throw new Error(outcome);
    expect(text(outcome.ti)).toBe("7614281A");
    expect(text(outcome.enc)).toBe("7A93D6571E4B180FCA6AC90C9A7488D4");
    expect(text(outcome.mac)).toBe("FC4AF159B62E549B5812394CAB1918CC");
  });

  it("derives AN12196's session keys from both random numbers (table 14)", () => {
    const { enc, mac } = ev2Keys(
      ZERO,
      hex("13C5DB8A5930439FC3DEF9A4C675360F"),
      hex("B9E2FC789B64BF237CCCAA20EC7E6E48"),
    );
    expect([text(enc), text(mac)]).toEqual(["1309C877509E5A215007FF0ED19CA564", "4C6626F5E72EA694202139295C7A7FC7"]);
  });

  it.each([
    [
      "a card that does not give the gate's number back",
      "A04C124213C186F22399D33AC2A30215 91AF",
      `${"00".repeat(32)} 9100`,
      "forged",
    ],
    ["a card that finds another key", "A04C124213C186F22399D33AC2A30215 91AF", "91AE", "forged"],
    ["a card that wants a pause after wrong keys", "91AD", "", "late"],
    ["a card that has no such key", "9140", "", "forged"],
    ["a card that is older", "911C", "", "unknown-command"],
    ["a card of another kind", "6D00", "", "unknown-command"],
  ])("takes %s for what it is", (_, first, second, outcome) => {
    expect(play(authenticateEv2First(1, secret("13C5DB8A5930439FC3DEF9A4C675360F")), first, second).outcome).toBe(
      outcome,
    );
  });

  it.each(["91AF", "A04C 91AF", "00", ""])("does not take %j for an answer", (answer) => {
    const talk = authenticateEv2First(1, secret("13C5DB8A5930439FC3DEF9A4C675360F"));
    talk.next();
    expect(() => talk.next(hex(answer))).toThrow(expect.objectContaining({ code: "card-garbled" }));
  });
});

describe("GetCardUID", () => {
  const session = (): Ev2Session => ({
    enc: hex("2B4D963C014DC36F24F69A50A394F875"),
    mac: hex("379D32130CE61705DD5FD8C36B95D764"),
    ti: hex("DF055522"),
    count: 0,
  });

  it("says the bytes of AN12196, table 28, and reads its UID", () => {
    const answer = "70756055688505B52A5E26E59E329CD6595F672298EA41B7 9100";
    const { said, outcome } = play(cardUid(session()), answer);
    expect(said).toEqual(["90510000088E2C155ADDA99BE300"]);
    expect(outcome).toEqual(hex("04958CAA5C5E80"));
  });

  it.each([
    ["a changed byte", "71756055688505B52A5E26E59E329CD6595F672298EA41B7 9100"],
    ["a changed MAC", "70756055688505B52A5E26E59E329CD6595F672298EA41B8 9100"],
    ["no MAC", "9100"],
    ["a refusal", "919D"],
  ])("believes nothing with %s", (_, answer) => {
    expect(play(cardUid(session()), answer).outcome).toBeUndefined();
  });
});

describe("AuthenticateAES of DESFire EV1", () => {
  // No document of NXP that is open to all has numbers for it; these are a real card's, as its owner published them, and the first and
  // third of them determine the rest.
  const rndA = "F44B26F5686F3A391CD38EBD10772281";
  const sealedB = "B969FDFE56FD91FC9DE6F6F213B8FD1E";

  it("says what a real card took", () => {
    const { said } = play(authenticateAes(0, secret(rndA)), `${sealedB} 91AF`, "91AE");
    expect(said).toEqual([
      "90AA0000010000",
      "90AF00002036AAD7DF6E436BA08D18613830A70D5AD43E3D3F4A8D47541EEE623A934E477400",
    ]);
  });

  it.each([
    ["91AE", "forged"],
    ["91AD", "late"],
    [`${"00".repeat(16)} 9100`, "forged"],
  ])("takes %s for what it is", (answer, outcome) => {
    expect(play(authenticateAes(0, secret(rndA)), `${sealedB} 91AF`, answer).outcome).toBe(outcome);
  });
});

it("has the CMAC of RFC 4493, section 4, example 2", () => {
  const mac = cmac(hex("6BC1BEE22E409F96E93D7E117393172A"), hex("2B7E151628AED2A6ABF7158809CF4F3C"));
  expect(text(mac)).toBe("070A16B46B4D4144F79BDD9DD04A287C");
});
