import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { accountChores } from "../accounts/chores.ts";
import { account } from "../db/schema/accounts.ts";
import { signInCode, signInSession } from "../db/schema/sign-in.ts";
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

/** Asks for a code and reads it in the mail. */
async function codeFor(email: string): Promise<string> {
  await ask("POST", SEND, { body: { email, type: "sign-in" } });
  const [mail] = await house.outbox.mails(email);
  return /\b\d{6}\b/.exec(mail?.text ?? "")?.[0] ?? "no code";
}

/** Signs in as a phone's app does; answers its bearer. */
async function phone(email: string): Promise<string> {
  const { headers } = await ask("POST", SIGN_IN, { body: { email, otp: await codeFor(email) } });
  return headers.get("set-auth-token") ?? "";
}

/** Signs in as a browser does; answers its cookie. */
async function browser(email: string): Promise<string> {
  const { headers } = await ask("POST", SIGN_IN, { body: { email, otp: await codeFor(email) }, headers: HERE });
  return headers.getSetCookie().join("; ").split(";")[0] ?? "";
}

const wrong = (code: string): string => (code === "000000" ? "000001" : "000000");

describe("signing in with a code by mail", () => {
  it("makes an account with access to every public estate, for an app that keeps a bearer", async () => {
    const as = await phone("ada@example.org");
    const { body } = await ask("GET", "/v1/me", { as });
    expect(body).toMatchObject({ email: "ada@example.org", estates: ["harbour"], currency: "EUR", roles: ["driver"] });
    expect(body.account).toMatch(/^[0-9a-f-]{36}$/);
    const wallet = await ask("GET", "/v1/me/wallet", { as });
    expect([wallet.status, wallet.body.balanceMinor]).toEqual([200, 0]);
  });

  it("finds the same account again, from another device, in any case of letters", async () => {
    const first = await ask("GET", "/v1/me", { as: await phone("bea@example.org") });
    const second = await ask("GET", "/v1/me", { as: await phone("Bea@Example.org") });
    expect(second.body.account).toBe(first.body.account);
    expect(first.body.account).toMatch(/-/);
  });

  it("gives a browser a cookie that no script reads, and no bearer", async () => {
    const { headers, body } = await ask("POST", SIGN_IN, {
      body: { email: "cem@example.org", otp: await codeFor("cem@example.org"), name: "Cem" },
      headers: HERE,
    });
    const [cookie = ""] = headers.getSetCookie();
    expect(cookie).toMatch(/^baygate\.session_token=.+; Path=\/; HttpOnly; SameSite=Lax$/);
    expect(headers.get("set-auth-token")).toBeNull();
    expect(JSON.stringify(body)).not.toContain(cookie.slice(22, 54));
    const me = await ask("GET", "/v1/me", { headers: { cookie: cookie.split(";")[0] ?? "" } });
    expect(me.body.name).toBe("Cem");
  });

  it("takes a code once, and for its own address", async () => {
    const code = await codeFor("dan@example.org");
    const used = async (email: string, otp: string) => {
      const { status, body } = await ask("POST", SIGN_IN, { body: { email, otp } });
      return [status, body.code];
    };
    expect(await used("eve@example.org", code)).toEqual([400, "code-refused"]);
    expect((await used("dan@example.org", code))[0]).toBe(200);
    expect(await used("dan@example.org", code)).toEqual([400, "code-refused"]);
  });

  it("takes five guesses at a code, then not even the right one", async () => {
    const code = await codeFor("fay@example.org");
    for (let guess = 0; guess < 5; guess++)
      expect((await ask("POST", SIGN_IN, { body: { email: "fay@example.org", otp: wrong(code) } })).status).toBe(400);
    const late = await ask("POST", SIGN_IN, { body: { email: "fay@example.org", otp: code } });
    expect([late.status, late.body.code]).toEqual([400, "code-refused"]);
  });

  it("keeps no code that a thief of the database could use", async () => {
    const code = await codeFor("gus@example.org");
    const rows = await db.orm.select().from(signInCode);
    expect(rows.some(({ identifier }) => identifier.includes("gus@example.org"))).toBe(true);
    expect(JSON.stringify(rows)).not.toContain(code);
  });

  it("does not take a code after its ten minutes of real time, and does not care for the town's clock", async () => {
    const code = await codeFor("hal@example.org");
    house.time.nowMs += 400 * 86_400_000;
    expect((await ask("POST", SIGN_IN, { body: { email: "hal@example.org", otp: code } })).status).toBe(200);
    house.time.nowMs -= 400 * 86_400_000;
    const late = await codeFor("hal@example.org");
    await db.orm.update(signInCode).set({ expiresAt: new Date(Date.now() - 1000) });
    const { status, body } = await ask("POST", SIGN_IN, { body: { email: "hal@example.org", otp: late } });
    expect([status, body.code]).toEqual([400, "code-refused"]);
  });
});

describe("a session", () => {
  it("is listed with its device, and ended from another one", async () => {
    const [old, young] = [await phone("ida@example.org"), await phone("ida@example.org")];
    const { body } = await ask("GET", "/v1/me/sessions", { as: young });
    expect(body.items.map((each: { current: boolean }) => each.current)).toEqual([true, false]);
    const ended = await ask("DELETE", `/v1/me/sessions/${body.items[1].id}`, { as: young });
    expect(ended.status).toBe(200);
    const after = await ask("GET", "/v1/me", { as: old });
    expect([after.status, after.body.code]).toEqual([401, "token-unknown"]);
    expect((await ask("GET", "/v1/me", { as: young })).status).toBe(200);
  });

  it("ends when its owner signs out", async () => {
    const cookie = await browser("jon@example.org");
    expect((await ask("GET", "/v1/auth/get-session", { headers: { cookie } })).body.user.email).toBe("jon@example.org");
    expect((await ask("POST", "/v1/auth/sign-out", { headers: { cookie, ...HERE } })).status).toBe(200);
    expect((await ask("GET", "/v1/auth/get-session", { headers: { cookie } })).body).toBeNull();
    expect((await ask("GET", "/v1/me", { headers: { cookie } })).body.code).toBe("token-unknown");
  });

  it("is of no use after its time", async () => {
    const as = await phone("kim@example.org");
    const me = await ask("GET", "/v1/me", { as });
    await db.orm
      .update(signInSession)
      .set({ expiresAt: new Date(Date.now() - 1000) })
      .where(eq(signInSession.userId, me.body.account));
    expect((await ask("GET", "/v1/me", { as })).body.code).toBe("token-unknown");
  });

  it("needs more than what stands in the database", async () => {
    const as = await phone("lea@example.org");
    const [row] = await db.orm
      .select()
      .from(signInSession)
      .where(eq(signInSession.token, as.split(".")[0] ?? ""));
    expect(row).toBeDefined();
    for (const forged of [row?.token ?? "", `${row?.token}.${"A".repeat(43)}=`])
      expect((await ask("GET", "/v1/me", { as: forged })).body.code).toBe("token-unknown");
  });

  it("changes nothing from a foreign page, nor from one that hides where it is from", async () => {
    const cookie = await browser("mia@example.org");
    const rename = async (headers: Record<string, string>) => {
      const { status, body } = await ask("PATCH", "/v1/me", { body: { name: "Mia" }, headers: { cookie, ...headers } });
      return [status, body.code];
    };
    expect(await rename({ origin: "https://evil.example" })).toEqual([403, "origin-refused"]);
    expect(await rename({ origin: "null" })).toEqual([403, "origin-refused"]);
    expect(await rename({})).toEqual([403, "origin-refused"]);
    expect(await rename(HERE)).toEqual([200, undefined]);
    const foreign = { cookie, origin: "https://evil.example" };
    expect((await ask("POST", "/v1/auth/sign-out", { headers: foreign })).body.code).toBe("origin-refused");
    expect((await ask("GET", "/v1/me", { headers: { cookie } })).body.name).toBe("Mia");
  });

  it("is a new one at every sign-in: what a browser brought along is not taken over", async () => {
    const planted = await browser("nia@example.org");
    const { headers } = await ask("POST", SIGN_IN, {
      body: { email: "oda@example.org", otp: await codeFor("oda@example.org") },
      headers: { ...HERE, cookie: planted },
    });
    const fresh = headers.getSetCookie()[0]?.split(";")[0] ?? "";
    expect(fresh).not.toBe(planted);
    const whose = async (cookie: string) => (await ask("GET", "/v1/me", { headers: { cookie } })).body.email;
    expect([await whose(planted), await whose(fresh)]).toEqual(["nia@example.org", "oda@example.org"]);
  });
});

describe("an account", () => {
  it("is called and spoken to as its owner says", async () => {
    const as = await phone("pia@example.org");
    const { body } = await ask("PATCH", "/v1/me", { as, body: { name: "Pia", language: "de" } });
    expect(body).toMatchObject({ name: "Pia", language: "de" });
    const bad = await ask("PATCH", "/v1/me", { as, body: { language: "not a language" } });
    expect(bad.body.code).toBe("invalid-request");
    const [row] = await db.orm.select().from(account).where(eq(account.id, body.account));
    expect(row?.name).toBe("Pia");
  });
});

describe("a mail address", () => {
  const ASK = "/v1/auth/email-otp/request-email-change";
  const CHANGE = "/v1/auth/email-otp/change-email";
  const codeSentTo = async (email: string) => {
    const [mail] = await house.outbox.mails(email);
    return /\b\d{6}\b/.exec(mail?.text ?? "")?.[0] ?? "";
  };

  it("is changed to one that its owner proves to have; the old one is told, and finds no account any more", async () => {
    const as = await phone("old@example.org");
    const { account: id } = (await ask("GET", "/v1/me", { as })).body;
    expect((await ask("POST", ASK, { as, body: { newEmail: "New@example.org" } })).status).toBe(200);
    const otp = await codeSentTo("new@example.org");
    const wrongCode = await ask("POST", CHANGE, { as, body: { newEmail: "new@example.org", otp: wrong(otp) } });
    expect([wrongCode.status, wrongCode.body.code]).toEqual([400, "code-refused"]);
    expect((await ask("POST", CHANGE, { as, body: { newEmail: "new@example.org", otp } })).status).toBe(200);
    expect((await ask("GET", "/v1/me", { as })).body).toMatchObject({ account: id, email: "new@example.org" });
    expect((await house.outbox.mails("old@example.org"))[0]?.subject).toMatch(/another mail address/);
    expect((await ask("GET", "/v1/me", { as: await phone("old@example.org") })).body.account).not.toBe(id);
    expect((await ask("GET", "/v1/me", { as: await phone("new@example.org") })).body.account).toBe(id);
  });

  it("of somebody else is not taken, and whether it is somebody's is not told", async () => {
    const as = await phone("rea@example.org");
    await phone("taken@example.org");
    const before = (await house.outbox.mails("taken@example.org")).length;
    const asked = async (newEmail: string) => {
      const { status, body } = await ask("POST", ASK, { as, body: { newEmail } });
      return [status, body];
    };
    expect(await asked("taken@example.org")).toEqual(await asked("nobody-yet@example.org"));
    expect((await house.outbox.mails("taken@example.org")).length).toBe(before);
    const body = { newEmail: "taken@example.org", otp: "000000" };
    expect((await ask("POST", CHANGE, { as, body })).body.code).toBe("code-refused");
    expect((await ask("POST", ASK, { as, body: { newEmail: "rea@example.org" } })).body.code).toBe("email-unchanged");
    expect((await ask("POST", ASK, { body: { newEmail: "x@example.org" } })).body.code).toBe("token-missing");
  });
});

describe("an estate", () => {
  it("that is open to the public lets those park who signed up before it was, with what they open gates by", async () => {
    const as = await phone("tea@example.org");
    const { account: id } = (await ask("GET", "/v1/me", { as })).body;
    await ask("POST", "/v1/me/vehicles", { as, body: { label: "van", plate: "TEA 1" } });
    const estates = async () => (await ask("GET", "/v1/me", { as })).body.estates;
    await house.openHarbour("quay");
    expect(await estates()).toContain("quay");
    const { rows } = await db.pool.query<{ key: string }>("select key from rule_dirty where estate = 'quay'");
    const keys = rows.map(({ key }) => key);
    expect(keys).toContain(`account/${id}`);
    expect(keys.some((key) => key.startsWith("credential/"))).toBe(true);
    expect(keys.some((key) => key.startsWith("plate/"))).toBe(true);
    const club = { id: "club", name: "Club", timeZone: "UTC", currency: "EUR", public: false };
    expect((await house.office("POST", "/v1/ops/estates", club)).body.public).toBe(false);
    expect(await estates()).not.toContain("club");
    await house.office("PATCH", "/v1/ops/estates/club", { public: true });
    expect(await estates()).toContain("club");
    await house.office("POST", "/v1/ops/estates", { ...club, id: "bern", currency: "CHF", public: true });
    expect(await estates()).not.toContain("bern");
  });

  it("is not called like an address that stands beside the estates'", async () => {
    const live = { id: "live", name: "Live", timeZone: "UTC", currency: "EUR" };
    expect((await house.office("POST", "/v1/ops/estates", live)).body.faults).toMatchObject([{ field: "id" }]);
  });
});

describe("what is over", () => {
  it("is forgotten, and nothing else", async () => {
    const as = await phone("sam@example.org");
    await ask("POST", SEND, { body: { email: "sam@example.org", type: "sign-in" } });
    const count = async () => [
      (await db.orm.select().from(signInSession)).length,
      (await db.orm.select().from(signInCode)).length,
    ];
    const before = await count();
    const [chore] = accountChores({ db, clock: { wallMs: () => 0, monoMs: () => 0, after: () => () => {} } }, Date.now);
    await db.orm.update(signInSession).set({ expiresAt: new Date(Date.now() + 60_000) });
    await db.orm.update(signInCode).set({ expiresAt: new Date(Date.now() + 60_000) });
    await chore?.run();
    expect(await count()).toEqual(before);
    const { account: id } = (await ask("GET", "/v1/me", { as })).body;
    const over = { expiresAt: new Date(Date.now() - 1_000) };
    await db.orm.update(signInSession).set(over).where(eq(signInSession.userId, id));
    await db.orm.update(signInCode).set(over);
    await chore?.run();
    expect(await count()).toEqual([(before[0] ?? 0) - 1, 0]);
  });
});
