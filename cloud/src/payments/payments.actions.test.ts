import { eq } from "drizzle-orm";
import { describe, expect, test, vi } from "vitest";
import { payment, paymentMethod, wallet } from "../db/schema/money.ts";
import { testDatabase } from "../db/testing.ts";
import { testHouse } from "../http/testing.ts";
import { postOnce } from "../ledger/ledger.store.ts";
import { charge } from "../ledger/ledger.ts";
import { refundWanted } from "../ledger/refund.ts";
import { topUpIfLow } from "../wallets/terms.actions.ts";
import { collect, hearProvider, type PaymentHouse, startTopUp } from "./payments.actions.ts";
import { takeDue } from "./payments.store.ts";
import type { Provider } from "./provider.ts";
import { openSandbox, type SandboxCall } from "./providers/sandbox.ts";

const { db } = await testDatabase();
const calls: SandboxCall[] = [];
const waits: (() => void)[] = [];
let nowMs = Date.UTC(2026, 2, 2, 7);
const sandbox = () =>
  openSandbox({
    ...{ nowMs: () => nowMs, secret: "s", call: (call) => calls.push(call) },
    sleep: () => new Promise((resolve) => waits.push(resolve)),
  });
const house = await testHouse(db, { provider: sandbox() });
const payments: PaymentHouse = {
  db,
  provider: sandbox(),
  clock: { wallMs: () => nowMs, monoMs: () => performance.now(), after: () => () => undefined },
};

/** A driver whose methods behave so, in this order. */
async function driver(...behaviours: string[]) {
  const { account, token } = await house.enrol();
  for (const behaviour of behaviours) {
    const { status } = await house.ask("POST", "/v1/me/payment-methods", {
      as: token,
      body: { setup: `setup|${account}|${behaviour}` },
    });
    expect(status).toBe(201);
  }
  let keys = 0;
  return {
    account,
    token,
    ask: (method: string, path: string, body?: unknown) =>
      house.ask(method, path, { as: token, ...(body === undefined ? {} : { body }) }),
    topUp: (amountMinor: number, key = `${account}-${++keys}`) =>
      house.ask("POST", "/v1/me/top-ups", { as: token, body: { amountMinor }, headers: { "idempotency-key": key } }),
    balance: async () => (await house.ask("GET", "/v1/me/wallet", { as: token })).body.balanceMinor,
    payments: async () => (await house.ask("GET", "/v1/me/payments", { as: token })).body.items,
  };
}

const hear = async (call: SandboxCall): Promise<void> =>
  await hearProvider(
    payments,
    payments.provider.hear(call.body, () => call.signature),
    JSON.parse(call.body),
  );

async function collectUntilQuiet(): Promise<void> {
  for (let round = 0; round < 20 && (await collect(payments)) > 0; round++);
}
const later = async (ms: number): Promise<void> => {
  nowMs += ms;
  await collectUntilQuiet();
};

describe("a top-up", () => {
  test("is in the wallet at once, and the same key takes nothing more", async () => {
    const { topUp, balance } = await driver("ok");
    const first = await topUp(2000, "the-same-key");
    expect(first).toMatchObject({
      status: 201,
      body: { state: "succeeded", amountMinor: 2000, action: null, repeated: false },
    });
    expect(await topUp(2000, "the-same-key")).toMatchObject({ body: { id: first.body.id, repeated: true } });
    expect(await topUp(2100, "the-same-key")).toMatchObject({ status: 409, body: { code: "idempotency-key-reused" } });
    expect(await balance()).toBe(2000);
  });

  test("that is asked for several times at once under one key is answered so often, and taken once", async () => {
    const { account, balance } = await driver("ok");
    const wanted = { account, amountMinor: 700n, idempotencyKey: "at-the-same-time" };
    // None is written before all have begun.
    let asked: ReturnType<typeof startTopUp>[] = [];
    await db.tx(async ({ client }) => {
      await client.query("lock table payment in share row exclusive mode");
      asked = Array.from({ length: 4 }, () => startTopUp(payments, { name: "driver" }, wanted));
      const waiting =
        "select count(*)::int as n from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()";
      await vi.waitFor(async () => expect((await db.pool.query(waiting)).rows).toEqual([{ n: 4 }]), 5_000);
    });
    const answers = await Promise.all(asked);
    expect(answers.filter((answer) => "refused" in answer)).toEqual([]);
    expect(answers.filter((answer) => "repeated" in answer && !answer.repeated)).toHaveLength(1);
    expect(await balance()).toBe(700);
  });

  test("that is declined goes on to the next method, in the driver's order", async () => {
    const { ask, topUp, balance, payments: list } = await driver("ok", "decline");
    const { items } = (await ask("GET", "/v1/me/payment-methods")).body;
    await ask("PUT", "/v1/me/payment-methods/order", { methods: [items[1].id, items[0].id] });
    expect(await topUp(2000)).toMatchObject({ body: { state: "wanted", failure: "declined" } });
    await later(1);
    expect(await list()).toMatchObject([{ state: "succeeded" }]);
    expect(await balance()).toBe(2000);
  });

  test("goes on to the next method whatever is told once more of the one that was declined", async () => {
    const { topUp, balance, payments: list } = await driver("decline", "ok");
    const { body } = await topUp(2000);
    const outcome = { kind: "failed", ref: "of-the-first", failure: "declined" } as const;
    await hearProvider(payments, { id: crypto.randomUUID(), ref: outcome.ref, payment: body.id, outcome }, {});
    await later(1);
    expect(await list()).toMatchObject([{ state: "succeeded" }]);
    expect(await balance()).toBe(2000);
  });

  test("goes on to the next method when two tries of the first are declined at the same time", async () => {
    const { account, topUp, balance } = await driver("away:1", "ok");
    const { body } = await topUp(2000);
    nowMs += 60_000;
    const slow: Provider = {
      ...sandbox(),
      charge: async ({ methodRef }) => {
        await new Promise((resolve) => waits.push(() => resolve(undefined)));
        return { kind: methodRef === "ok" ? "succeeded" : "failed", ref: `slow:${body.id}`, failure: "declined" };
      },
    };
    const tries = [collect({ ...payments, provider: slow })];
    await vi.waitFor(() => expect(waits).toHaveLength(1));
    nowMs += 60_000;
    tries.push(collect({ ...payments, provider: slow }));
    await vi.waitFor(() => expect(waits).toHaveLength(2));
    for (const wait of waits.splice(0)) wait();
    await Promise.all(tries);
    const [row] = await db.orm.select().from(payment).where(eq(payment.account, account));
    expect(row).toMatchObject({ state: "wanted", failure: "declined" });
    await later(1);
    expect(await balance()).toBe(2000);
  });

  test("fails with its name when there is no other method", async () => {
    const { topUp, balance } = await driver("decline");
    expect(await topUp(2000)).toMatchObject({ status: 201, body: { state: "failed", failure: "declined" } });
    expect(await balance()).toBe(0);
  });

  test("needs a method, and one of the driver's own", async () => {
    const { topUp } = await driver();
    expect(await topUp(2000)).toMatchObject({ status: 409, body: { code: "payment-method-missing" } });
    const other = await driver("ok");
    const [theirs] = (await other.ask("GET", "/v1/me/payment-methods")).body.items;
    const mine = await driver("ok");
    const headers = { "idempotency-key": "somebody-elses" };
    const body = { amountMinor: 500, method: theirs.id };
    expect(await house.ask("POST", "/v1/me/top-ups", { as: mine.token, body, headers })).toMatchObject({
      body: { code: "payment-method-unknown" },
    });
  });

  test("asks a driver who is there to confirm", async () => {
    const { topUp } = await driver("needs-action");
    expect(await topUp(2000)).toMatchObject({ body: { state: "asked", action: "confirm" } });
  });
});

test("an automatic top-up below nothing is for who owes", async () => {
  const { account, ask } = await driver("ok");
  expect(await ask("PUT", "/v1/me/auto-top-up", { autoTopUp: { belowMinor: 0, amountMinor: 500 } })).toMatchObject({
    status: 200,
  });
  expect(await db.tx((tx) => topUpIfLow(tx, account, `${account}-owes-nothing`, nowMs))).toBe(false);
  await db.orm.update(wallet).set({ debtMinor: 300n }).where(eq(wallet.account, account));
  expect(await db.tx((tx) => topUpIfLow(tx, account, `${account}-owes`, nowMs))).toBe(true);
  await db.orm.update(wallet).set({ debtMinor: 0n }).where(eq(wallet.account, account));
  await collectUntilQuiet();
});

describe("a provider", () => {
  test("that is away puts payments off, and moves the money once when it is back", async () => {
    const { topUp, balance } = await driver("away:3");
    // The house's own provider made the first try, the worker's the others.
    expect(await topUp(2000)).toMatchObject({ body: { state: "asked" } });
    for (let minute = 0; minute < 10; minute++) await later(60_000);
    expect(await balance()).toBe(2000);
  });

  test("that calls back twice is booked once", async () => {
    const { topUp, balance } = await driver("twice");
    await topUp(2000);
    const [first] = calls.slice(-2);
    if (!first) throw new Error("no call");
    const mine = openSandbox({ nowMs: () => nowMs, secret: "s", call: () => undefined, sleep: async () => undefined });
    expect(mine.hear(first.body, () => first.signature)).toMatchObject({ outcome: { kind: "succeeded" } });
    await Promise.all([...calls.slice(-2), ...calls.slice(-2)].map(hear));
    expect(await balance()).toBe(2000);
  });

  test("that says later is asked until it says how it ended", async () => {
    const { topUp, balance } = await driver("late:90000");
    expect(await topUp(2000)).toMatchObject({ body: { state: "asked" } });
    await later(20_000);
    expect(await balance()).toBe(0);
    await later(90_000);
    expect(await balance()).toBe(2000);
    // Its own call comes even later.
    for (const wait of waits.splice(0)) wait();
    await new Promise(setImmediate);
    for (const call of calls) await hear(call);
    expect(await balance()).toBe(2000);
  });

  test("that never says is asked ever more seldom, and an operator is told", async () => {
    const { topUp, account } = await driver("never");
    await topUp(2000);
    for (let at = 0; at < 16; at++) await later(3_700_000);
    const [row] = await db.orm.select().from(payment).where(eq(payment.account, account));
    expect(row).toMatchObject({ state: "asked" });
    const told = await db.pool.query("select detail from audit where verb = 'payment.odd' and subject = $1", [
      `account:${account}`,
    ]);
    expect(told.rowCount).toBe(1);
  });

  test("whose signature is wrong is not believed", async () => {
    const body = { id: "x", ref: "sandbox|ok|0|x", payment: "x", outcome: "succeeded" };
    expect(await house.ask("POST", "/v1/webhooks/sandbox", { body })).toMatchObject({
      status: 400,
      body: { code: "signature-invalid" },
    });
    expect(await house.ask("POST", "/v1/webhooks/nobody", { body })).toMatchObject({ status: 404 });
  });
});

test("a cloud that dies between the provider's answer and its own books finds the money again", async () => {
  const { topUp, balance } = await driver("late:1000");
  await topUp(2000);
  nowMs += 60_000;
  // Taken, asked, and then nothing.
  await db.tx((tx) => takeDue(tx, new Date(nowMs), new Date(nowMs + 60_000), 100));
  await later(30_000);
  expect(await balance()).toBe(0);
  await later(31_000);
  expect(await balance()).toBe(2000);
});

test("several clouds take each payment once", async () => {
  const drivers = await Promise.all(Array.from({ length: 8 }, () => driver("ok")));
  for (const { account } of drivers)
    await db.orm.insert(payment).values({
      ...{
        id: crypto.randomUUID(),
        idempotencyKey: `auto-top-up:${account}`,
        fingerprint: "",
        account,
        provider: "sandbox",
      },
      ...{ kind: "auto-top-up", currency: "EUR", amountMinor: 700n, state: "wanted", nextAt: new Date(nowMs) },
    });
  await Promise.all([collect(payments, 3), collect(payments, 3), collect(payments, 3)]);
  await collectUntilQuiet();
  for (const { balance } of drivers) expect(await balance()).toBe(700);
});

test("a set-up at a provider that does not answer is refused by name, and can be finished later", async () => {
  const { account, token } = await house.enrol();
  const asked = { as: token, body: { setup: `setup|${account}|ok` } };
  const away = await testHouse(db, { provider: { ...sandbox(), finish: async () => ({ away: "no answer" }) } });
  expect(await away.ask("POST", "/v1/me/payment-methods", asked)).toMatchObject({
    ...{ status: 503, body: { code: "provider-unavailable" } },
  });
  expect(await house.ask("POST", "/v1/me/payment-methods", asked)).toMatchObject({ status: 201 });
});

test("a provider that no methods are added with any more finishes what was begun, and charges its own methods", async () => {
  const { topUp, account, balance } = await driver("late:1000");
  await topUp(2000);
  nowMs += 60_000;
  const other = { ...sandbox(), name: "other" };
  const wait = { ...payments, provider: other };
  await collect(wait);
  expect(await balance()).toBe(0);
  nowMs += 7_200_000;
  await collect({ ...wait, others: [payments.provider] });
  expect(await balance()).toBe(2000);

  const again = { account, amountMinor: 700n, idempotencyKey: crypto.randomUUID() };
  expect(await startTopUp(wait, { name: "driver" }, again)).toEqual({ refused: "payment-method-missing" });
  expect(await startTopUp({ ...wait, others: [payments.provider] }, { name: "driver" }, again)).toMatchObject({
    payment: { provider: "sandbox", state: "asked" },
  });
});

test("a try that may have been made before says since when, so that money is looked for first", async () => {
  const asked: (number | null)[] = [];
  const away: Provider = {
    ...sandbox(),
    async charge({ askedSinceMs }) {
      asked.push(askedSinceMs);
      return { kind: "away", words: "no answer" };
    },
  };
  const { account } = await driver("ok");
  const began = nowMs;
  const wanted = { account, amountMinor: 700n, idempotencyKey: crypto.randomUUID() };
  await startTopUp({ ...payments, provider: away }, { name: "driver" }, wanted);
  nowMs += 2 * 86_400_000;
  await collect({ ...payments, provider: away });
  expect(asked).toEqual([null, began]);
});

describe("money back to a card", () => {
  async function refundOf(behaviour: string) {
    const { topUp, account, balance } = await driver(behaviour);
    const paid = (await topUp(2000)).body;
    const [method] = await db.orm.select().from(paymentMethod).where(eq(paymentMethod.account, account));
    const id = crypto.randomUUID();
    const refund = {
      payment: id,
      account,
      currency: "EUR",
      amountMinor: 500n,
      provider: "sandbox",
      occurredAtMs: nowMs,
      words: "back",
    };
    await db.tx(async ({ orm }) => {
      await postOnce(orm, refundWanted(refund));
      await orm.update(wallet).set({ balanceMinor: 1500n }).where(eq(wallet.account, account));
      await orm.insert(payment).values({
        ...{
          id,
          idempotencyKey: `refund:${id}`,
          fingerprint: "",
          account,
          provider: "sandbox",
          method: method?.id ?? null,
        },
        ...{
          kind: "refund",
          currency: "EUR",
          amountMinor: 500n,
          state: "wanted",
          nextAt: new Date(nowMs),
          ofPayment: paid.id,
        },
      });
    });
    return { id, account, balance };
  }
  const cleared = async (id: string): Promise<string[]> =>
    (
      await db.pool.query(
        `select e.ledger_account || ' ' || e.amount_minor as line from ledger_entry e join ledger_transaction t on t.id = e.transaction
         where t.idempotency_key like '%:' || $1 and e.ledger_account like 'clearing:%' order by 1`,
        [id],
      )
    ).rows.map(({ line }) => line);

  test("leaves by the provider", async () => {
    const { id, balance } = await refundOf("ok");
    await collectUntilQuiet();
    expect(await cleared(id)).toEqual(["clearing:refunds -500", "clearing:refunds 500", "clearing:sandbox 500"]);
    expect(await balance()).toBe(1500);
  });

  test("that the provider cannot give is in the wallet again", async () => {
    const { id, account, balance } = await refundOf("ok");
    await db.orm.update(payment).set({ providerRef: "nonsense" }).where(eq(payment.kind, "top-up"));
    await collectUntilQuiet();
    expect(await cleared(id)).toEqual(["clearing:refunds -500", "clearing:refunds 500"]);
    expect(await balance()).toBe(2000);
    expect(await db.orm.select().from(payment).where(eq(payment.account, account))).toContainEqual(
      expect.objectContaining({ kind: "refund", state: "failed" }),
    );
  });

  test("that the card's bank sends back after all is in the wallet again, once", async () => {
    const { id, account, balance } = await refundOf("ok");
    await collectUntilQuiet();
    const [{ providerRef: ref } = { providerRef: null }] = await db.orm
      .select()
      .from(payment)
      .where(eq(payment.id, id));
    const outcome = { kind: "failed", ref, failure: "expired-or-canceled-card" } as const;
    for (const call of ["updated", "failed"])
      await hearProvider(payments, { id: `${call}:${id}`, ref, payment: null, outcome }, {});
    expect(await balance()).toBe(2000);
    expect(await cleared(id)).toEqual([
      ...["clearing:refunds -500", "clearing:refunds 500", "clearing:sandbox -500", "clearing:sandbox 500"],
    ]);
    expect(await db.orm.select().from(payment).where(eq(payment.account, account))).toContainEqual(
      expect.objectContaining({ kind: "refund", state: "failed", failure: "expired-or-canceled-card" }),
    );
  });

  test("that comes back pays debt that was made meanwhile, as any money does", async () => {
    const { account, balance } = await refundOf("ok");
    await db.orm.update(payment).set({ providerRef: "nonsense" }).where(eq(payment.kind, "top-up"));
    const session = crypto.randomUUID();
    const stay = { session, account, estate: "harbour", currency: "EUR", taxMinor: 0n, occurredAtMs: nowMs };
    await db.tx(async ({ orm }) => {
      await postOnce(orm, charge({ ...stay, totalMinor: 1800n, coveredMinor: 1500n, words: "a stay" }));
      await orm.update(wallet).set({ balanceMinor: 0n, debtMinor: 300n }).where(eq(wallet.account, account));
    });
    await collectUntilQuiet();
    const [row] = await db.orm.select().from(wallet).where(eq(wallet.account, account));
    expect(row).toMatchObject({ balanceMinor: 200n, debtMinor: 0n });
    expect(await balance()).toBe(200);
  });
});

test("every account's wallet equals its entries, and everything sums to nothing", async () => {
  const { rows } = await db.pool.query(
    `select w.account from wallet w where w.balance_minor <> coalesce((select sum(amount_minor) from ledger_entry where ledger_account = 'wallet:' || w.account), 0)`,
  );
  expect(rows).toEqual([]);
  expect((await db.pool.query("select coalesce(sum(amount_minor), 0)::int as sum from ledger_entry")).rows).toEqual([
    { sum: 0 },
  ]);
});
