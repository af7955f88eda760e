import { v7 as uuidv7 } from "uuid";
import { describe, expect, test } from "vitest";
import { type Database, sqlState } from "../db/client.ts";
import { testDatabase } from "../db/testing.ts";
import { insertPostings } from "./ledger.store.ts";
import { charge, debtRecovery, type Posting, reversal, topUp } from "./ledger.ts";

const { db } = await testDatabase();

const account = uuidv7();
const stay = {
  ...{ session: uuidv7(), account, estate: "harbour", currency: "EUR" },
  ...{ totalMinor: 240n, taxMinor: 0n, coveredMinor: 100n, occurredAtMs: 0, words: "stay" },
};
const money = { account, currency: "EUR", amountMinor: 500n, key: "k1", place: "desk", occurredAtMs: 0, words: "cash" };
const entriesOf = ({ entries }: Posting) =>
  entries.map(({ ledgerAccount, amountMinor }) => `${ledgerAccount.replace(account, "A")} ${amountMinor}`);

describe("a posting", () => {
  test.each([
    ["a charge", charge(stay), ["wallet:A -100", "receivable:A -140", "revenue:harbour 240"]],
    [
      "a charge with tax",
      charge({ ...stay, taxMinor: 20n, coveredMinor: 240n }),
      ["wallet:A -240", "revenue:harbour 220", "tax:harbour 20"],
    ],
    ["a covered charge", charge({ ...stay, coveredMinor: 240n }), ["wallet:A -240", "revenue:harbour 240"]],
    [
      "a charge of an empty wallet",
      charge({ ...stay, coveredMinor: 0n }),
      ["receivable:A -240", "revenue:harbour 240"],
    ],
    ["a top-up", topUp(money), ["clearing:desk -500", "wallet:A 500"]],
    ["debt paid", debtRecovery(money), ["wallet:A -500", "receivable:A 500"]],
    ["a reversal", reversal(charge(stay), 1, "wrong"), ["wallet:A 100", "receivable:A 140", "revenue:harbour -240"]],
  ])("%s sums to zero", (_name, posting, entries) => {
    expect(entriesOf(posting)).toEqual(entries);
    expect(posting.entries.reduce((sum, { amountMinor }) => sum + amountMinor, 0n)).toBe(0n);
  });

  test("of nothing is a bug", () => {
    expect(() => topUp({ ...money, amountMinor: 0n })).toThrow("does not balance");
  });
});

describe("the database itself", () => {
  const post = (posting: Posting) => db.tx((tx) => insertPostings(tx, [posting]));
  const refused = async (work: Promise<unknown>) => sqlState(await work.catch((error: unknown) => error));
  const count = async (from: Database) =>
    (await from.pool.query("select count(*)::int as n from ledger_transaction")).rows;

  test("refuses a transaction whose entries do not sum to zero, one with no entries, and entries that come later", async () => {
    const before = await count(db);
    const bad = {
      ...topUp(money),
      entries: [
        { ledgerAccount: "clearing:desk", amountMinor: -1n },
        { ledgerAccount: "x", amountMinor: 2n },
      ],
    };
    expect(await refused(post(bad))).toBe("23514");
    expect(await refused(post({ ...topUp(money), entries: [] }))).toBe("23514");
    expect(await count(db)).toEqual(before);
    await post(topUp(money));
    const one = "insert into ledger_entry select id, 9, 'wallet:thief', 1 from ledger_transaction limit 1";
    expect(await refused(db.pool.query(one))).toBe("23001");
    // Not even where they balance.
    const two = `insert into ledger_entry select id, 8 + n, 'wallet:thief', 2 * n - 1 from
      (select id from ledger_transaction limit 1) t, generate_series(0, 1) n`;
    expect(await refused(db.pool.query(two))).toBe("23001");
  });

  test("says itself when something was posted: nothing comes into a day that is over", async () => {
    const text = (postedAt: string) => `with made as (
        insert into ledger_transaction (id, idempotency_key, fingerprint, kind, currency, occurred_at, words, posted_at)
        values (gen_random_uuid(), '${uuidv7()}', '', 'top-up', 'EUR', now(), '', ${postedAt}) returning id)
      insert into ledger_entry select id, n, 'clearing:desk', 2 * n - 1 from made, generate_series(0, 1) n`;
    expect(await refused(db.pool.query(text("now() - interval '1 day'")))).toBe("23001");
    expect(await refused(db.pool.query(text("now() + interval '1 day'")))).toBe("23001");
    await db.pool.query(text("now()"));
  });

  test("refuses the same key twice", async () => {
    await post(topUp({ ...money, key: "k2" }));
    expect(await refused(post(topUp({ ...money, key: "k2" })))).toBe("23505");
  });

  test.each(["ledger_transaction", "ledger_entry", "fact", "stay", "audit"])(
    "never changes nor deletes from %s",
    async (table) => {
      expect(await refused(db.pool.query(`delete from ${table}`))).toBe("23001");
      expect(await refused(db.pool.query(`truncate ${table} cascade`))).toBe("23001");
      const column = {
        ledger_transaction: "words",
        ledger_entry: "ledger_account",
        fact: "text",
        stay: "zone",
        audit: "verb",
      }[table];
      expect(await refused(db.pool.query(`update ${table} set ${column} = 'x'`))).toBe("23001");
    },
  );
});
