import { credentialVectors } from "@baygate/shared/testing";
import { expect, test } from "vitest";
import { cardKeys, diversify } from "./card-keys.ts";

const hex = (text: string): Buffer => Buffer.from(text, "hex");

test("a key is diversified as in AN10922, 2.2.1", () => {
  // UID 04782E21801D80, application 3042F5, system "NXP Abu".
  const made = diversify(hex("00112233445566778899aabbccddeeff"), hex("04782e21801d803042f54e585020416275"));
  expect(Buffer.from(made).toString("hex")).toBe("a8dd63a3b89d54b37ca802473fda9175");
});

test("an input for which the note pads otherwise is refused", () => {
  for (const length of [0, 15, 32]) expect(() => diversify(Buffer.alloc(16), Buffer.alloc(length))).toThrow(RangeError);
});

test("a card's keys are those of docs/credentials.md", () => {
  const vectors = credentialVectors("card-keys");
  const said = (name: string): string => vectors.get(name) ?? "";
  const { master, proving } = cardKeys(hex(said("cardMaster")), hex(said("uid")));
  expect(Buffer.from(master).toString("hex")).toBe(said("key0"));
  expect(Buffer.from(proving).toString("hex")).toBe(said("key1"));
  expect(cardKeys(hex(said("cardMaster")), hex("04958caa5c5e81")).proving).not.toEqual(proving);
});
