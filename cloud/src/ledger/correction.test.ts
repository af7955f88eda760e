import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { exception } from "../db/schema/house.ts";
import { payment } from "../db/schema/money.ts";
import { stay as stayTable } from "../db/schema/stays.ts";
import { testDatabase } from "../db/testing.ts";
import type { House } from "../house.ts";
import { buildEstate, buildGate, expectSoundBooks, MINUTE, MORNING, openAccount } from "../inbox/testing.ts";
import { TariffContent, tariffOf } from "../pricing/tariff.ts";
import { walletOf } from "../wallets/wallets.actions.ts";
import { correctStay, type StayNow } from "./correction.ts";
import { correctLateDepartures, correctStayByOperator } from "./corrections.actions.ts";
import { acceptDispute, openDispute, refuseDispute } from "./disputes.actions.ts";
import { refundToCard } from "./refunds.actions.ts";

const { db } = await testDatabase();
const house: House = {
  db,
  clock: { wallMs: () => MORNING + 24 * 60 * MINUTE, monoMs: () => 0, after: () => () => undefined },
};
const office = { name: "operator:office" };

let gates = 0;
const newGate = () => buildGate(db, "harbour", `gate-${++gates}`);
beforeAll(() => buildEstate(db, "harbour"));
afterEach(() => expectSoundBooks(db));

/** A visit of `minutes` by an account with so much money, charged. 20 min cost 0.80 EUR. */
async function stayed(amountMinor: bigint, minutes: number) {
  const gate = await newGate();
  const visit = { account: await openAccount(db, ["harbour"], amountMinor), session: uuidv7() };
  gate.grant(visit, MORNING);
  gate.arrive(visit, MORNING);
  gate.depart(visit, MORNING + minutes * MINUTE);
  await gate.send();
  return { gate, ...visit };
}
/** A payment by card that came in, with its money in the wallet. */
async function paidByCard(account: string, amountMinor: bigint) {
  const id = randomUUID();
  await db.orm.insert(payment).values({
    ...{ id, idempotencyKey: id, fingerprint: "", account, provider: "sandbox", kind: "top-up", currency: "EUR" },
    ...{ amountMinor, state: "succeeded" },
  });
  return id;
}
const revisionsOf = (session: string) =>
  db.orm.select().from(stayTable).where(sql`session = ${session}`).orderBy(stayTable.revision);
const totalsOf = async (session: string) => (await revisionsOf(session)).map(({ totalMinor }) => totalMinor);
const openOf = async (session: string) =>
  (await db.orm.select().from(exception).where(sql`session = ${session} and resolved_at is null`)).map(
    ({ kind }) => kind,
  );
const ledgerOf = async (account: string) => {
  const { rows } = await db.pool.query(
    `select kind, string_agg(split_part(ledger_account, ':', 1) || ' ' || amount_minor, ', ' order by line) as entries
     from ledger_transaction t join ledger_entry on transaction = t.id where account = $1 and kind <> 'top-up'
     group by t.id order by t.posted_at, t.id`,
    [account],
  );
  return rows.map(({ kind, entries }) => `${kind}: ${entries}`);
};

describe("a departure that came after its stay had been closed without one", () => {
  /** Two arrivals, then the departure of the first: the estate's price for a missed departure is 5.00 EUR. */
  async function missed(amountMinor: bigint, leftAfter: number) {
    const gate = await newGate();
    const visit = { account: await openAccount(db, ["harbour"], amountMinor), session: uuidv7() };
    gate.grant(visit, MORNING);
    gate.arrive(visit, MORNING);
    const second = { account: visit.account, session: uuidv7() };
    gate.grant(second, MORNING + 600 * MINUTE);
    gate.arrive(second, MORNING + 600 * MINUTE);
    await gate.send();
    expect(await totalsOf(visit.session)).toEqual([500n]);
    gate.depart(visit, MORNING + leftAfter * MINUTE);
    await gate.send();
    return visit;
  }

  test("is priced by its true time; the charge before is taken back, the session stays as it is (edge cases 2 and 10)", async () => {
    const { account, session } = await missed(10_000n, 100);
    expect(await openOf(session)).toEqual(["departure-missed", "departure-late"]);

    expect(await correctLateDepartures(house)).toMatchObject([{ session, revision: 1, totalMinor: 400n }]);

    const [, now] = await revisionsOf(session);
    expect(now).toMatchObject({
      ...{ totalMinor: 400n, flags: [], departedAt: new Date(MORNING + 100 * MINUTE) },
      reason: expect.stringMatching(/^departure-late:/),
    });
    expect(await walletOf(db.orm, account)).toMatchObject({ balanceMinor: 9600n, debtMinor: 0n });
    expect(await ledgerOf(account)).toEqual([
      "charge: wallet -500, revenue 500",
      "reversal: wallet 500, revenue -500",
      "charge: wallet -400, revenue 400",
    ]);
    expect(await openOf(session)).toEqual([]);
    const { rows } = await db.pool.query("select state, flags, departed_at from session where id = $1", [session]);
    expect(rows).toEqual([
      { state: "departed", flags: ["departure-missed"], departed_at: new Date(MORNING + 600 * MINUTE) },
    ]);
    expect(await correctLateDepartures(house)).toEqual([]);
  });

  test("is corrected once by several at a time", async () => {
    const { session } = await missed(10_000n, 20);
    await Promise.all([1, 2, 3].map(() => correctLateDepartures(house)));
    expect(await totalsOf(session)).toEqual([500n, 80n]);
  });

  test("gives back what was owed before it gives money", async () => {
    const { account, session } = await missed(600n, 100);
    await correctLateDepartures(house);
    expect(await totalsOf(session)).toEqual([500n, 400n]);
    expect(await walletOf(db.orm, account)).toMatchObject({ balanceMinor: 200n, debtMinor: 0n });
  });

  test("of a gate that does not know what time it is waits for an operator", async () => {
    const gate = await newGate();
    const visit = { account: await openAccount(db, ["harbour"], 10_000n), session: uuidv7() };
    gate.grant(visit, MORNING);
    gate.arrive(visit, MORNING);
    const second = { account: visit.account, session: uuidv7() };
    gate.grant(second, MORNING + 600 * MINUTE);
    gate.arrive(second, MORNING + 600 * MINUTE);
    const left = { decision: uuidv7(), lane: "lane-1", zone: "main", ...visit };
    gate.add("vehicle.departed", left, MORNING + 100 * MINUTE, { clock: "unsynchronised", bootId: "boot-0" });
    await gate.send();
    expect(await correctLateDepartures(house)).toEqual([]);
    expect(await openOf(visit.session)).toContain("departure-late");
    const times = { kind: "times", arrivedAtMs: MORNING, departedAtMs: MORNING + 100 * MINUTE } as const;
    expect(await correctStayByOperator(house, office, visit.session, times)).toMatchObject({ totalMinor: 400n });
  });
});

describe("a dispute", () => {
  test("is accepted with a new total: reversal, new charge, the difference in the wallet", async () => {
    const { account, session } = await stayed(10_000n, 60);
    const opened = await openDispute(house, account, session, "the barrier was broken");
    if ("refused" in opened) throw new Error(opened.refused);
    expect(await openDispute(house, account, session, "again")).toEqual({ refused: "dispute-open" });
    expect(await openDispute(house, randomUUID(), session, "not mine")).toEqual({ refused: "stay-unknown" });

    const agreed = { kind: "agreed", totalMinor: 100n, words: "broken barrier" } as const;
    const accepted = await acceptDispute(house, office, opened.id, {
      ...{ correction: agreed, answer: "sorry", to: "wallet" },
    });
    expect(accepted).toMatchObject({ corrected: { revision: 1, beforeMinor: 240n, totalMinor: 100n }, refund: null });
    expect(await ledgerOf(account)).toEqual([
      "charge: wallet -240, revenue 240",
      "reversal: wallet 240, revenue -240",
      "charge: wallet -100, revenue 100",
    ]);
    const [, now] = await revisionsOf(session);
    expect(now?.lines).toMatchObject([
      { rule: "per-period", amountMinor: 240 },
      { rule: "agreed", amountMinor: -140, words: "agreed: 1.00 EUR. broken barrier" },
    ]);
    const again = await acceptDispute(house, office, opened.id, { correction: agreed, answer: "", to: "wallet" });
    expect(again).toEqual({ refused: "dispute-ended" });
  });

  test("is accepted with a corrected time, down to nothing", async () => {
    const { account, session } = await stayed(100n, 60);
    expect(await walletOf(db.orm, account)).toMatchObject({ balanceMinor: 0n, debtMinor: 140n });
    const opened = await openDispute(house, account, session, "I left at once");
    if ("refused" in opened) throw new Error(opened.refused);
    const correction = { kind: "times", arrivedAtMs: MORNING, departedAtMs: MORNING + MINUTE } as const;
    const answer = await acceptDispute(house, office, opened.id, { correction, answer: "so it was", to: "wallet" });
    expect(answer).toMatchObject({ corrected: { totalMinor: 0n } });
    expect(await walletOf(db.orm, account)).toMatchObject({ balanceMinor: 100n, debtMinor: 0n });
    expect(await totalsOf(session)).toEqual([240n, 0n]);
  });

  test("never ends dearer, and is refused with words; the money stays where it is", async () => {
    const { account, session } = await stayed(1000n, 60);
    const opened = await openDispute(house, account, session, "too dear");
    if ("refused" in opened) throw new Error(opened.refused);
    const dearer = { kind: "agreed", totalMinor: 241n, words: "" } as const;
    const answer = await acceptDispute(house, office, opened.id, { correction: dearer, answer: "", to: "wallet" });
    expect(answer).toMatchObject({ refused: "dispute-raises" });
    expect(await totalsOf(session)).toEqual([240n]);
    expect(await refuseDispute(house, office, opened.id, "the price was shown")).toEqual({});
    expect(await refuseDispute(house, office, opened.id, "twice")).toEqual({ refused: "dispute-ended" });
    expect(await walletOf(db.orm, account)).toMatchObject({ balanceMinor: 760n });
  });

  test("gives back to the card what came by card, and all is undone where there is no such payment", async () => {
    const { account, session } = await stayed(1000n, 60);
    const opened = await openDispute(house, account, session, "too dear");
    if ("refused" in opened) throw new Error(opened.refused);
    const correction = { kind: "agreed", totalMinor: 40n, words: "kindly" } as const;
    const terms = { correction, answer: "sorry", to: "card" } as const;
    expect(await acceptDispute(house, office, opened.id, terms)).toMatchObject({ refused: "payment-unknown" });
    expect(await totalsOf(session)).toEqual([240n]);

    const of = await paidByCard(account, 1000n);
    expect(await acceptDispute(house, office, opened.id, terms)).toMatchObject({ refund: { ofPayment: of } });
    expect(await walletOf(db.orm, account)).toMatchObject({ balanceMinor: 760n });
    const [refund] = await db.orm.select().from(payment).where(sql`of_payment = ${of}`);
    expect(refund).toMatchObject({ kind: "refund", state: "wanted", amountMinor: 200n, provider: "sandbox" });
    expect((await ledgerOf(account)).at(-1)).toBe("refund: wallet -200, clearing 200");
  });
});

describe("a refund to a card", () => {
  test("leaves the wallet at once, so it cannot be spent or wanted twice, and the same key is one refund", async () => {
    const account = await openAccount(db, ["harbour"], 1000n);
    await paidByCard(account, 700n);
    const asked = { account, amountMinor: 600n, words: "moving away", idempotencyKey: "r1" };
    const [one, other] = await Promise.all([refundToCard(house, office, asked), refundToCard(house, office, asked)]);
    expect([one, other].map((each) => "repeated" in each && each.repeated).sort()).toEqual([false, true]);
    expect(await walletOf(db.orm, account)).toMatchObject({ balanceMinor: 400n });
    expect(await refundToCard(house, office, { ...asked, amountMinor: 1n })).toEqual({
      refused: "idempotency-key-reused",
    });
    const more = { ...asked, idempotencyKey: "r2" };
    expect(await refundToCard(house, office, { ...more, amountMinor: 101n })).toMatchObject({
      refused: "refund-too-large",
    });
    expect(await refundToCard(house, office, { ...more, amountMinor: 100n })).toMatchObject({ repeated: false });
  });

  test("of more than any one payment is given back of several, the newest first: all of it or nothing, and once a key", async () => {
    const account = await openAccount(db, ["harbour"], 5_000n);
    const paid: string[] = [];
    for (let each = 0; each < 3; each++) paid.push(await paidByCard(account, 1_000n));
    const asked = { account, amountMinor: 2_500n, words: "moving away", idempotencyKey: `split-${account}` };
    expect(await refundToCard(house, office, { ...asked, amountMinor: 3_001n })).toMatchObject({
      refused: "refund-too-large",
    });
    expect(await walletOf(db.orm, account)).toMatchObject({ balanceMinor: 5_000n });
    const made = await refundToCard(house, office, asked);
    if ("refused" in made) throw new Error(made.refused);
    const parts = await db.orm.select().from(payment).where(sql`account = ${account} and kind = 'refund'`);
    expect(parts.map((each) => each.amountMinor).sort()).toEqual([1_000n, 1_000n, 500n]);
    expect(new Set(parts.map((each) => each.ofPayment))).toEqual(new Set(paid));
    expect([made.refund, ...made.more.map(({ refund }) => refund)].sort()).toEqual(parts.map(({ id }) => id).sort());
    expect(parts.find((each) => each.ofPayment === paid[0])).toMatchObject({ amountMinor: 500n });
    expect(await walletOf(db.orm, account)).toMatchObject({ balanceMinor: 2_500n });
    expect(await refundToCard(house, office, asked)).toEqual({ ...made, repeated: true });
    expect(
      await refundToCard(house, office, { ...asked, idempotencyKey: `${asked.idempotencyKey}-x`, amountMinor: 501n }),
    ).toMatchObject({
      refused: "refund-too-large",
    });
  });

  test("of several parts is told from another whose key reads like one of its parts", async () => {
    const account = await openAccount(db, ["harbour"], 5_000n);
    for (let each = 0; each < 4; each++) await paidByCard(account, 1_000n);
    const asked = { account, amountMinor: 2_500n, words: "moving away", idempotencyKey: `alike-${account}` };
    const alike = { ...asked, amountMinor: 100n, idempotencyKey: `${asked.idempotencyKey}/part-2` };
    const other = await refundToCard(house, office, alike);
    expect(other).toMatchObject({ more: [], repeated: false });
    const made = await refundToCard(house, office, asked);
    if ("refused" in made) throw new Error(made.refused);
    expect(made).toMatchObject({ more: [{}, {}], repeated: false });
    expect(await refundToCard(house, office, asked)).toEqual({ ...made, repeated: true });
    expect(await refundToCard(house, office, alike)).toEqual({ ...other, repeated: true });
    expect(await walletOf(db.orm, account)).toMatchObject({ balanceMinor: 2_400n });
  });
});

describe("the correction of a stay", () => {
  const tax = { words: "VAT 19 %", ratePermille: 190, netMinor: 202n, taxMinor: 38n };
  const stay: StayNow = {
    ...{ session: "s", revision: 0, account: "a", payer: "a", estate: "harbour", timeZone: "Europe/Zurich" },
    ...{ arrivedAtMs: 0, departedAtMs: 60 * MINUTE, currency: "EUR", totalMinor: 240n, taxes: [tax], flags: [] },
    lines: [{ rule: "per-period", fromMs: 0, toMs: 60 * MINUTE, quantity: 3, amountMinor: 240n, words: "3 × 20 min" }],
    offer: { tariff: "day", version: 1, factorPermille: 1000 },
    terms: { class: "standard", account: { subscriptions: [], vouchers: [] } },
  };
  const rules = [{ rule: "tax", name: "VAT", ratePermille: 190 }];
  const taxed = tariffOf("EUR", TariffContent.parse({ version: 1, rules }));

  test("to a price, of a stay that its grace had made free, has the tax in it", () => {
    const free = { ...stay, totalMinor: 0n, lines: [], taxes: [] };
    const corrected = correctStay(free, taxed, { kind: "agreed", totalMinor: 119n, words: "it stood in the lane" });
    expect(corrected).toMatchObject({ revised: { taxes: [{ ...tax, netMinor: 100n, taxMinor: 19n }] } });
  });

  test("knows when nothing would change, and what cannot be priced", () => {
    const outcome = (...asked: Parameters<typeof correctStay>) => correctStay(...asked).outcome;
    expect(outcome(stay, undefined, { kind: "agreed", totalMinor: 240n, words: "" })).toBe("unchanged");
    const same = { kind: "times", arrivedAtMs: 0, departedAtMs: 60 * MINUTE } as const;
    expect(outcome(stay, undefined, same)).toBe("unchanged");
    expect(outcome(stay, undefined, { ...same, departedAtMs: MINUTE })).toBe("stay-unpriced");
    expect(outcome(stay, taxed, { ...same, departedAtMs: Date.parse("9999-12-31T00:00:00Z") })).toBe("stay-unpriced");
    expect(outcome(stay, undefined, { ...same, departedAtMs: -1 })).toBe("times-reversed");
  });

  test("agreed twice has one line of it, and the tax at the same rate within", () => {
    const first = correctStay(stay, taxed, { kind: "agreed", totalMinor: 119n, words: "half" });
    if (first.outcome !== "revised") throw new Error(first.outcome);
    expect(first.revised.taxes).toEqual([{ ...tax, netMinor: 100n, taxMinor: 19n }]);
    const second = correctStay({ ...stay, ...first.revised }, taxed, {
      kind: "agreed",
      totalMinor: 0n,
      words: "all",
    });
    if (second.outcome !== "revised") throw new Error(second.outcome);
    expect(second.revised.lines.map(({ rule, amountMinor }) => [rule, amountMinor])).toEqual([
      ["per-period", 240n],
      ["agreed", -240n],
    ]);
    expect(second.revised.taxes).toEqual([{ ...tax, netMinor: 0n, taxMinor: 0n }]);
  });
});
