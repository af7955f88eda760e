import { createHash, createSign, generateKeyPairSync, randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { testDatabase } from "../db/testing.ts";
import { testHouse } from "./testing.ts";

const { db } = await testDatabase();
const house = await testHouse(db);
const { ask } = house;
beforeAll(() => house.openHarbour());
afterAll(() => house.hub.close());

const SEND = "/v1/auth/email-otp/send-verification-otp";
const SIGN_IN = "/v1/auth/sign-in/email-otp";
const HERE = { origin: "http://localhost" };

/** Signs in as a browser does, from some address of the network; answers its cookie. */
async function browser(email: string, from: string): Promise<string> {
  await ask("POST", SEND, { body: { email, type: "sign-in" }, from });
  const otp = /\b\d{6}\b/.exec((await house.outbox.mails(email))[0]?.text ?? "")?.[0];
  const { headers } = await ask("POST", SIGN_IN, { body: { email, otp }, headers: HERE, from });
  return headers.getSetCookie()[0]?.split(";")[0] ?? "";
}

describe("a stranger who tries", () => {
  it("is refused 10,000 times before the database is asked, and real people still get in", async () => {
    const statuses = new Map<number, number>();
    let retryAfter: string | null = null;
    for (let tries = 0; tries < 10_000; tries++) {
      const body = { email: `someone${tries}@example.org`, otp: `${tries}`.padStart(6, "0") };
      const { status, headers } = await ask("POST", SIGN_IN, { body, from: "203.0.113.7" });
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      retryAfter ??= headers.get("retry-after");
    }
    expect(Object.fromEntries(statuses)).toEqual({ 400: 60, 429: 9940 });
    expect(Number(retryAfter)).toBeGreaterThan(0);
    expect(await browser("ada@example.org", "198.51.100.9")).toContain("session_token");
  });

  it("guesses at one address ten times, from however many networks", async () => {
    const codes: string[] = [];
    for (let network = 1; network <= 12; network++) {
      const body = { email: "bea@example.org", otp: "000000" };
      codes.push((await ask("POST", SIGN_IN, { body, from: `192.0.2.${network}` })).body.code);
    }
    expect(codes).toEqual([...Array(10).fill("code-refused"), ...Array(2).fill("too-many-requests")]);
  });

  it("is counted by the connection, or by what the house's own proxies saw, and never by what it says itself", async () => {
    const tries = async (trustedProxies: number, forwarded: (i: number) => string, from: string) => {
      const each = await testHouse(db, { trustedProxies });
      const statuses = new Set<number>();
      for (let i = 0; i < 70; i++) {
        const headers = { "x-forwarded-for": forwarded(i) };
        const body = { email: `x${i}@example.org`, otp: "000000" };
        statuses.add((await each.ask("POST", SIGN_IN, { body, headers, from })).status);
      }
      each.hub.close();
      return [...statuses];
    };
    const invented = (i: number) => `10.1.1.${i}`;
    expect(await tries(0, invented, "203.0.113.7")).toEqual([400, 429]);
    expect(await tries(1, (i) => `${invented(i)}, 203.0.113.9`, "10.0.0.1")).toEqual([400, 429]);
    expect(await tries(1, (i) => `garbage, ${invented(i)}`, "10.0.0.1")).toEqual([400]);
    expect(await tries(2, (i) => `${invented(i)}, 203.0.113.9, 10.0.0.2`, "10.0.0.1")).toEqual([400, 429]);
    expect(await tries(1, () => "not an address", "203.0.113.7")).toEqual([400, 429]);
  });

  it("learns nothing of who has an account", async () => {
    await browser("cem@example.org", "198.51.100.10");
    const seen = async (email: string) => {
      const from = "198.51.100.11";
      const sent = await ask("POST", SEND, { body: { email, type: "sign-in" }, from });
      const wrong = await ask("POST", SIGN_IN, { body: { email, otp: "000000" }, from });
      const { instance: _, ...problem } = wrong.body;
      return [sent.status, sent.body, wrong.status, problem, (await house.outbox.mails(email)).length > 0];
    };
    expect(await seen("nobody@example.org")).toEqual(await seen("cem@example.org"));
  });

  it("is refused for a body that is deep or large, and breaks nothing", async () => {
    const post = async (body: string) => {
      const headers = { "content-type": "application/json" };
      return (await house.app.request(SIGN_IN, { method: "POST", headers, body })).status;
    };
    expect(await post(`${"[".repeat(100_000)}${"]".repeat(100_000)}`)).toBe(400);
    expect(await post(`${'{"a":'.repeat(40_000)}1${"}".repeat(40_000)}`)).toBe(400);
    expect(await post(`{"email":"${"a".repeat(300_000)}"}`)).toBe(413);
  });

  it("gets into no office route with a driver's session", async () => {
    const cookie = await browser("dan@example.org", "198.51.100.12");
    const { body } = await ask("GET", "/v1/openapi.json");
    const routes = Object.entries<object>(body.paths).filter(([path]) => path.startsWith("/v1/ops"));
    expect(routes.length).toBeGreaterThan(20);
    for (const [path, methods] of routes)
      for (const method of Object.keys(methods)) {
        const address = path.replaceAll(/\{\w+\}/g, "x");
        const answer = await ask(method.toUpperCase(), address, { headers: { cookie, ...HERE } });
        expect([method, path, answer.body.code]).toEqual([method, path, "role-insufficient"]);
      }
  });
});

/** A device with a passkey, made of nothing but the standard (WebAuthn level 3, attestation `none`). */
function authenticator() {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const id = randomBytes(32);
  const jwk = publicKey.export({ format: "jwk" });
  const point = (half: string | undefined) => Buffer.from(half ?? "", "base64url");
  const sha256 = (of: Uint8Array | string) => createHash("sha256").update(of).digest();
  const clientData = (type: string, challenge: string, origin: string) =>
    Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
  const shared = { id: id.toString("base64url"), rawId: id.toString("base64url"), type: "public-key" };
  return {
    create(challenge: string) {
      // COSE_Key: {1: 2, 3: -7, -1: 1, -2: x, -3: y}
      const key = [
        Buffer.from("a5010203262001215820", "hex"),
        point(jwk.x),
        Buffer.from("225820", "hex"),
        point(jwk.y),
      ];
      const flags = Buffer.from([0x45, 0, 0, 0, 0]);
      const attested = [Buffer.alloc(16), Buffer.from([0, id.length]), id, ...key];
      const data = Buffer.concat([sha256("localhost"), flags, ...attested]);
      // {"fmt": "none", "attStmt": {}, "authData": data}
      const head = Buffer.from("a363666d74646e6f6e656761747453746d74a068617574684461746158", "hex");
      const attestation = Buffer.concat([head, Buffer.from([data.length]), data]);
      const client = clientData("webauthn.create", challenge, HERE.origin);
      const response = {
        clientDataJSON: client.toString("base64url"),
        attestationObject: attestation.toString("base64url"),
        transports: ["internal"],
      };
      return { ...shared, response, clientExtensionResults: {} };
    },
    get(challenge: string, { origin = HERE.origin, flags = 0x05 } = {}) {
      const data = Buffer.concat([sha256("localhost"), Buffer.from([flags, 0, 0, 0, 0])]);
      const client = clientData("webauthn.get", challenge, origin);
      const signature = createSign("sha256").update(data).update(sha256(client)).sign(privateKey);
      const response = {
        clientDataJSON: client.toString("base64url"),
        authenticatorData: data.toString("base64url"),
        signature: signature.toString("base64url"),
      };
      return { ...shared, response, clientExtensionResults: {} };
    },
  };
}

describe("a passkey", () => {
  const from = "198.51.100.20";
  const device = authenticator();
  const cookiesOf = (headers: Headers) => headers.getSetCookie().map((each) => each.split(";")[0]);

  it("is added by whoever is signed in, and then signs in without a mail", async () => {
    const cookie = await browser("eve@example.org", from);
    const begun = await ask("GET", "/v1/auth/passkey/generate-register-options", { headers: { cookie }, from });
    expect(begun.body.rp.id).toBe("localhost");
    const added = await ask("POST", "/v1/auth/passkey/verify-registration", {
      headers: { ...HERE, cookie: [cookie, ...cookiesOf(begun.headers)].join("; ") },
      body: { response: device.create(begun.body.challenge), name: "my phone" },
      from,
    });
    expect([added.status, added.body.name]).toEqual([200, "my phone"]);
    const { status, cookie: fresh } = await signIn(device);
    expect(status).toBe(200);
    expect((await ask("GET", "/v1/me", { headers: { cookie: fresh } })).body.email).toBe("eve@example.org");
  });

  it("signs nobody in from another house's page, without its owner being looked at, or with another's key", async () => {
    expect((await signIn(device, { origin: "https://evil.example" })).code).toBe("passkey-refused");
    expect((await signIn(device, { flags: 0x01 })).code).toBe("passkey-refused");
    expect((await signIn(authenticator())).code).toBe("passkey-refused");
  });

  it("answers a challenge once", async () => {
    const begun = await ask("GET", "/v1/auth/passkey/generate-authenticate-options", { from });
    const headers = { ...HERE, cookie: cookiesOf(begun.headers).join("; ") };
    const body = { response: device.get(begun.body.challenge) };
    const path = "/v1/auth/passkey/verify-authentication";
    expect((await ask("POST", path, { headers, body, from })).status).toBe(200);
    expect((await ask("POST", path, { headers, body, from })).body.code).toBe("passkey-refused");
  });

  it("that is none is refused plainly", async () => {
    const cookie = await browser("fay@example.org", "198.51.100.21");
    const begun = await ask("GET", "/v1/auth/passkey/generate-register-options", { headers: { cookie }, from });
    const junk = { clientDataJSON: "AAAA", attestationObject: "AAAA" };
    const body = { response: { id: "AAAA", rawId: "AAAA", type: "public-key", response: junk } };
    const headers = { ...HERE, cookie: [cookie, ...cookiesOf(begun.headers)].join("; ") };
    const { status, body: problem } = await ask("POST", "/v1/auth/passkey/verify-registration", { headers, body });
    expect([status, problem.code]).toEqual([400, "passkey-refused"]);
  });

  async function signIn(with_: ReturnType<typeof authenticator>, how: { origin?: string; flags?: number } = {}) {
    const begun = await ask("GET", "/v1/auth/passkey/generate-authenticate-options", { from });
    const { status, body, headers } = await ask("POST", "/v1/auth/passkey/verify-authentication", {
      headers: { ...HERE, cookie: cookiesOf(begun.headers).join("; ") },
      body: { response: with_.get(begun.body.challenge, how) },
      from,
    });
    const session = cookiesOf(headers).find((each) => each?.startsWith("baygate.session_token="));
    return { status, code: body.code, cookie: session ?? "" };
  }
});
