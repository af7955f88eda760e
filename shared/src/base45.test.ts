import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fromBase45, toBase45 } from "./base45.ts";

describe("base45", () => {
  test.each([
    ["AB", "BB8"],
    ["Hello!!", "%69 VD92EX0"],
    ["base-45", "UJCLQE7W581"],
    ["ietf!", "QED8WEX0"],
    ["", ""],
  ])("writes and reads RFC 9285's example %j", (plain, text) => {
    expect(toBase45(new TextEncoder().encode(plain))).toBe(text);
    expect(new TextDecoder().decode(fromBase45(text))).toBe(plain);
  });

  test.each([
    ["a group over FFFF", "GGW"],
    ["the highest group", ":::"],
    ["a last pair over FF", "::"],
    ["a lone letter", "BB8B"],
    ["small letters", "bb8"],
    ["letters outside the alphabet", "BB€"],
    ["a line end", "BB8\n"],
  ])("refuses %s", (_, text) => expect(fromBase45(text)).toBeUndefined());

  test("takes the largest group and the largest pair, and not one more", () => {
    expect(fromBase45("FGW")).toEqual(Uint8Array.of(0xff, 0xff));
    expect(fromBase45("U5")).toEqual(Uint8Array.of(0xff));
    expect(fromBase45("V5")).toBeUndefined();
  });

  test("reads what it wrote, for any bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(fromBase45(toBase45(bytes))).toEqual(bytes);
      }),
    );
  });

  test("has one text for any bytes: what it reads, it would have written", () => {
    const letters = fc.string({ unit: fc.constantFrom(..."0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:") });
    fc.assert(
      fc.property(letters, (text) => {
        const bytes = fromBase45(text);
        if (bytes !== undefined) expect(toBase45(bytes)).toBe(text);
      }),
    );
  });
});
