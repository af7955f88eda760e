import { randomUUID } from "node:crypto";
import { v7 as uuidv7 } from "uuid";
import { afterEach, describe, expect, test } from "vitest";
import { openDatabase } from "../db/client.ts";
import { testDatabase } from "../db/testing.ts";
import { buildEstate, buildGate, expectSoundBooks, MINUTE, MORNING, openAccount } from "../inbox/testing.ts";
import { localDate } from "../pricing/local-days.ts";
import { closeDay, closeDaysOver, listCloses, proveNow } from "./close.actions.ts";
import { writersSince } from "./close.store.ts";
import { type CloseFindings, canonicalJson, faultsOfClose } from "./close.ts";
import { correctStayByOperator } from "./corrections.actions.ts";

const { db, url } = await testDatabase();
const house = { db, clock: { wallMs: () => Date.now(), monoMs: () => 0, after: () => () => undefined } };
const office = { name: "operator:office" };
const DAY = 86_400_000;

/** The estate's local date so many days ago. */
const ago = (days: number) => localDate(Date.now() - days * DAY, "Europe/Zurich");

let nth = 0;
/** An estate with a stay of 2.40 EUR that was charged today. */
async function estateWithStay() {
  const id = `quay-${++nth}`;
  await buildEstate(db, id);
  await db.pool.query("update estate set created_at = created_at - interval '4 days' where id = $1", [id]);
  const gate = await buildGate(db, id, `gate-${nth}`);
  const visit = { account: await openAccount(db, [id], 1000n), session: uuidv7() };
  gate.grant(visit, MORNING);
  gate.arrive(visit, MORNING);
  gate.depart(visit, MORNING + 60 * MINUTE);
  await gate.send();
  return { id, gate, ...visit };
}
/** Makes all that is posted so far a day older: tests cannot wait for midnight. */
async function aDayPasses() {
  await db.pool.query("alter table ledger_transaction disable trigger append_only");
  await db.pool.query("update ledger_transaction set posted_at = posted_at - interval '1 day'");
  await db.pool.query("alter table ledger_transaction enable trigger append_only");
}
/** Does to the books what no program of ours can. */
async function tamper(table: string, text: string, values: unknown[] = []) {
  await db.pool.query(`alter table ${table} disable trigger user`);
  await db.pool.query(text, values);
  await db.pool.query(`alter table ${table} enable trigger user`);
}
const exceptionsOf = async (estate: string) =>
  (await db.pool.query("select kind, words from exception where estate = $1 and kind = 'books-unproved'", [estate]))
    .rows;

describe("a day's close", () => {
  afterEach(() => expectSoundBooks(db));

  test("proves that everything sums to zero, and says what the day was made of", async () => {
    const { id, session } = await estateWithStay();
    const agreed = { kind: "agreed", totalMinor: 100n, words: "kindly" } as const;
    await correctStayByOperator(house, office, session, agreed);
    await aDayPasses();
    const closed = await closeDay(house, id, ago(1));
    expect(closed).toMatchObject({
      day: ago(1),
      proof: {
        revenue: { opening: "0", moved: "100", closing: "100" },
        ...{ tax: { closing: "0" }, stays: 2, stayed: "100" },
        transactions: { charge: { count: 2, moved: "340" }, "charge-reversal": { count: 1, moved: "-240" } },
      },
    });
    if ("refused" in closed) throw new Error(closed.refused);
    const sums = Object.values(closed.proof.house).map(({ closing }) => BigInt(closing));
    expect(sums.reduce((sum, each) => sum + each, 0n)).toBe(0n);
  });

  test("is made once, in order, and only of a day that is over", async () => {
    const { id } = await estateWithStay();
    expect(await closeDay(house, id, ago(0))).toMatchObject({ refused: "day-not-over" });
    expect(await closeDay(house, id, ago(-3))).toMatchObject({ refused: "day-not-over" });
    expect(await closeDay(house, "nowhere", ago(3))).toEqual({ refused: "estate-unknown" });
    expect(await closeDay(house, id, "2026-02-30")).toMatchObject({ refused: "day-out-of-order" });
    expect(await closeDay(house, id, ago(5))).toMatchObject({
      refused: "day-out-of-order",
      words: `the estate was opened on ${ago(4)}`,
    });
    const answers = await Promise.all([1, 2, 3].map(() => closeDay(house, id, ago(3))));
    expect(answers.filter((each) => !("refused" in each))).toHaveLength(1);
    expect(answers.filter((each) => "refused" in each && each.refused === "day-closed")).toHaveLength(2);
    expect(await closeDay(house, id, ago(1))).toMatchObject({
      refused: "day-out-of-order",
      words: `the day to be closed next is ${ago(2)}`,
    });
  });

  test("chains the days: each opens with what the one before closed with, and a proof that was changed shows", async () => {
    const { id, account } = await estateWithStay();
    await aDayPasses();
    await aDayPasses();
    const late = await buildGate(db, id, `gate-late-${nth}`);
    const visit = { account, session: uuidv7() };
    late.grant(visit, MORNING + 300 * MINUTE);
    late.arrive(visit, MORNING + 300 * MINUTE);
    late.depart(visit, MORNING + 320 * MINUTE);
    await late.send();
    await aDayPasses();
    for (const day of [ago(3), ago(2), ago(1)]) expect(await closeDay(house, id, day)).toMatchObject({ day });
    const closes = await listCloses(house, id);
    expect(closes.map(({ isSound, proof }) => [isSound, (proof as { revenue: object }).revenue])).toEqual([
      [true, { opening: "0", moved: "240", closing: "240" }],
      [true, { opening: "240", moved: "0", closing: "240" }],
      [true, { opening: "240", moved: "80", closing: "320" }],
    ]);
    await expect(db.pool.query("delete from daily_close")).rejects.toThrow(/append-only/);
    await tamper(
      "daily_close",
      "update daily_close set proof = jsonb_set(proof, '{stays}', '7') where estate = $1 and day = $2",
      [...[id, ago(3)]],
    );
    expect((await listCloses(house, id)).map(({ isSound }) => isSound)).toEqual([false, true, true]);
  });

  test("waits for a transaction that began in the day and may still post into it", async () => {
    const other = openDatabase(url, { poolSize: 1 });
    const { promise: ended, resolve: end } = Promise.withResolvers<void>();
    const slow = other.tx(async ({ client }) => {
      await client.query("select 1");
      await ended;
    });
    // No test can wait for midnight: whoever writes now is asked for as a close after midnight would.
    const writers = () => db.tx((tx) => writersSince(tx, Date.now() + 1000));
    await expect.poll(writers, { timeout: 5000 }).toBe(1);
    end();
    await slow;
    expect(await writers()).toBe(0);
    await other.close();
  });

  test("is made by itself of all days that are over since the estate began", async () => {
    const { id } = await estateWithStay();
    await db.pool.query("update estate set created_at = now() - interval '3 days' where id = $1", [id]);
    const { closed, unproved } = await closeDaysOver(house);
    // The tests before have moved postings from day to day, and that is told.
    expect(unproved.filter(({ estate }) => estate === id)).toEqual([]);
    const mine = closed.filter(({ estate }) => estate === id).map(({ day }) => day);
    expect(mine.length).toBeGreaterThanOrEqual(2);
    expect(mine).toEqual([...mine].sort());
    expect((await closeDaysOver(house)).closed).toEqual([]);
  });

  test("can be looked at while the day still runs", async () => {
    const { id } = await estateWithStay();
    expect(await proveNow(house, id)).toMatchObject({ findings: [], found: { stays: 1, stayedMinor: 240n } });
  });
});

describe("books that are wrong", () => {
  test.each<
    [string, (about: Awaited<ReturnType<typeof estateWithStay>>) => Promise<(() => Promise<void>) | undefined>]
  >([
    [
      "wallet-differs",
      async ({ account }) => {
        await db.pool.query("update wallet set balance_minor = balance_minor + 1 where account = $1", [account]);
        return async () =>
          void (await db.pool.query("update wallet set balance_minor = balance_minor - 1 where account = $1", [
            account,
          ]));
      },
    ],
    [
      "hold-differs",
      async ({ account }) => {
        await db.pool.query("update wallet set held_minor = held_minor + 1 where account = $1", [account]);
        return async () =>
          void (await db.pool.query("update wallet set held_minor = held_minor - 1 where account = $1", [account]));
      },
    ],
    [
      "stay-differs-from-charge",
      async ({ session }) => {
        await tamper("stay", "update stay set total_minor = total_minor + 1 where session = $1", [session]);
        return () => tamper("stay", "update stay set total_minor = total_minor - 1 where session = $1", [session]);
      },
    ],
    [
      "house-does-not-sum",
      async ({ id }) => {
        const change = (by: number) =>
          tamper("ledger_entry", "update ledger_entry set amount_minor = amount_minor + $2 where ledger_account = $1", [
            ...[`revenue:${id}`, by],
          ]);
        await change(1);
        return () => change(-1);
      },
    ],
    [
      "departure-without-stay",
      async ({ id }) => {
        const ghost = randomUUID();
        await db.pool.query(
          `insert into session (id, estate, zone, state, gate_in, granted_at) values ($1, $2, 'main', 'departed', 'g', now())`,
          [ghost, id],
        );
        return async () => void (await db.pool.query("delete from session where id = $1", [ghost]));
      },
    ],
  ])("are not closed: %s; nothing is stored, and an operator is told once", async (fault, spoil) => {
    const about = await estateWithStay();
    await aDayPasses();
    const mend = await spoil(about);
    const answer = await closeDay(house, about.id, ago(1));
    expect(answer).toMatchObject({ refused: "books-unproved" });
    expect("findings" in answer && answer.findings.map((each) => each.fault)).toContain(fault);
    await closeDay(house, about.id, ago(1));
    expect(await listCloses(house, about.id)).toEqual([]);
    expect(await exceptionsOf(about.id)).toMatchObject([{ words: expect.stringContaining(fault) }]);
    await mend?.();
    expect(await closeDay(house, about.id, ago(1))).toMatchObject({ day: ago(1) });
  });

  test("show also when a day was changed after it had been closed", async () => {
    const { id } = await estateWithStay();
    await aDayPasses();
    await aDayPasses();
    expect(await closeDay(house, id, ago(2))).toMatchObject({ day: ago(2) });
    // Posted into a closed day, balanced and all: what no transaction can do that began after it.
    const forged = (by: number) =>
      tamper("ledger_entry", "update ledger_entry set amount_minor = amount_minor + $2 where ledger_account like $1", [
        ...[`revenue:${id}`, by],
      ]);
    await forged(5);
    const answer = await closeDay(house, id, ago(1));
    expect("findings" in answer && answer.findings.map(({ fault }) => fault)).toContain("closed-day-changed");
    await forged(-5);
  });
});

test("a proof has one text, however its fields are ordered", () => {
  expect(canonicalJson({ b: [1, { d: "x", c: null }], a: undefined })).toBe('{"b":[1,{"c":null,"d":"x"}]}');
});

test("a ledger account of a kind that nobody knows is a fault", () => {
  const nothing = { openingMinor: 0n, movedMinor: 0n, closingMinor: 0n };
  const found: CloseFindings = {
    ...{ estate: "e", day: "2026-01-01", fromMs: 0, toMs: 1, currency: "EUR", house: { wallt: nothing } },
    ...{ revenue: nothing, tax: nothing, transactions: {}, stays: 0, stayedMinor: 0n, unbalancedTransactions: 0 },
    ...{ walletsThatDiffer: 0, heldThatDiffers: 0, departedWithoutStay: 0, chargedWithoutTransaction: 0 },
    ...{ chargedOtherwise: 0, chargesWithoutStay: 0 },
  };
  expect(faultsOfClose(found, undefined)).toMatchObject([{ fault: "kind-unknown" }]);
});
