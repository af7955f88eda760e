import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { testDatabase } from "../db/testing.ts";
import { testHouse } from "./testing.ts";

const { db } = await testDatabase();
const { ask, office, openHarbour, enrol } = await testHouse(db);

beforeAll(() => openHarbour());

const newAccount = async (amountMinor = 0): Promise<string> => {
  const { body } = await office("POST", "/v1/ops/accounts", { name: "Somebody", currency: "EUR" });
  await office("POST", `/v1/ops/accounts/${body.id}/access`, { estate: "harbour" });
  if (amountMinor > 0) await fill(body.id, amountMinor);
  return body.id;
};
const fill = (account: string, amountMinor: number) =>
  office(
    "POST",
    `/v1/ops/accounts/${account}/top-ups`,
    { amountMinor, currency: "EUR", words: "cash" },
    { "idempotency-key": randomUUID() },
  );

describe("the office", () => {
  test("opens a group, sets its members' limits and reads its bill", async () => {
    const { status, body: group } = await office("POST", "/v1/ops/groups", { name: "Plumbers", currency: "EUR" });
    expect(status).toBe(201);
    const member = await newAccount();
    const path = `/v1/ops/groups/${group.id}`;
    const put = await office("PUT", `${path}/members/${member}`, { monthlyLimitMinor: 5000 });
    expect(put).toMatchObject({ status: 200, body: { members: [{ account: member, monthlyLimitMinor: 5000 }] } });
    await fill(group.id, 900);
    expect(await office("GET", `${path}/bills/${new Date().toISOString().slice(0, 7)}`)).toMatchObject({ status: 200 });
    expect(await office("GET", `${path}/bills/2026-03`)).toMatchObject({
      body: { totalMinor: 0, members: [], others: [{ kind: "top-up", amountMinor: 900 }] },
    });
    expect(await office("GET", `${path}/bills/2026-13`)).toMatchObject({ status: 400 });
    expect(await office("DELETE", `${path}/members/${member}`)).toMatchObject({ status: 200, body: { members: [] } });
    expect(await office("GET", `/v1/ops/groups/${member}`)).toMatchObject({ body: { code: "group-unknown" } });
  });

  test("agrees on credit and auto top-up, and on ranks", async () => {
    const account = await newAccount();
    const terms = { creditLimitMinor: 2000, autoTopUp: { belowMinor: 500, amountMinor: 2500 } };
    expect(await office("PATCH", `/v1/ops/accounts/${account}/terms`, terms)).toMatchObject({ status: 200 });
    expect(await office("PATCH", `/v1/ops/accounts/${account}/terms`, { creditLimitMinor: -1 })).toMatchObject({
      status: 400,
    });
    const rows = await db.pool.query(
      "select credit_limit_minor::int as credit, auto_top_up as wish from account where id = $1",
      [account],
    );
    expect(rows.rows).toEqual([{ credit: 2000, wish: terms.autoTopUp }]);
    expect(await office("GET", `/v1/ops/accounts/${account}`)).toMatchObject({
      body: { wallet: { balanceMinor: 0, creditMinor: 2000, availableMinor: 2000 } },
    });

    const gold = { name: "Gold", position: 2, rule: { days: 90, stays: 20 }, creditLimitMinor: 5000 };
    const whole = { ...gold, rule: { ...gold.rule, spentMinor: 0, noDebt: true } };
    expect(await office("PUT", "/v1/ops/ranks/gold", gold)).toMatchObject({
      status: 200,
      body: { id: "gold", ...whole },
    });
    expect(await office("GET", "/v1/ops/ranks")).toMatchObject({ body: { items: [{ id: "gold", ...whole }] } });
    expect(await office("PUT", "/v1/ops/ranks/silver", gold)).toMatchObject({ body: { code: "rank-position-taken" } });
    expect(await office("DELETE", "/v1/ops/ranks/gold")).toMatchObject({ status: 200 });
    expect(await office("DELETE", "/v1/ops/ranks/gold")).toMatchObject({ body: { code: "rank-unknown" } });
  });

  test("offers a plan and sells it once", async () => {
    const account = await newAccount(6000);
    const plan = {
      ...{
        id: "office",
        name: "Office",
        zones: ["main"],
        windows: [{ days: ["mon", "fri"], from: "07:00", to: "19:00" }],
      },
      ...{ classes: [], priceMinor: 5000, period: "month", places: 1 },
    };
    const offered = { currency: "EUR", estate: "harbour", endedAt: null };
    expect(await office("POST", "/v1/ops/estates/harbour/plans", plan)).toMatchObject({
      status: 201,
      body: { ...plan, ...offered },
    });
    expect(await office("POST", "/v1/ops/estates/harbour/plans", plan)).toMatchObject({
      body: { code: "plan-exists" },
    });
    const path = `/v1/ops/accounts/${account}/subscriptions/${randomUUID()}`;
    const [sold, again] = [
      await office("PUT", path, { plan: "office" }),
      await office("PUT", path, { plan: "office" }),
    ];
    expect(sold).toMatchObject({ status: 200, body: { plan: "office", renews: true, vehicles: [] } });
    expect(again.body).toEqual(sold.body);
    expect(await office("GET", `/v1/ops/accounts/${account}`)).toMatchObject({
      body: { wallet: { balanceMinor: 1000 } },
    });
    expect(await office("PUT", `${path.slice(0, -1)}0`, { plan: "office" })).toMatchObject({
      body: { code: "cover-too-low" },
    });
    expect(await office("POST", `${path}/cancel`)).toMatchObject({ status: 200, body: { renews: false } });
    expect(await office("POST", "/v1/ops/plans/office/end")).toMatchObject({ status: 200 });
    const { status } = await office("POST", "/v1/ops/estates/harbour/plans", { ...plan, id: "weekly" });
    const first = (await office("GET", "/v1/ops/estates/harbour/plans?limit=1")).body;
    const last = (await office("GET", `/v1/ops/estates/harbour/plans?limit=1&cursor=${first.next}`)).body;
    expect([status, first.items[0].id, last]).toMatchObject([201, "office", { items: [{ id: "weekly" }], next: null }]);
  });
});

test("a shop's vouchers are made, and a driver redeems one", async () => {
  const shop = await newAccount();
  const asked = {
    ...{ sponsor: shop, kind: "minutes", value: 30, words: "Bakery", count: 2 },
    ...{ validFrom: "2026-03-01T00:00:00.000Z", validUntil: "2026-04-01T00:00:00.000Z" },
  };
  const path = "/v1/ops/estates/harbour/vouchers";
  const made = await office("POST", path, asked);
  expect(made).toMatchObject({ status: 201, body: { items: [{}, {}] } });
  const [{ code, id }, other] = made.body.items;
  expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}$/);
  expect(await office("POST", path, { ...asked, kind: "percent", value: 101 })).toMatchObject({ status: 400 });
  expect(await office("POST", path, { ...asked, validUntil: asked.validFrom })).toMatchObject({ status: 400 });
  const first = (await office("GET", `${path}?limit=1`)).body;
  const second = (await office("GET", `${path}?limit=1&cursor=${first.next}`)).body;
  expect(second.next).toBeNull();
  expect([...first.items, ...second.items].map((each) => each.id).sort()).toEqual([id, other.id].sort());
  expect((await office("GET", `${path}?cursor=never`)).body.code).toBe("cursor-invalid");

  const driver = await enrol();
  await office("POST", `/v1/ops/accounts/${driver.account}/access`, { estate: "harbour" });
  expect(await ask("POST", "/v1/me/vouchers", { as: driver.token, body: { code } })).toMatchObject({
    ...{ status: 200, body: { id, account: driver.account, kind: "minutes", value: 30, usedMinor: null } },
  });
  expect(await ask("GET", "/v1/me/vouchers", { as: driver.token })).toMatchObject({ body: { items: [{ id }] } });
  expect(await ask("GET", "/v1/me/subscriptions", { as: driver.token })).toMatchObject({ body: { items: [] } });
  expect(await ask("POST", path, { as: driver.token, body: asked })).toMatchObject({
    body: { code: "role-insufficient" },
  });
  const account = await newAccount();
  expect(await office("POST", `/v1/ops/accounts/${account}/vouchers`, { code })).toMatchObject({
    body: { code: "voucher-used" },
  });
  expect(await office("POST", `/v1/ops/accounts/${account}/vouchers`, { code: other.code })).toMatchObject({
    status: 200,
  });
});
