import { createPublicKey } from "node:crypto";
import { credentialVectors } from "@baygate/shared/testing";
import { expect, test } from "vitest";
import { OpeningCode, openingKey } from "./opening-code.ts";

const vector = credentialVectors("opening-code");
const said = (name: string): string => vector.get(name) ?? "";
const madeMs = Number(said("made")) * 1000;
const code = () => new OpeningCode(openingKey(said("token")), { gate: said("gate"), lane: said("lane") });

test("the vector in docs/credentials.md is what a gate with that token shows", () => {
  expect(createPublicKey(openingKey(said("token"))).export({ format: "jwk" }).x).toBe(said("publicKey"));
  expect(code().text(madeMs)).toBe(said("text"));
});

test("a code stays for fifteen seconds, unless it was used: then the next one is another", () => {
  const shown = code();
  const first = shown.text(madeMs);
  expect(shown.text(madeMs + 14_999)).toBe(first);
  const second = shown.text(madeMs + 15_000);
  expect(second).not.toBe(first);
  shown.spend();
  // Within the same second, too.
  const third = shown.text(madeMs + 15_000);
  expect(third).not.toBe(second);
  expect(shown.text(madeMs + 15_500)).toBe(third);
  // The clock was set back.
  expect(shown.text(madeMs - 600_000)).not.toBe(third);
});
