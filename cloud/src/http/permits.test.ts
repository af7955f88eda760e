import { v7 as uuid } from "uuid";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SCOPES } from "../accounts/permits.ts";
import { audit } from "../db/schema/house.ts";
import { session } from "../db/schema/stays.ts";
import { testDatabase } from "../db/testing.ts";
import { MailError } from "../notify/mail.ts";
import { describeApi } from "./description.ts";
import { testHouse } from "./testing.ts";

const { db } = await testDatabase();
const house = await testHouse(db);
const { app, ask, office, person } = house;
const { paths } = describeApi();
const operations = Object.entries(paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, { security }]) => {
    const permits = security.flatMap((each) => Object.values(each).flat());
    return { name: `${method} ${path}`, method: method.toUpperCase(), path, permits };
  }),
);

beforeAll(async () => {
  for (const estate of ["harbour", "quay"]) {
    await house.openHarbour(estate);
    const gate = { id: `${estate}-in`, estate, name: "In", arrivalZones: ["main"] };
    await office("POST", "/v1/ops/gates", gate);
  }
});
afterAll(() => house.hub.close());

const codeOf = async (...asked: Parameters<typeof ask>) => {
  const { status, body } = await ask(...asked);
  return [status, body.code];
};
/** Somebody who works here. */
async function staff(email: string, role: string, estates: string[] | null): Promise<string> {
  expect((await office("PUT", "/v1/ops/staff", { email, role, estates })).status).toBe(200);
  return (await person(email)).token;
}
async function key(scopes: readonly string[], estates: string[] | null = null): Promise<string> {
  return (await office("POST", "/v1/ops/api-keys", { label: "books", scopes, estates })).body.token;
}

describe("the table of who may what", () => {
  const mayBe = (permit: string) =>
    operations.filter(({ permits }) => permits.includes(permit)).map(({ name }) => name);

  it("lets installers set gates up and try them, and nothing near money", () => {
    expect(mayBe("installer").sort()).toEqual(
      [
        ...["get /v1/ops/estates", "get /v1/ops/estates/{estate}", "get /v1/ops/estates/{estate}/decisions"],
        ...["get /v1/ops/estates/{estate}/gates", "post /v1/ops/gates", "post /v1/ops/gates/{gate}/revoke"],
        ...["get /v1/ops/gates/{gate}/orders", "post /v1/ops/gates/{gate}/orders"],
      ].sort(),
    );
  });

  it("lets keys only read", () => {
    for (const scope of SCOPES) {
      expect(mayBe(scope).length, scope).toBeGreaterThan(0);
      for (const name of mayBe(scope)) expect(name).toMatch(/^get \/v1\/ops\//);
    }
  });

  it("lets everybody alone do what the office and drivers do: no route is open by mistake", () => {
    const open = operations.filter(({ permits }) => permits.length === 0).map(({ name }) => name);
    for (const name of open)
      expect(name).toMatch(/^get \/v1\/(estates|plans|push-key|pass-keys|receipt-keys|trust)|\/v1\/auth\//);
    for (const { name, path, permits } of operations) {
      if (path.startsWith("/v1/ops/")) expect(permits, name).toContain("operator");
      if (/^\/v1\/(me|groups)(\/|$)/.test(path)) expect(permits, name).toEqual(["driver"]);
    }
  });

  it("holds for each route and each role, escalation included", async () => {
    const askers: [string, string | undefined, readonly string[]][] = [
      ["nobody", undefined, []],
      ["a driver", (await person("ada@example.org")).token, ["driver"]],
      ["an installer", await staff("ian@example.org", "installer", null), ["driver", "installer"]],
      ["an operator", await staff("olga@example.org", "operator", null), ["driver", "operator"]],
      ["the office's token", house.operator, ["operator"]],
    ];
    for (const scope of SCOPES) askers.push([scope, await key([scope]), [scope]]);
    /** Whether an address is closed to whoever bears this token. */
    const isClosed = async (method: string, address: string, token: string | undefined): Promise<boolean> => {
      const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
      const answer = await app.request(address, { method, headers });
      const isStream = answer.headers.get("content-type")?.startsWith("text/event-stream");
      if (isStream) await answer.body?.cancel();
      return answer.status === 401 || (!isStream && (await answer.text()).includes('"role-insufficient"'));
    };
    const wrong: string[] = [];
    // better-auth itself asks who is signed in at the addresses under /v1/auth.
    const guarded = operations.filter(({ path, permits }) => permits.length > 0 && !path.startsWith("/v1/auth/"));
    for (const { name, method, path, permits } of guarded) {
      const address = path
        .replace("{estate}", "nowhere")
        .replace("{gate}", "nowhere-in")
        .replaceAll(/\{\w+\}/g, "0198c0de-0000-7000-8000-000000000001");
      const closed = await Promise.all(askers.map(([, token]) => isClosed(method, address, token)));
      for (const [i, [who, , holds]] of askers.entries())
        if (closed[i] === holds.some((permit) => permits.includes(permit))) wrong.push(`${name}, asked by ${who}`);
    }
    expect(wrong).toEqual([]);
  }, 120_000);
});

describe("staff of some estates", () => {
  // Both estates and both gates are real: what is refused at the one is found at the other.
  it.each(["operator", "installer"])("find at each address that names one theirs alone, as %s", async (role) => {
    const as = await staff(`${role}@harbour.example.org`, role, ["harbour"]);
    const named = operations.filter(
      ({ path, permits }) => /^\/v1\/ops\/.*\{(estate|gate)\}/.test(path) && permits.includes(role as "operator"),
    );
    expect(named.length).toBeGreaterThan(role === "operator" ? 20 : 5);
    const asked = async (path: string, method: string, estate: string) => {
      const address = path
        .replace("{estate}", estate)
        .replace("{gate}", `${estate}-in`)
        .replaceAll(/\{\w+\}/g, "0198c0de-0000-7000-8000-000000000001");
      return (await ask(method, address, { as })).body?.code;
    };
    const wrong: string[] = [];
    for (const { name, path, method } of named.toSorted(
      (a, b) => Number(/revoke/.test(a.path)) - Number(/revoke/.test(b.path)),
    )) {
      const unknown = path.includes("{estate}") ? "estate-unknown" : "gate-unknown";
      const [theirs, others] = [await asked(path, method, "harbour"), await asked(path, method, "quay")];
      if (others !== unknown) wrong.push(`${name}: ${others} at another estate`);
      if (theirs === unknown || theirs === "role-insufficient") wrong.push(`${name}: ${theirs} at their own`);
    }
    expect(wrong).toEqual([]);
  });

  it("find these alone", async () => {
    const as = await staff("jon@example.org", "installer", ["harbour"]);
    const { body } = await ask("GET", "/v1/ops/estates", { as });
    expect(body.items.map(({ id }: { id: string }) => id)).toEqual(["harbour"]);
    expect(await codeOf("GET", "/v1/ops/estates/harbour/gates", { as })).toEqual([200, undefined]);
    expect(await codeOf("GET", "/v1/ops/estates/quay/gates", { as })).toEqual([404, "estate-unknown"]);
    expect(await codeOf("GET", "/v1/ops/gates/harbour-in/orders", { as })).toEqual([200, undefined]);
    expect(await codeOf("GET", "/v1/ops/gates/quay-in/orders", { as })).toEqual([404, "gate-unknown"]);
    expect(await codeOf("GET", "/v1/ops/gates/nowhere/orders", { as })).toEqual([404, "gate-unknown"]);
    const gate = (estate: string) => ({ id: `${estate}-new`, estate, name: "New", arrivalZones: [] });
    expect(await codeOf("POST", "/v1/ops/gates", { as, body: gate("quay") })).toEqual([404, "estate-unknown"]);
    expect(await codeOf("POST", "/v1/ops/gates", { as, body: gate("harbour") })).toEqual([201, undefined]);
    expect(await codeOf("POST", "/v1/ops/estates/harbour/vouchers", { as, body: {} })).toEqual([
      ...[403, "role-insufficient"],
    ]);
  });

  it("open the file of a stay at their estates, and of no other", async () => {
    const stayAt = async (estate: string) => {
      const [id, at] = [uuid(), new Date(house.time.nowMs)];
      const visit = { id, estate, zone: "main", gateIn: `${estate}-in`, state: "inside" };
      await db.orm.insert(session).values({ ...visit, grantedAt: at, arrivedAt: at });
      return `/v1/ops/stays/${id}`;
    };
    const [theirs, others] = [await stayAt("harbour"), await stayAt("quay")];
    const staffed = await staff("sue@example.org", "operator", ["harbour"]);
    for (const as of [staffed, await key(["stays:read"], ["harbour"])]) {
      expect((await ask("GET", theirs, { as })).body).toMatchObject({ estate: "harbour", state: "inside" });
      expect(await codeOf("GET", others, { as })).toEqual([404, "stay-unknown"]);
      expect((await ask("POST", `${theirs}/corrections`, { as, body: {} })).body.code).toBe("role-insufficient");
    }
    expect((await office("GET", others)).body).toMatchObject({ estate: "quay" });
    const installer = await staff("tom@example.org", "installer", ["harbour"]);
    expect(await codeOf("GET", theirs, { as: installer })).toEqual([403, "role-insufficient"]);
  });

  it("give vouchers away for their estates, and send nobody else the bill", async () => {
    const as = await staff("ann@example.org", "operator", ["harbour"]);
    const { account } = await house.enrol();
    const body = {
      ...{ sponsor: null, kind: "percent", value: 10, words: "Bakery", count: 1 },
      ...{ validFrom: "2026-03-01T00:00:00.000Z", validUntil: "2026-04-01T00:00:00.000Z" },
    };
    const path = "/v1/ops/estates/harbour/vouchers";
    expect(await codeOf("POST", path, { as, body })).toEqual([201, undefined]);
    expect(await codeOf("POST", path, { as, body: { ...body, sponsor: account } })).toEqual([403, "role-insufficient"]);
    expect((await office("POST", path, { ...body, sponsor: account })).status).toBe(201);
  });

  it("have nothing of what is no estate's alone, as operators neither", async () => {
    const as = await staff("kim@example.org", "operator", ["harbour"]);
    expect(await codeOf("PATCH", "/v1/ops/estates/harbour", { as, body: { grantMs: 21_000 } })).toEqual([
      200,
      undefined,
    ]);
    expect(await codeOf("PATCH", "/v1/ops/estates/quay", { as, body: { grantMs: 21_000 } })).toEqual([
      ...[404, "estate-unknown"],
    ]);
    for (const path of ["accounts", "staff", "api-keys", "tariffs", "ranks", "disputes"])
      for (const query of ["", "?estate=harbour"])
        expect(await codeOf("GET", `/v1/ops/${path}${query}`, { as })).toEqual([403, "role-insufficient"]);
    expect(await codeOf("GET", "/v1/ops/exceptions", { as })).toEqual([403, "role-insufficient"]);
    expect(await codeOf("GET", "/v1/ops/exceptions?estate=quay", { as })).toEqual([403, "role-insufficient"]);
    expect(await codeOf("GET", "/v1/ops/exceptions?estate=harbour", { as })).toEqual([200, undefined]);
    expect(await codeOf("GET", "/v1/ops/exceptions?estate=harbour&estate=quay", { as })).toEqual([
      400,
      "invalid-request",
    ]);
    const guarded = await testHouse(db, { dashboard: "operator" });
    expect((await guarded.ask("GET", "/live", { as })).status).toBe(403);
    guarded.hub.close();
  });

  it("are invited by mail, begin when they sign in with that address, and end at once", async () => {
    const asked = { email: "Lea@example.org", role: "installer", estates: ["harbour", "harbour"] };
    const put = await office("PUT", "/v1/ops/staff", asked);
    expect(put.body).toMatchObject({ email: "lea@example.org", role: "installer", estates: ["harbour"] });
    const mails = () => house.outbox.mails("lea@example.org");
    expect((await mails())[0]?.text).toContain("an installer of a Baygate house");
    const { token: as } = await person("lea@example.org");
    expect((await ask("GET", "/v1/me", { as })).body.roles).toEqual(["driver", "installer"]);
    const count = (await mails()).length;
    expect((await office("PUT", "/v1/ops/staff", { ...asked, role: "operator" })).body.id).toBe(put.body.id);
    expect((await mails()).length).toBe(count);
    expect((await ask("GET", "/v1/me", { as })).body.roles).toEqual(["driver", "operator"]);
    const listed = await office("GET", "/v1/ops/staff?limit=100");
    expect(listed.body.items).toContainEqual(expect.objectContaining({ email: "lea@example.org", role: "operator" }));
    expect((await office("DELETE", `/v1/ops/staff/${put.body.id}`)).status).toBe(200);
    expect(await codeOf("GET", "/v1/ops/estates", { as })).toEqual([403, "role-insufficient"]);
    expect((await office("DELETE", `/v1/ops/staff/${put.body.id}`)).body.code).toBe("staff-unknown");
    expect(JSON.stringify(await db.orm.select().from(audit))).not.toContain("lea@");
  });

  it("are not kept when no mail goes out, nor for an estate that there is not", async () => {
    const unknown = await office("PUT", "/v1/ops/staff", {
      email: "m@example.org",
      role: "operator",
      estates: ["mars"],
    });
    expect([unknown.status, unknown.body.code]).toEqual([404, "estate-unknown"]);
    const mute = await testHouse(db, {
      mailer: { send: () => Promise.reject(new MailError("mail-unavailable", "nobody takes mails")) },
    });
    const body = { email: "mo@example.org", role: "operator", estates: null };
    expect((await mute.office("PUT", "/v1/ops/staff", body)).body.code).toBe("mail-unavailable");
    expect(JSON.stringify((await office("GET", "/v1/ops/staff?limit=100")).body)).not.toContain("mo@example.org");
    mute.hub.close();
  });
});

describe("an integrator's key", () => {
  it("reads what its scopes say, at its estates, until it is ended; it is shown once", async () => {
    const issued = await office("POST", "/v1/ops/api-keys", {
      ...{ label: "displays", scopes: ["estates:read"], estates: ["quay"] },
    });
    expect(issued.body).toMatchObject({
      label: "displays",
      scopes: ["estates:read"],
      estates: ["quay"],
      expiresAt: null,
    });
    const { token: as, id } = issued.body;
    expect(as).toMatch(/^baygate_integrator_/);
    expect((await ask("GET", "/v1/ops/estates", { as })).body.items.map((each: { id: string }) => each.id)).toEqual([
      "quay",
    ]);
    expect(await codeOf("GET", "/v1/ops/estates/harbour", { as })).toEqual([404, "estate-unknown"]);
    expect(await codeOf("GET", "/v1/ops/estates/quay/sessions", { as })).toEqual([403, "role-insufficient"]);
    expect(await codeOf("GET", "/v1/me", { as })).toEqual([403, "role-insufficient"]);
    const listed = await office("GET", "/v1/ops/api-keys?limit=100");
    expect(listed.body.items).toContainEqual(expect.objectContaining({ id, label: "displays" }));
    expect(JSON.stringify(listed.body)).not.toContain(as);
    expect((await office("DELETE", `/v1/ops/api-keys/${id}`)).status).toBe(200);
    expect(await codeOf("GET", "/v1/ops/estates", { as })).toEqual([401, "token-unknown"]);
    expect((await office("DELETE", `/v1/ops/api-keys/${id}`)).body.code).toBe("token-not-found");
  });

  it("expires, and has a scope that there is", async () => {
    const expiresAt = new Date(house.time.nowMs + 1000).toISOString();
    const { body } = await office("POST", "/v1/ops/api-keys", { label: "x", scopes: ["stays:read"], expiresAt });
    expect(await codeOf("GET", "/v1/ops/estates/quay/sessions", { as: body.token })).toEqual([200, undefined]);
    house.time.nowMs += 1000;
    expect(await codeOf("GET", "/v1/ops/estates/quay/sessions", { as: body.token })).toEqual([401, "token-expired"]);
    for (const scopes of [[], ["money:write"]])
      expect((await office("POST", "/v1/ops/api-keys", { label: "x", scopes })).body.code).toBe("invalid-request");
  });
});
