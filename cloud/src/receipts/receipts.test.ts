import { createHash, generateKeyPairSync } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import { sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { receipt, receiptKey } from "../db/schema/money.ts";
import { estate, tariff, zone } from "../db/schema/places.ts";
import { testDatabase } from "../db/testing.ts";
import type { House } from "../house.ts";
import { endWaits } from "../inbox/inbox.actions.ts";
import { buildEstate, buildGate, expectSoundBooks, MINUTE, MORNING, openAccount } from "../inbox/testing.ts";
import { correctLateDepartures, correctStayByOperator } from "../ledger/corrections.actions.ts";
import { examineReceipt, type ReceiptContent, ReceiptFile, signedText } from "./receipt.ts";
import { isSignedBy, receiptKid } from "./receipt-keys.actions.ts";
import { receiptPdf } from "./receipt-pdf.actions.ts";
import { contentOf, listReceipts, readReceiptDocument, readReceiptKeys, writeReceipts } from "./receipts.actions.ts";
import { verifyReceipt } from "./verify.actions.ts";
import { reportOf } from "./verify-receipt.command.ts";

const { db } = await testDatabase();
const time = { nowMs: Date.parse("2026-03-03T10:00:00Z") };
const house: House = { db, clock: { wallMs: () => time.nowMs, monoMs: () => 0, after: () => () => undefined } };
const office = { name: "operator:office" };
const { privateKey } = generateKeyPairSync("ed25519");
const publicKey = privateKey.export({ format: "jwk" }).x ?? "";
const signer = { kid: receiptKid(publicKey), signingKey: privateKey };

let gates = 0;
beforeAll(async () => {
  await buildEstate(db, "harbour");
  await db.orm.insert(receiptKey).values({ kid: signer.kid, publicKey });
});
afterEach(() => expectSoundBooks(db));

/** An estate of its own whose tariff names a tax of 19 %. */
async function taxedEstate(): Promise<string> {
  const id = `quay-${++gates}`;
  await buildEstate(db, id);
  const rules = [
    { rule: "grace", minutes: 5 },
    { rule: "per-period", minutes: 20, priceMinor: 80 },
    { rule: "tax", name: "VAT", ratePermille: 190 },
  ];
  await db.orm
    .insert(tariff)
    .values({ id, version: 1, currency: "EUR", content: { version: 1, rules }, effectiveAt: new Date(0) });
  return id;
}
const offerAt = (at: string) => ({ tariff: at === "harbour" ? "day" : at, version: 1, factorPermille: 1000 });
async function stayed(at: string, amountMinor: bigint, minutes: number, end: "seen" | "unseen" = "seen") {
  const gate = await buildGate(db, at, `gate-${++gates}`);
  const visit = { account: await openAccount(db, [at], amountMinor), session: uuidv7() };
  const offer = offerAt(at);
  gate.grant(visit, MORNING, offer);
  gate.arrive(visit, MORNING, offer);
  if (end === "seen") gate.depart(visit, MORNING + minutes * MINUTE);
  await gate.send();
  return { gate, ...visit };
}
const taxOwed = async (at: string): Promise<bigint> => {
  const { rows } = await db.pool.query(
    "select coalesce(sum(amount_minor), 0)::text as sum from ledger_entry where ledger_account = $1",
    [`tax:${at}`],
  );
  return BigInt(rows[0].sum);
};
const documentsOf = async (session: string) => {
  const rows = await db.orm.select().from(receipt).where(sql`session = ${session}`).orderBy(receipt.number);
  return rows.map(({ text }) => contentOf(text));
};
const fileOf = async (id: string) => {
  const shown = await readReceiptDocument(house, id);
  if ("refused" in shown) throw new Error(shown.refused);
  return shown;
};
const onlyDocument = async (session: string): Promise<ReceiptContent> => {
  const [first] = await documentsOf(session);
  if (!first) throw new Error("no receipt");
  return first;
};
const findingsOf = (file: string) => {
  const verified = verifyReceipt(Buffer.from(file));
  return verified.outcome === "unreadable" ? verified.words : verified.findings.map(({ fault }) => fault);
};

describe("a receipt", () => {
  test("says everything that makes the price again: facts with their hashes, tariff, terms, lines, taxes, and what paid it", async () => {
    const at = await taxedEstate();
    const { session, account, gate } = await stayed(at, 100n, 60);
    expect(await writeReceipts(house, signer)).toBe(1);
    expect(await writeReceipts(house, signer)).toBe(0);

    const content = await onlyDocument(session);
    const hash = (text: string | undefined) =>
      createHash("sha256")
        .update(text ?? "")
        .digest("hex");
    expect(content).toMatchObject({
      ...{ kind: "receipt", number: `${at}-2026-000001`, session, account, payer: account, totalMinor: 240n },
      facts: [
        { kind: "vehicle.arrived", gate: gate.id, seq: 2, hash: hash(gate.texts[1]) },
        { kind: "vehicle.departed", gate: gate.id, seq: 3, hash: hash(gate.texts[2]) },
      ],
      lines: [{ rule: "per-period", quantity: 3, amountMinor: 240n }],
      taxes: [{ words: "VAT 19 %", netMinor: 202n, taxMinor: 38n }],
      paid: [
        { place: "wallet", amountMinor: 100n },
        { place: "debt", amountMinor: 140n },
      ],
    });
    expect(examineReceipt(content)).toEqual([]);
  });

  test("is signed over its exact text, and is found right again when it was only indented", async () => {
    const { session } = await stayed("harbour", 1000n, 60);
    await writeReceipts(house, signer);
    const { file, row } = await fileOf((await onlyDocument(session)).id);
    const read = ReceiptFile.parse(JSON.parse(file));
    expect(signedText(read)).toBe(row.text);
    expect(isSignedBy(row.text, read.signature, publicKey)).toBe(true);
    expect(verifyReceipt(Buffer.from(file))).toMatchObject({ outcome: "right", key: "own" });
    expect(findingsOf(JSON.stringify(JSON.parse(file), null, 2))).toEqual([]);
    const keys = { keys: (await readReceiptKeys(house)).map((each) => ({ ...each, since: each.since.toISOString() })) };
    expect(verifyReceipt(Buffer.from(file), keys)).toMatchObject({ outcome: "right", key: "listed" });
    expect(verifyReceipt(Buffer.from(file), { keys: [] })).toMatchObject({
      findings: [{ fault: "key-unknown" }],
    });
  });

  test("of which one cent was changed is refused, and every fault is named", async () => {
    const at = await taxedEstate();
    const { session } = await stayed(at, 1000n, 60);
    await writeReceipts(house, signer);
    const { file } = await fileOf((await onlyDocument(session)).id);
    const forged = (change: [string, string][]) => change.reduce((text, [from, to]) => text.replace(from, to), file);
    expect(findingsOf(file)).toEqual([]);
    expect(findingsOf(forged([['"totalMinor":240', '"totalMinor":239']]))).toEqual([
      ...["signature-wrong", "lines-do-not-sum", "taxes-do-not-sum", "payment-does-not-sum", "price-differs"],
    ]);
    expect(
      findingsOf(
        forged([
          ['"totalMinor":240', '"totalMinor":239'],
          ['"amountMinor":240', '"amountMinor":239'],
          ['"netMinor":202', '"netMinor":201'],
          ['"wallet","amountMinor":240', '"wallet","amountMinor":239'],
        ]),
      ),
    ).toEqual(["signature-wrong", "price-differs", "lines-differ", "taxes-differ"]);
    expect(findingsOf(forged([['"minutes":20', '"minutes":10']]))).toEqual([
      ...["signature-wrong", "price-differs", "lines-differ", "taxes-differ"],
    ]);
    expect(findingsOf(forged([["-000001", "-000002"]]))).toEqual(["signature-wrong", "number-wrong"]);
    expect(findingsOf(forged([['"words":"VAT 19 %"', '"words":"VAT 19  %"']]))).toEqual(["signature-wrong"]);
    expect(findingsOf(forged([[publicKey, "A".repeat(43)]]))).toEqual(["key-differs"]);
    expect(findingsOf("{}")).toBe("this is not a receipt's file");
    expect(findingsOf(forged([["Europe/", "Nowhere/"]]))).toBe("estate.timeZone: not an IANA time zone");
  });

  test("of a stay that the system made of a departure alone, at the estate's price, is found right, with the tax in it", async () => {
    const at = await taxedEstate();
    await db.orm.update(zone).set({ tariff: at }).where(sql`estate = ${at}`);
    const out = await buildGate(db, at, `gate-${++gates}`);
    const account = await openAccount(db, [at], 1_000n);
    out.depart({ account, session: null }, MORNING);
    await out.send();
    await endWaits(db, MORNING + 4 * 24 * 60 * MINUTE);
    await writeReceipts(house, signer);
    const [row] = await db.orm.select().from(receipt).where(sql`account = ${account}`);
    if (!row) throw new Error("no receipt");
    const content = contentOf(row.text);
    expect(content).toMatchObject({
      ...{ totalMinor: 500n, lines: [{ rule: "started-by-system" }], flags: ["started-by-system", "offer-missing"] },
      taxes: [{ words: "VAT 19 %", netMinor: 420n, taxMinor: 80n }],
    });
    expect(await taxOwed(at)).toBe(80n);
    const { file } = await fileOf(content.id);
    expect(findingsOf(file)).toEqual([]);
    const untaxed = file.replace(/"taxes":\[[^\]]*\]/, '"taxes":[]');
    expect(findingsOf(untaxed)).toEqual(["signature-wrong", "taxes-differ"]);
  });

  test("of a stay that nobody saw end has the tax of its offer's tariff in it, and its credit note gives that back", async () => {
    const at = await taxedEstate();
    const { gate, ...visit } = await stayed(at, 2000n, 0, "unseen");
    const next = { account: visit.account, session: uuidv7() };
    gate.grant(next, MORNING + 90 * MINUTE, offerAt(at));
    gate.arrive(next, MORNING + 90 * MINUTE, offerAt(at));
    await gate.send();
    await writeReceipts(house, signer);
    const content = await onlyDocument(visit.session);
    expect(content).toMatchObject({
      ...{ totalMinor: 500n, lines: [{ rule: "departure-missed" }] },
      taxes: [{ words: "VAT 19 %", netMinor: 420n, taxMinor: 80n }],
    });
    expect(await taxOwed(at)).toBe(80n);
    gate.depart(visit, MORNING + 60 * MINUTE);
    await gate.send();
    await correctLateDepartures(house);
    await writeReceipts(house, signer);
    for (const each of await documentsOf(visit.session))
      expect(findingsOf((await fileOf(each.id)).file), each.number).toEqual([]);
    expect(await taxOwed(at)).toBe(38n);
  });

  test("whose lines were all left out is not taken for a free one", async () => {
    const { session } = await stayed("harbour", 1000n, 60);
    await writeReceipts(house, signer);
    const content = await onlyDocument(session);
    const emptied = { ...content, lines: [], totalMinor: 0n, paid: [] };
    expect(examineReceipt(emptied).map(({ fault }) => fault)).toEqual(["price-differs", "lines-differ"]);
  });

  test("of a stay nobody could be charged for is never written; of a free one it is", async () => {
    const nobody = await buildGate(db, "harbour", `gate-${++gates}`);
    const visit = { account: null, session: uuidv7() };
    nobody.grant(visit, MORNING);
    nobody.arrive(visit, MORNING);
    nobody.depart(visit, MORNING + 60 * MINUTE);
    await nobody.send();
    const free = await stayed("harbour", 0n, 3);
    await writeReceipts(house, signer);
    expect(await documentsOf(visit.session)).toEqual([]);
    expect(await documentsOf(free.session)).toMatchObject([{ totalMinor: 0n, paid: [] }]);
  });

  test("as a PDF brings its signed file along", async () => {
    const at = await taxedEstate();
    await db.orm.update(estate).set({ name: "Łódź Порт, Αθήνα" }).where(sql`id = ${at}`);
    const { session } = await stayed(at, 1000n, 600);
    await writeReceipts(house, signer);
    const { content, file } = await fileOf((await onlyDocument(session)).id);
    const pdf = await receiptPdf(content, file);
    const verified = verifyReceipt(pdf);
    expect(verified).toMatchObject({ outcome: "right", content: { number: `${at}-2026-000001` } });
    if (verified.outcome !== "unreadable") expect(reportOf(verified).at(-1)).toContain("not what its page shows");
    expect(verifyReceipt(Buffer.from("%PDF-1.7 nothing"))).toMatchObject({ outcome: "unreadable" });
  });
});

describe("a corrected stay", () => {
  test("gets a credit note for the receipt before, and a new receipt; all of them are right", async () => {
    const at = await taxedEstate();
    const { session } = await stayed(at, 100n, 60);
    await writeReceipts(house, signer);
    const agreed = { kind: "agreed", totalMinor: 119n, words: "broken barrier" } as const;
    expect(await correctStayByOperator(house, office, session, agreed)).toMatchObject({ revision: 1 });
    expect(await writeReceipts(house, signer)).toBe(2);

    const [first, note, second] = await documentsOf(session);
    expect(note).toMatchObject({
      ...{ kind: "credit-note", revision: 0, totalMinor: -240n, reason: "operator" },
      takesBack: { id: first?.id, number: `${at}-2026-000001` },
      paid: [
        { place: "wallet", amountMinor: -100n },
        { place: "debt", amountMinor: -140n },
      ],
    });
    expect(second).toMatchObject({
      ...{ kind: "receipt", revision: 1, totalMinor: 119n, number: `${at}-2026-000003` },
      ...{ taxes: [{ netMinor: 100n, taxMinor: 19n }] },
    });
    for (const each of await documentsOf(session))
      expect(findingsOf((await fileOf(each.id)).file), each.number).toEqual([]);
  });

  test("before its first receipt was written still has all three, in order", async () => {
    const { session } = await stayed("harbour", 1000n, 60);
    const agreed = { kind: "agreed", totalMinor: 0n, words: "kindly" } as const;
    await correctStayByOperator(house, office, session, agreed);
    await writeReceipts(house, signer);
    expect((await documentsOf(session)).map(({ kind, totalMinor }) => [kind, totalMinor])).toEqual([
      ["receipt", 240n],
      ["credit-note", -240n],
      ["receipt", 0n],
    ]);
  });

  test("by its late departure names that departure's fact", async () => {
    const gate = await buildGate(db, "harbour", `gate-${++gates}`);
    const visit = { account: await openAccount(db, ["harbour"], 1000n), session: uuidv7() };
    const next = { account: visit.account, session: uuidv7() };
    gate.grant(visit, MORNING);
    gate.arrive(visit, MORNING);
    gate.grant(next, MORNING + 90 * MINUTE);
    gate.arrive(next, MORNING + 90 * MINUTE);
    gate.depart(visit, MORNING + 60 * MINUTE);
    await gate.send();
    await correctLateDepartures(house);
    await writeReceipts(house, signer);
    const documents = await documentsOf(visit.session);
    expect(documents.map(({ totalMinor, facts }) => [totalMinor, facts.map(({ kind }) => kind)])).toEqual([
      [500n, ["vehicle.arrived"]],
      [-500n, ["vehicle.arrived"]],
      [240n, ["vehicle.arrived", "vehicle.departed"]],
    ]);
    for (const each of documents) expect(examineReceipt(each)).toEqual([]);
  });
});

describe("numbers", () => {
  const numbersOf = async (at: string, year = 2026) => {
    const rows = await db.orm.select().from(receipt).where(sql`estate = ${at} and year = ${year}`);
    return rows.map(({ number }) => number).sort((a, b) => a - b);
  };
  const upTo = (most: number) => Array.from({ length: most }, (_, at) => at + 1);

  /** Each receipt takes a while to be written, so that who writes at the same time does. */
  const slowly = async () => {
    await db.pool.query(`create function take_time() returns trigger language plpgsql as
      $$ begin perform pg_sleep(0.03); return new; end $$`);
    await db.pool.query("create trigger take_time before insert on receipt for each row execute function take_time()");
    return {
      [Symbol.asyncDispose]: async () => void (await db.pool.query("drop function take_time cascade")),
    };
  };

  test("have no gap and no twin when several write at once, in small batches", async () => {
    const at = await taxedEstate();
    for (let each = 0; each < 12; each++) await stayed(at, 1000n, 60);
    await using _ = await slowly();
    const written = await Promise.all([1, 2, 3, 4].map(() => writeReceipts(house, signer, 2)));
    expect(written.reduce((sum, each) => sum + each, 0)).toBe(12);
    expect(await numbersOf(at)).toEqual(upTo(12));
  });

  test("have no gap when a transaction fails halfway", async () => {
    const at = await taxedEstate();
    for (let each = 0; each < 5; each++) await stayed(at, 1000n, 60);
    await db.pool.query(`create function break_it() returns trigger language plpgsql as
      $$ begin if new.number >= 3 then raise exception 'broken on purpose'; end if; return new; end $$`);
    await db.pool.query("create trigger break_it before insert on receipt for each row execute function break_it()");
    await expect(writeReceipts(house, signer)).rejects.toThrow();
    expect(await numbersOf(at)).toEqual([]);
    await db.pool.query("drop trigger break_it on receipt");
    await writeReceipts(house, signer);
    expect(await numbersOf(at)).toEqual(upTo(5));
  });

  test("have no gap when connections are cut while they are given", async () => {
    const at = await taxedEstate();
    for (let each = 0; each < 20; each++) await stayed(at, 1000n, 60);
    await using _ = await slowly();
    let [cut, isWriting] = [0, true];
    const cutting = (async () => {
      while (isWriting && cut < 5) {
        const { rowCount } = await db.pool.query(
          `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
           and xact_start is not null limit 1`,
        );
        cut += rowCount ?? 0;
        await setTimeout(20);
      }
    })();
    // How many a run wrote before it was cut is not told.
    while ((await numbersOf(at).catch(() => [])).length < 20) await writeReceipts(house, signer, 3).catch(() => 0);
    isWriting = false;
    await cutting;
    expect(await numbersOf(at)).toEqual(upTo(20));
    expect(cut).toBeGreaterThan(0);
  });

  test("begin again with the estate's own year", async () => {
    const at = await taxedEstate();
    await stayed(at, 1000n, 60);
    // 23:30 in UTC is half past midnight in Zurich.
    time.nowMs = Date.parse("2026-12-31T23:30:00Z");
    await writeReceipts(house, signer);
    expect(await numbersOf(at)).toEqual([]);
    expect(await numbersOf(at, 2027)).toEqual([1]);
    const [row] = await listReceipts(house, { estate: at, limit: 1 });
    expect(verifyReceipt(Buffer.from((await fileOf(row?.id ?? "")).file))).toMatchObject({ outcome: "right" });
  });
});

test("the database itself never changes nor deletes a receipt", async () => {
  const { session } = await stayed("harbour", 1000n, 60);
  await writeReceipts(house, signer);
  await expect(db.pool.query("update receipt set text = '{}' where session = $1", [session])).rejects.toThrow(
    /append-only/,
  );
  await expect(db.pool.query("delete from receipt where session = $1", [session])).rejects.toThrow(/append-only/);
});
