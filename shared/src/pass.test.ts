import { encode, rfc8949EncodeOptions, Tagged } from "cborg";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fromBase45, toBase45 } from "./base45.ts";
import { isCardUid, openPass, PASS_LIFE_S, type PassContent, passToSign, sealPass } from "./pass.ts";
import { credentialVectors } from "./testing.ts";

const MALFORMED = { fault: "pass-malformed" };
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");
const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, "hex"));

const vector = credentialVectors("pass");
const said = (name: string): string => vector.get(name) ?? "";
const text = said("text");
const cose = bytes(said("cose"));
const claims: PassContent = {
  account: said("account"),
  notBeforeS: Number(said("nbf")),
  notAfterS: Number(said("exp")),
  estate: undefined,
  id: said("cti"),
};
const signature = cose.slice(-64);
const asText = (content: Uint8Array): string => `BG1:${toBase45(content)}`;

describe("the vectors in docs/credentials.md", () => {
  test("are what is signed and what is written", () => {
    const toSign = passToSign(claims, said("kid"));
    expect(hex(toSign)).toBe(said("toSign"));
    expect(sealPass(toSign, signature)).toBe(text);
    expect(hex(fromBase45(text.slice(4)) ?? new Uint8Array())).toBe(said("cose"));
    expect(cose.length).toBe(128);
  });

  test("are read back with everything they say", () => {
    expect(openPass(text)).toEqual({ kid: said("kid"), claims, toVerify: bytes(said("toSign")), signature });
  });

  test("hold for a pass of one estate", () => {
    const forEstate = credentialVectors("pass-for-estate");
    const opened = openPass(forEstate.get("text") ?? "");
    expect(opened).toMatchObject({ claims: { ...claims, estate: forEstate.get("estate") } });
    expect(hex(fromBase45((forEstate.get("text") ?? "").slice(4)) ?? new Uint8Array())).toBe(forEstate.get("cose"));
  });

  test("fit a QR code's alphanumeric mode", () => expect(text).toMatch(/^[0-9A-Z $%*+\-./:]{190,215}$/));
});

const passes = fc.record({
  account: fc.uuid({ version: [4, 7] }),
  notBeforeS: fc.integer({ min: 1, max: 0xffff_ffff - PASS_LIFE_S }),
  life: fc.integer({ min: 1, max: PASS_LIFE_S }),
  estate: fc.option(fc.constantFrom("harbour", "a", "z9-z9-z9-z9-z9-z9-z9-z9-z9-z9-z9"), { nil: undefined }),
  id: fc.uint8Array({ minLength: 8, maxLength: 8 }).map(hex),
  kid: fc.uint8Array({ minLength: 4, maxLength: 4 }).map(hex),
  signature: fc.uint8Array({ minLength: 64, maxLength: 64 }),
});

test("any pass is read as it was written", () => {
  fc.assert(
    fc.property(passes, ({ kid, life, signature, ...rest }) => {
      const content = { ...rest, notAfterS: rest.notBeforeS + life };
      const toSign = passToSign(content, kid);
      expect(openPass(sealPass(toSign, signature))).toEqual({ kid, claims: content, toVerify: toSign, signature });
    }),
  );
});

describe("whatever is held to the camera", () => {
  test("never throws: any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 600 }), (any) => {
        expect(openPass(any)).toEqual(MALFORMED);
        expect(openPass(`BG1:${any}`)).toEqual(MALFORMED);
      }),
    );
  });

  test("never throws: any bytes in base45", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 330 }), (any) => {
        expect(openPass(asText(any))).toEqual(MALFORMED);
      }),
    );
  });

  test("never throws: a pass with bytes put in, taken out or overwritten", () => {
    const edits = fc.array(
      fc.record({ at: fc.nat(cose.length), drop: fc.nat(4), put: fc.uint8Array({ maxLength: 4 }) }),
      { minLength: 1, maxLength: 3 },
    );
    fc.assert(
      fc.property(edits, (list) => {
        const changed = [...cose];
        for (const { at, drop, put } of list) changed.splice(at, drop, ...put);
        const opened = openPass(asText(Uint8Array.from(changed)));
        // What still opens says other bytes to verify or brings another signature: it stands or falls with the signature.
        if ("kid" in opened && hex(Uint8Array.from(changed)) !== said("cose"))
          expect([hex(opened.toVerify), hex(opened.signature)]).not.toEqual([said("toSign"), hex(signature)]);
      }),
      { numRuns: 2000 },
    );
  });

  test("no changed byte goes unnoticed, at any place with any value", () => {
    const original = [said("toSign"), hex(signature)].join();
    for (let at = 0; at < cose.length; at++)
      for (let value = 0; value < 256; value++) {
        if (value === cose[at]) continue;
        const opened = openPass(asText(cose.with(at, value)));
        if ("kid" in opened && [hex(opened.toVerify), hex(opened.signature)].join() === original)
          expect.fail(`byte ${at} as ${value} changes nothing that is verified`);
      }
  });

  test("no changed letter goes unnoticed", () => {
    for (let at = 0; at < text.length; at++) {
      const other = text[at] === "A" ? "B" : "A";
      expect(openPass(text.slice(0, at) + other + text.slice(at + 1))).not.toEqual(openPass(text));
    }
  });
});

describe("is malformed:", () => {
  const cbor = (value: unknown): Uint8Array => encode(value, rfc8949EncodeOptions);
  const header = cbor(
    new Map<number, unknown>([
      [1, -8],
      [4, bytes(said("kid"))],
    ]),
  );
  const sub = "AZjA3hI0eryN7wEjRWeJqw";
  const payload = (change: readonly (readonly [number, unknown])[] = [], drop: number[] = []): Map<number, unknown> => {
    const map = new Map<number, unknown>([
      [2, sub],
      [4, claims.notAfterS],
      [5, claims.notBeforeS],
      [7, bytes(claims.id)],
      ...change,
    ]);
    for (const key of drop) map.delete(key);
    return map;
  };
  const build = (parts: {
    header?: Uint8Array;
    open?: unknown;
    payload?: Uint8Array;
    signature?: unknown;
    tag?: number;
  }): string =>
    asText(
      cbor(
        new Tagged(parts.tag ?? 18, [
          parts.header ?? header,
          parts.open ?? new Map(),
          parts.payload ?? cbor(payload()),
          parts.signature ?? signature,
        ]),
      ),
    );

  test("(these tests build a true pass when nothing is changed)", () => expect(build({})).toBe(text));

  const hostile: [string, string][] = [
    ["nothing", ""],
    ["the prefix alone", "BG1:"],
    ["another version", text.replace("BG1:", "BG2:")],
    ["small letters", text.toLowerCase()],
    ["a space behind it", `${text} `],
    ["a line end behind it", `${text}\n`],
    ["513 letters", `BG1:${"0".repeat(509)}`],
    ["a byte behind it", asText(Uint8Array.from([...cose, 0]))],
    ["a byte short", asText(cose.slice(0, -1))],
    ["no tag", asText(cose.slice(1))],
    ["another tag", build({ tag: 17 })],
    ["a signature of 63 bytes", build({ signature: signature.slice(1) })],
    ["a signature that is text", build({ signature: "x".repeat(64) })],
    ["an unprotected header", build({ open: new Map([[4, bytes("b6000001")]]) })],
    [
      "a header too many",
      build({
        header: cbor(
          new Map<number, unknown>([
            [1, -8],
            [4, bytes("b6000001")],
            [5, 1],
          ]),
        ),
      }),
    ],
    [
      "a critical header",
      build({
        header: cbor(
          new Map<number, unknown>([
            [1, -8],
            [2, [99]],
            [4, bytes("b6000001")],
            [99, 1],
          ]),
        ),
      }),
    ],
    [
      "another algorithm",
      build({
        header: cbor(
          new Map<number, unknown>([
            [1, -7],
            [4, bytes("b6000001")],
          ]),
        ),
      }),
    ],
    [
      "a kid of 5 bytes",
      build({
        header: cbor(
          new Map<number, unknown>([
            [1, -8],
            [4, bytes("b600000100")],
          ]),
        ),
      }),
    ],
    ["a claim too many", build({ payload: cbor(payload([[6, 1_790_000_000]])) })],
    ["no id", build({ payload: cbor(payload([], [7])) })],
    ["no expiry", build({ payload: cbor(payload([], [4])) })],
    ["an expiry before its beginning", build({ payload: cbor(payload([[4, claims.notBeforeS - 1]])) })],
    ["a life of a second too many", build({ payload: cbor(payload([[4, claims.notBeforeS + PASS_LIFE_S + 1]])) })],
    ["a negative time", build({ payload: cbor(payload([[5, -1]])) })],
    ["a time with a fraction", build({ payload: cbor(payload([[5, claims.notBeforeS + 0.5]])) })],
    ["a time as text", build({ payload: cbor(payload([[5, "1790000000"]])) })],
    ["an account that is bytes", build({ payload: cbor(payload([[2, bytes(claims.account.replaceAll("-", ""))]])) })],
    ["an account that is no UUID", build({ payload: cbor(payload([[2, "/".repeat(22)]])) })],
    ["an account with slack bits", build({ payload: cbor(payload([[2, sub.replace(/w$/, "x")]])) })],
    ["an estate that is no estate's name", build({ payload: cbor(payload([[3, "Harbour!"]])) })],
    ["claims in another order", build({ payload: encode(payload(), { mapSorter: () => -1 }) })],
    [
      "a time in nine bytes",
      asText(
        Uint8Array.from(
          Buffer.from(said("cose").replace("582fa4", "5833a4").replace("041a6ab13bbc", "041b000000006ab13bbc"), "hex"),
        ),
      ),
    ],
    ["an array of unknown length", asText(Uint8Array.from([...bytes(said("cose").replace(/^d284/, "d29f")), 0xff]))],
    ["four thousand million parts", asText(bytes("d29affffffff"))],
    ["a deep nest", asText(new Uint8Array(330).fill(0x81))],
  ];
  test.each(hostile)("%s", (_, held) => expect(openPass(held)).toEqual(MALFORMED));
});

test("a pass that no gate would take cannot be made", () => {
  expect(() => passToSign({ ...claims, notAfterS: claims.notBeforeS + PASS_LIFE_S + 1 }, said("kid"))).toThrow();
  expect(() => passToSign({ ...claims, account: claims.account.toUpperCase() }, said("kid"))).toThrow();
  expect(() => passToSign(claims, "b600")).toThrow();
  expect(() => sealPass(passToSign(claims, said("kid")), new Uint8Array(10))).toThrow();
});

describe("a card's UID", () => {
  test.each(["deadbeef", "04a2b3c4d5e680", "04112233445566778899", "08a2b3c4d5e680"])("%s identifies a card", (uid) =>
    expect(isCardUid(bytes(uid))).toBe(true),
  );
  test.each([
    ["no bytes", ""],
    ["a length that no card has", "0102030405"],
    ["more than ten bytes", "0102030405060708090a0b"],
    ["zeros of a card lost half-way", "00000000"],
    ["seven zeros", "00000000000000"],
    ["a random UID, new at every tap", "08123456"],
    ["a cascade tag", "88041122"],
  ])("%s does not", (_, uid) => expect(isCardUid(bytes(uid))).toBe(false));
});
