import { createPrivateKey, sign } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fromBase45, toBase45 } from "./base45.ts";
import { openPass } from "./pass.ts";
import { credentialVectors } from "./testing.ts";
import { openTicket, sealTicket, TICKET_LIFE_S, type TicketContent, ticketToSign } from "./ticket.ts";

const pass = credentialVectors("pass");
const vector = credentialVectors("ticket");
const said = (name: string): string => vector.get(name) ?? "";
const claims: TicketContent = {
  ...{ account: pass.get("account") ?? "", estate: said("estate"), id: said("cti") },
  ...{ issuedAtS: Number(said("iat")), notBeforeS: Number(said("nbf")), notAfterS: Number(said("exp")) },
};
const issuer = createPrivateKey({
  key: { kty: "OKP", crv: "Ed25519", x: pass.get("publicKey") ?? "", d: pass.get("privateKey") ?? "" },
  format: "jwk",
});
const malformed = { fault: "pass-malformed" };

describe("the vector of a ticket in docs/credentials.md", () => {
  test("is what is signed, what is written and what is read", () => {
    const toVerify = ticketToSign(claims, pass.get("kid") ?? "");
    expect(Buffer.from(toVerify).toString("hex")).toBe(said("toSign"));
    const signature = new Uint8Array(sign(null, toVerify, issuer));
    expect(sealTicket(toVerify, signature)).toBe(said("text"));
    expect(openTicket(said("text"))).toEqual({ kid: pass.get("kid"), claims, toVerify, signature });
    expect(said("text")).toMatch(/^[0-9A-Z $%*+\-./:]{200,260}$/);
  });

  test("is no pass, and a pass is no ticket, whatever letters stand before them", () => {
    expect(openPass(said("text").replace("BG4:", "BG1:"))).toEqual(malformed);
    expect(openTicket((pass.get("text") ?? "").replace("BG1:", "BG4:"))).toEqual(malformed);
  });
});

test("nothing else is a ticket", () => {
  const bytes = fromBase45(said("text").slice(4)) ?? new Uint8Array();
  expect(openTicket(`BG4:${toBase45(Uint8Array.from([...bytes, 0]))}`)).toEqual(malformed);
  fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (any) => "fault" in openTicket(`BG4:${toBase45(any)}`)));
});

test("a ticket lives a month at most from when it was printed, and has some time left", () => {
  const withTimes = (change: Partial<TicketContent>) => () => ticketToSign({ ...claims, ...change }, "b6000001");
  expect(withTimes({ notAfterS: claims.issuedAtS + TICKET_LIFE_S })).not.toThrow();
  expect(withTimes({ notAfterS: claims.issuedAtS + TICKET_LIFE_S + 1 })).toThrow();
  expect(withTimes({ notBeforeS: claims.notAfterS })).toThrow();
});
