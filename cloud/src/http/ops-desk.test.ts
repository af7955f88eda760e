import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { v7 as uuid } from "uuid";
import { afterAll, beforeAll, expect, it } from "vitest";
import { EXCEPTIONS, howSure } from "../../web/ops/office/words.ts";
import { exception } from "../db/schema/house.ts";
import { dispute, session, stay } from "../db/schema/stays.ts";
import { testDatabase } from "../db/testing.ts";
import { NOON, testHouse } from "./testing.ts";

const { db } = await testDatabase();
const house = await testHouse(db);
const { ask, office, enrol } = house;
beforeAll(() => house.openHarbour());
afterAll(() => house.hub.close());

const line = { rule: "per-period", fromMs: NOON - 3_600_000, toMs: NOON, quantity: 3, words: "3 × 20 min at 0.60 EUR" };

it("a stay is told with every price that it had, and what was said of it", async () => {
  const { account } = await enrol();
  const id = uuid();
  const [arrivedAt, departedAt] = [new Date(NOON - 3_600_000), new Date(NOON)];
  const place = { estate: "harbour", zone: "main", arrivedAt, departedAt, account };
  await db.orm.insert(session).values({ ...place, id, state: "departed", gateIn: "in", grantedAt: arrivedAt });
  const offer = { tariff: "harbour-tariff", version: 1, factorPermille: 1000 };
  const row = { ...place, session: id, currency: "EUR", offer, flags: [], payer: account };
  await db.orm.insert(stay).values([
    { ...row, totalMinor: 180n, lines: [{ ...line, amountMinor: 180 }] },
    { ...row, revision: 1, totalMinor: 0n, lines: [], reason: "operator" },
  ]);
  await db.orm
    .insert(dispute)
    .values({ id: uuid(), account, session: id, words: "no", state: "open", openedAt: departedAt });
  await db.orm
    .insert(exception)
    .values({ estate: "harbour", kind: "departure-late", at: departedAt, session: id, words: "late" });
  const { status, body } = await office("GET", `/v1/ops/stays/${id}`);
  expect(status).toBe(200);
  expect(body).toMatchObject({
    ...{ id, account, estate: "harbour", timeZone: "Europe/Berlin", state: "departed" },
    revisions: [
      { revision: 0, totalMinor: 180, offer, class: "standard", lines: [{ amountMinor: 180, words: line.words }] },
      { revision: 1, totalMinor: 0, reason: "operator", lines: [] },
    ],
    disputes: [{ words: "no", state: "open", answer: null }],
    exceptions: [{ kind: "departure-late", resolvedAt: null }],
  });
  expect((await office("GET", `/v1/ops/accounts/${account}/stays`)).body.items).toMatchObject([{ id }]);
  expect((await office("GET", `/v1/ops/stays/${uuid()}`)).body.code).toBe("stay-unknown");
});

it("an account is told with what was agreed, how it pays and what it paid", async () => {
  const { account, token } = await enrol();
  await office("PATCH", `/v1/ops/accounts/${account}/terms`, { creditLimitMinor: 2500 });
  const path = `/v1/ops/accounts/${account}`;
  expect((await office("GET", `${path}/terms`)).body).toEqual({
    ...{ kind: "person", rank: null, creditMinor: 2500, group: null, autoTopUp: null },
  });
  expect((await office("GET", `${path}/payment-methods`)).body).toEqual({ items: [] });
  expect((await office("GET", `${path}/payments`)).body).toEqual({ items: [], next: null });
  for (const each of ["terms", "payments", "payment-methods", "stays"]) {
    expect((await office("GET", `/v1/ops/accounts/${uuid()}/${each}`)).body.code).toBe("account-unknown");
    expect((await ask("GET", `${path}/${each}`, { as: token })).status).toBe(403);
  }
});

it("every exception that facts raise is told to an operator in words", () => {
  const inbox = join(import.meta.dirname, "../inbox");
  const sources = readdirSync(inbox).filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"));
  const texts = sources.map((name) => readFileSync(join(inbox, name), "utf8"));
  const kinds = texts.flatMap((text) =>
    [...text.matchAll(/note\(\s*books,\s*"([a-z-]+)"/g)].map(([, kind = ""]) => kind),
  );
  expect(kinds.length).toBeGreaterThan(10);
  expect(kinds.filter((kind) => !Object.hasOwn(EXCEPTIONS, kind))).toEqual([]);
});

it("how sure a zone's books are is said as it is, also before anybody has counted", () => {
  const count = { at: "2026-03-02T07:00:00.000Z", actor: "office", saw: 3, before: 4, reason: "on foot" };
  const said = (items: (typeof count)[], passagesSince: number, driftPerThousand: number | null) =>
    howSure({ items, plusMinus: 2, passagesSince, driftPerThousand });
  expect(said([], 40, null)).toBe("Right to ± 2: 40 cars have passed, and nobody has counted yet.");
  expect(said([count], 1, null)).toBe("Right to ± 2: one car has passed since the last count.");
  expect(said([count], 9, 0)).toBe("Right to ± 2: 9 cars have passed since the last count, with no drift to one side.");
  expect(said([count], 9, -3)).toContain("since the last count; the books say 3 too few every 1,000 cars.");
});
