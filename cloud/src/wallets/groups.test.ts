import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { afterEach, describe, expect, test } from "vitest";
import { account as accountTable } from "../db/schema/accounts.ts";
import { testDatabase } from "../db/testing.ts";
import { expectSoundBooks, MINUTE, MORNING, openAccount } from "../inbox/testing.ts";
import { groupBill, putMember, readGroup, removeMember } from "./groups.actions.ts";
import { AGREED, DAY, operator, setStage } from "./testing.ts";

const { db } = await testDatabase();
const stage = await setStage(db);
const { house, newPlace, anotherGate, park, stayOf, moneyOf, fill, newGroup, dirtyKeys, audited } = stage;

afterEach(() => expectSoundBooks(db));

describe("a group", () => {
  test("pays for its members, who pay nothing; its money is held while they park", async () => {
    const { estate, gate } = await newPlace();
    const member = await openAccount(db, [estate], 1000n);
    const group = await newGroup(5000n, [member]);
    const visit = { account: member, session: uuidv7() };
    gate.grant(visit, MORNING, AGREED);
    await gate.send();
    expect(await moneyOf(group)).toEqual({ balanceMinor: 5000n, heldMinor: 300n, debtMinor: 0n });
    expect(await moneyOf(member)).toEqual({ balanceMinor: 1000n, heldMinor: 0n, debtMinor: 0n });
    gate.arrive(visit, MORNING, AGREED);
    gate.depart(visit, MORNING + 60 * MINUTE);
    await gate.send();
    expect(await stayOf(visit.session)).toMatchObject({ payer: group, account: member });
    expect((await stayOf(visit.session))?.terms).toMatchObject({ account: { group } });
    expect(await moneyOf(group)).toEqual({ balanceMinor: 4760n, heldMinor: 0n, debtMinor: 0n });
    expect(await moneyOf(member)).toMatchObject({ balanceMinor: 1000n });
  });

  test("pays a member's stays up to the month's limit; the stay that goes beyond is the member's own, whole; the next month begins anew", async () => {
    const { estate, gate } = await newPlace();
    const member = await openAccount(db, [estate], 1000n);
    const group = await newGroup(5000n, [member], 400n);
    expect((await park(gate, member, 60))?.payer).toBe(group);
    expect((await park(gate, member, 60, MORNING + 2 * 60 * MINUTE))?.payer).toBe(member);
    expect((await park(gate, member, 40, MORNING + 4 * 60 * MINUTE))?.payer).toBe(group);
    expect((await park(gate, member, 20, MORNING + 6 * 60 * MINUTE))?.payer).toBe(member);
    // 2026-03-31 23:30 in Zurich is March, 00:10 is April.
    expect((await park(gate, member, 20, Date.parse("2026-03-31T21:30:00Z")))?.payer).toBe(member);
    expect((await park(gate, member, 20, Date.parse("2026-03-31T22:10:00Z")))?.payer).toBe(group);
    expect(await moneyOf(group)).toMatchObject({ balanceMinor: 5000n - 240n - 160n - 80n });
  });

  test("without money owes: nobody is stopped from leaving", async () => {
    const { estate, gate } = await newPlace();
    const member = await openAccount(db, [estate], 1000n);
    const group = await newGroup(0n, [member]);
    expect((await park(gate, member, 60))?.payer).toBe(group);
    expect(await moneyOf(group)).toEqual({ balanceMinor: 0n, heldMinor: 0n, debtMinor: 240n });
    await fill(group, 1000n);
    expect(await moneyOf(group)).toEqual({ balanceMinor: 760n, heldMinor: 0n, debtMinor: 0n });
  });

  test("gives back what it held when the member has left it before the car has", async () => {
    const { estate, gate } = await newPlace();
    const member = await openAccount(db, [estate], 1000n);
    const group = await newGroup(5000n, [member]);
    const visit = { account: member, session: uuidv7() };
    gate.grant(visit, MORNING, AGREED);
    gate.arrive(visit, MORNING, AGREED);
    await gate.send();
    await removeMember(house, operator, group, member);
    gate.depart(visit, MORNING + 60 * MINUTE);
    await gate.send();
    expect(await stayOf(visit.session)).toMatchObject({ payer: member });
    expect(await moneyOf(group)).toEqual({ balanceMinor: 5000n, heldMinor: 0n, debtMinor: 0n });
    expect(await moneyOf(member)).toEqual({ balanceMinor: 760n, heldMinor: 0n, debtMinor: 0n });
  });

  test("gets back what it paid for a visit that was none, and so does the member's limit", async () => {
    const { estate, gate } = await newPlace();
    const out = await anotherGate(estate);
    const member = await openAccount(db, [estate], 1000n);
    const group = await newGroup(5000n, [member], 600n);
    const [first, second] = [uuidv7(), uuidv7()].map((session) => ({ account: member, session }));
    if (!first || !second) throw new Error("two visits");
    gate.grant(first, MORNING, AGREED);
    gate.unresolved(first, MORNING + MINUTE);
    await gate.send();
    out.depart({ ...first, session: null }, MORNING + 120 * MINUTE);
    await out.send();
    expect(await stayOf(first.session)).toMatchObject({ totalMinor: 480n, payer: group });
    gate.grant(second, MORNING + 100 * MINUTE, AGREED);
    gate.arrive(second, MORNING + 100 * MINUTE, AGREED);
    await gate.send();
    expect(await stayOf(second.session)).toMatchObject({ totalMinor: 80n, payer: group });
    expect(await moneyOf(group)).toEqual({ balanceMinor: 4920n, heldMinor: 0n, debtMinor: 0n });
    const { rows } = await db.pool.query("select spent_minor::int from group_spend where group_account = $1", [group]);
    expect(rows).toEqual([{ spent_minor: 80 }]);
  });

  test("with much money is charged without a word to all its members' gates; near a zone's minimum they hear of it", async () => {
    const { estate, gate } = await newPlace();
    const [member, other] = [await openAccount(db, [estate], 0n), await openAccount(db, [estate], 0n)];
    const group = await newGroup(900n, [member, other]);
    await dirtyKeys(estate);
    await park(gate, member, 60);
    expect(await dirtyKeys(estate)).not.toContain(`account/${other}`);
    await park(gate, member, 120, MORNING + 4 * 60 * MINUTE);
    expect(await dirtyKeys(estate)).toContain(`account/${other}`);
    expect(await moneyOf(group)).toMatchObject({ balanceMinor: 180n });
    await dirtyKeys(estate);
    await fill(group, 1000n);
    expect(await dirtyKeys(estate)).toContain(`account/${other}`);
  });

  test("has one bill a month, member by member", async () => {
    const { estate, gate } = await newPlace();
    const [ann, bob] = [await openAccount(db, [estate], 0n), await openAccount(db, [estate], 0n)];
    await db.orm.update(accountTable).set({ name: "Ann" }).where(sql`id = ${ann}`);
    await db.orm.update(accountTable).set({ name: "Bob" }).where(sql`id = ${bob}`);
    const group = await newGroup(5000n, [bob, ann]);
    await park(gate, bob, 60);
    await park(gate, ann, 20);
    await park(gate, ann, 20, MORNING + 40 * MINUTE);
    await park(gate, ann, 20, MORNING + 40 * DAY);
    const bill = await groupBill(house, group, "2026-03");
    expect(bill).toMatchObject({
      ...{ group, month: "2026-03", currency: "EUR", totalMinor: 400n },
      members: [
        { account: ann, name: "Ann", totalMinor: 160n, stays: [{ totalMinor: 80n }, { totalMinor: 80n }] },
        { account: bob, name: "Bob", totalMinor: 240n, stays: [{ totalMinor: 240n }] },
      ],
      others: [{ kind: "top-up", amountMinor: 5000n }],
    });
    expect(await groupBill(house, ann, "2026-03")).toEqual({ refused: "group-unknown" });
  });

  test("is charged by several gates at once, each stay once, and counts all of it", async () => {
    const { estate, gate } = await newPlace();
    const lanes = [gate, ...(await Promise.all([1, 2, 3].map(() => anotherGate(estate))))];
    const members = await Promise.all(lanes.flatMap(() => [1, 2, 3]).map(() => openAccount(db, [estate], 100n)));
    const group = await newGroup(2000n, members, 300n);
    await Promise.all(
      lanes.map(async (lane, nth) => {
        for (const hour of [0, 3, 6]) {
          for (const account of members.filter((_, at) => at % lanes.length === nth)) {
            const visit = { account, session: uuidv7() };
            lane.grant(visit, MORNING + hour * 60 * MINUTE, AGREED);
            lane.arrive(visit, MORNING + hour * 60 * MINUTE, AGREED);
            lane.depart(visit, MORNING + (hour * 60 + 40) * MINUTE);
          }
          await lane.send();
        }
      }),
    );
    // Of three stays of 1.60 the limit of 3.00 lets the group pay one.
    const paid = BigInt(members.length) * 160n;
    expect(await moneyOf(group)).toMatchObject({ balanceMinor: 2000n - paid, debtMinor: 0n });
    const { rows } = await db.pool.query(
      "select sum(spent_minor)::int as spent from group_spend where group_account = $1",
      [group],
    );
    expect(rows).toEqual([{ spent: Number(paid) }]);
    for (const member of members) expect(await moneyOf(member)).toMatchObject({ balanceMinor: 0n, debtMinor: 220n });
  });

  test("takes in only who can be paid for, and each of them is of one group", async () => {
    const member = await openAccount(db, [], 0n);
    const group = await newGroup(0n, [member]);
    const other = await newGroup(0n, []);
    const limitless = (account: string) => ({ account, monthlyLimitMinor: null });
    expect(await putMember(house, operator, other, limitless(member))).toEqual({ refused: "member-elsewhere" });
    expect(await putMember(house, operator, group, limitless(other))).toEqual({ refused: "group-nested" });
    expect(await putMember(house, operator, group, limitless(randomUUID()))).toEqual({ refused: "account-unknown" });
    expect(await putMember(house, operator, member, limitless(member))).toEqual({ refused: "group-unknown" });
    await db.orm.update(accountTable).set({ currency: "CHF" }).where(sql`id = ${member}`);
    expect(await putMember(house, operator, group, limitless(member))).toMatchObject({ refused: "currency-mismatch" });
    expect(await removeMember(house, operator, other, member)).toEqual({ refused: "account-unknown" });
    await removeMember(house, operator, group, member);
    expect(await readGroup(house, group)).toMatchObject({ members: [] });
    expect(await audited(group)).toEqual(["group.opened", "group.member-added", "group.member-removed"]);
  });
});
