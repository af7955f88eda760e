import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { audit } from "../db/schema/house.ts";
import { testDatabase } from "../db/testing.ts";
import { MailError } from "../notify/mail.ts";
import { testHouse } from "./testing.ts";

const { db } = await testDatabase();
const house = await testHouse(db);
const { ask, office, person } = house;
afterAll(() => house.hub.close());

const code = async (...asked: Parameters<typeof ask>) => {
  const { status, body } = await ask(...asked);
  return [status, body.code];
};
const invite = (group: string, as: string, body: object) =>
  ask("POST", `/v1/groups/${group}/invitations`, { as, body: { monthlyLimitMinor: null, ...body } });

/** A group whose first manager the office has named. */
async function newGroup(name: string, boss: { account: string }): Promise<string> {
  const { body } = await office("POST", "/v1/ops/groups", { name, currency: "EUR" });
  const terms = { monthlyLimitMinor: 0, manages: true };
  await office("PUT", `/v1/ops/groups/${body.id}/members/${boss.account}`, terms);
  return body.id;
}

let boss: { account: string; token: string };
let group: string;
beforeAll(async () => {
  await house.openHarbour();
  boss = await person("boss@plumbers.example");
  group = await newGroup("Plumbers", boss);
});

describe("a group's first manager", () => {
  it("is named by the office, and sees the group with its money", async () => {
    const me = await ask("GET", "/v1/me", { as: boss.token });
    expect(me.body.groupsManaged).toEqual([group]);
    const seen = await ask("GET", `/v1/groups/${group}`, { as: boss.token });
    expect(seen.body).toMatchObject({
      ...{ id: group, name: "Plumbers", currency: "EUR", month: "2026-03", invitations: [] },
      members: [{ account: boss.account, monthlyLimitMinor: 0, spentMinor: 0, manages: true }],
      wallet: { balanceMinor: 0 },
    });
    const bill = await ask("GET", `/v1/groups/${group}/bills/2026-03`, { as: boss.token });
    expect(bill.body).toMatchObject({ group, month: "2026-03", totalMinor: 0, members: [] });
  });
});

describe("an invitation", () => {
  it("goes by mail to an address, is seen by whoever proves to have it, and makes them a member", async () => {
    const sent = await invite(group, boss.token, { email: "Ada@Plumbers.example", monthlyLimitMinor: 5000 });
    expect([sent.status, sent.body.email]).toEqual([201, "ada@plumbers.example"]);
    const [mail] = await house.outbox.mails("ada@plumbers.example");
    expect(mail?.text).toContain("Plumbers wants to pay for your parking.");
    const ada = await person("ada@plumbers.example");
    const { body } = await ask("GET", "/v1/me/invitations", { as: ada.token });
    expect(body.items).toMatchObject([{ group, groupName: "Plumbers", monthlyLimitMinor: 5000, currency: "EUR" }]);
    const accept = `/v1/me/invitations/${body.items[0].id}/accept`;
    expect((await ask("POST", accept, { as: ada.token, body: {} })).status).toBe(200);
    const mine = await ask("GET", "/v1/me/groups", { as: ada.token });
    expect(mine.body.items).toMatchObject([{ group, name: "Plumbers", monthlyLimitMinor: 5000, manages: false }]);
    expect(await code("POST", accept, { as: ada.token })).toEqual([404, "invitation-unknown"]);
    const lines = JSON.stringify(await db.orm.select().from(audit));
    expect([lines.includes("group.invitation-accepted"), lines.includes("plumbers.example")]).toEqual([true, false]);
  });

  it("is for its own address, for fourteen days, and gone when it was declined or taken back", async () => {
    const send = async (email: string) => (await invite(group, boss.token, { email })).body.id;
    const [eve, fay] = [await person("eve@elsewhere.example"), await person("fay@plumbers.example")];
    const id = await send("fay@plumbers.example");
    const answer = (as: string, how: string) => code("POST", `/v1/me/invitations/${id}/${how}`, { as });
    expect(await answer(eve.token, "accept")).toEqual([404, "invitation-unknown"]);
    expect(await answer(eve.token, "decline")).toEqual([404, "invitation-unknown"]);
    expect(await answer(fay.token, "decline")).toEqual([200, undefined]);
    expect(await answer(fay.token, "accept")).toEqual([404, "invitation-unknown"]);

    const again = await send("fay@plumbers.example");
    await db.pool.query("update group_invitation set expires_at = now() where id = $1", [again]);
    expect((await ask("GET", "/v1/me/invitations", { as: fay.token })).body.items).toEqual([]);
    expect(await code("POST", `/v1/me/invitations/${again}/accept`, { as: fay.token })).toEqual([
      404,
      "invitation-unknown",
    ]);
    const third = await send("fay@plumbers.example");
    const path = `/v1/groups/${group}/invitations/${third}`;
    expect((await ask("DELETE", path, { as: boss.token })).status).toBe(200);
    expect((await ask("GET", "/v1/me/invitations", { as: fay.token })).body.items).toEqual([]);
  });

  it("is one an address, as last said, and none when no mail goes out", async () => {
    const first = await invite(group, boss.token, { email: "gus@plumbers.example", monthlyLimitMinor: 100 });
    const second = await invite(group, boss.token, { email: "GUS@plumbers.example", monthlyLimitMinor: 200 });
    expect(second.body.id).toBe(first.body.id);
    const open = async () => (await ask("GET", `/v1/groups/${group}`, { as: boss.token })).body.invitations;
    expect(await open()).toMatchObject([{ email: "gus@plumbers.example", monthlyLimitMinor: 200 }]);
    const mute = await testHouse(db, {
      mailer: { send: () => Promise.reject(new MailError("mail-unavailable", "nobody takes mails")) },
    });
    const body = { email: "hal@plumbers.example", monthlyLimitMinor: null };
    const failed = await mute.ask("POST", `/v1/groups/${group}/invitations`, { as: boss.token, body });
    expect([failed.status, failed.body.code]).toEqual([503, "mail-unavailable"]);
    expect((await open()).map(({ email }: { email: string }) => email)).toEqual(["gus@plumbers.example"]);
    mute.hub.close();
  });

  it("tells nobody whether an address has an account, and goes to one address ten times at most", async () => {
    const seen = async (email: string) => {
      const { status, body } = await invite(group, boss.token, { email });
      return [status, { ...body, id: "", email: "", createdAt: "", expiresAt: "" }];
    };
    expect(await seen("nobody@plumbers.example")).toEqual(await seen("eve@elsewhere.example"));
    const codes = new Set<string>();
    for (let i = 0; i < 12; i++)
      codes.add((await invite(group, boss.token, { email: "tom@plumbers.example" })).body.code);
    expect(codes).toContain("too-many-requests");
  });

  it("does not take who is a member elsewhere", async () => {
    const kim = await person("kim@plumbers.example");
    const other = await newGroup("Painters", kim);
    const { body } = await invite(group, boss.token, { email: "kim@plumbers.example" });
    expect(await code("POST", `/v1/me/invitations/${body.id}/accept`, { as: kim.token })).toEqual([
      409,
      "member-elsewhere",
    ]);
    expect((await ask("GET", "/v1/me/groups", { as: kim.token })).body.items).toMatchObject([{ group: other }]);
  });
});

describe("a manager", () => {
  it("changes a member's limit and dismisses it; a member leaves by itself", async () => {
    const lea = await person("lea@plumbers.example");
    await office("PUT", `/v1/ops/groups/${group}/members/${lea.account}`, { monthlyLimitMinor: 100 });
    const path = `/v1/groups/${group}/members/${lea.account}`;
    const changed = await ask("PATCH", path, { as: boss.token, body: { monthlyLimitMinor: null } });
    expect(changed.body.members).toContainEqual(
      expect.objectContaining({ account: lea.account, monthlyLimitMinor: null, manages: false }),
    );
    expect((await ask("DELETE", path, { as: boss.token })).status).toBe(200);
    expect(await code("DELETE", path, { as: boss.token })).toEqual([404, "account-unknown"]);
    await office("PUT", `/v1/ops/groups/${group}/members/${lea.account}`, { monthlyLimitMinor: 100 });
    expect(await code("DELETE", `/v1/me/groups/${group}`, { as: lea.token })).toEqual([200, undefined]);
    expect(await code("DELETE", `/v1/me/groups/${group}`, { as: lea.token })).toEqual([404, "group-unknown"]);
  });

  it("leaves no member without a manager, but may hand the group on", async () => {
    const nia = await person("nia@plumbers.example");
    const own = await newGroup("Nia's", nia);
    const pat = await person("pat@plumbers.example");
    await office("PUT", `/v1/ops/groups/${own}/members/${pat.account}`, { monthlyLimitMinor: null });
    const of = (account: string) => `/v1/groups/${own}/members/${account}`;
    const last = [409, "manager-last"];
    expect(await code("PATCH", of(nia.account), { as: nia.token, body: { manages: false } })).toEqual(last);
    expect(await code("DELETE", of(nia.account), { as: nia.token })).toEqual(last);
    expect(await code("DELETE", `/v1/me/groups/${own}`, { as: nia.token })).toEqual(last);
    await ask("PATCH", of(pat.account), { as: nia.token, body: { manages: true } });
    expect(await code("DELETE", `/v1/me/groups/${own}`, { as: nia.token })).toEqual([200, undefined]);
    expect(await code("GET", `/v1/groups/${own}`, { as: nia.token })).toEqual([404, "group-unknown"]);
    expect(await code("DELETE", `/v1/me/groups/${own}`, { as: pat.token })).toEqual([200, undefined]);
  });

  it("is the only one to whom a group is known: not its members, not others' managers, not the office's token", async () => {
    const [member, stranger] = [await person("qi@plumbers.example"), await person("rob@elsewhere.example")];
    await office("PUT", `/v1/ops/groups/${group}/members/${member.account}`, { monthlyLimitMinor: null });
    await newGroup("Strangers", stranger);
    const tries: [string, string, object?][] = [
      ["GET", `/v1/groups/${group}`],
      ["GET", `/v1/groups/${group}/bills/2026-03`],
      ["POST", `/v1/groups/${group}/invitations`, { email: "x@y.example", monthlyLimitMinor: null }],
      ["PATCH", `/v1/groups/${group}/members/${boss.account}`, { monthlyLimitMinor: 1 }],
      ["PATCH", `/v1/groups/${group}/members/${member.account}`, { manages: true }],
      ["DELETE", `/v1/groups/${group}/members/${boss.account}`],
      ["DELETE", `/v1/groups/${group}/invitations/0198c0de-0000-7000-8000-000000000001`],
    ];
    for (const [method, path, body] of tries) {
      for (const as of [member.token, stranger.token])
        expect([method, path, ...(await code(method, path, { as, body }))]).toEqual([
          ...[method, path, 404, "group-unknown"],
        ]);
      expect((await code(method, path, { as: house.operator, body }))[1]).toBe("role-insufficient");
    }
  });
});
