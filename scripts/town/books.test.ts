import { expect, test } from "vitest";
import { testDatabase } from "../../cloud/src/db/testing.ts";
import type { House } from "../../cloud/src/house.ts";
import { buildEstate, buildGate, MINUTE, MORNING, openAccount } from "../../cloud/src/inbox/testing.ts";
import { correctStayByOperator } from "../../cloud/src/ledger/corrections.actions.ts";
import { readBooks } from "./books.ts";
import { outcome } from "./outcome.ts";

const { db } = await testDatabase();
const house: House = { db, clock: { wallMs: () => MORNING, monoMs: () => 0, after: () => () => undefined } };

test("a stay whose charge was taken back and made anew is not charged twice; one with another charge is", async () => {
  await buildEstate(db, "harbour");
  const gate = await buildGate(db, "harbour", "harbour-in");
  const visit = {
    account: await openAccount(db, ["harbour"], 1_000n),
    session: "0196b4a0-0000-7000-8000-000000000001",
  };
  const offer = { tariff: "day", version: 1, factorPermille: 1000 };
  gate.grant(visit, MORNING, offer);
  gate.arrive(visit, MORNING, offer);
  gate.depart(visit, MORNING + 60 * MINUTE);
  await gate.send();
  const agreed = { kind: "agreed", totalMinor: 100n, words: "goodwill" } as const;
  expect(await correctStayByOperator(house, { name: "operator:office" }, visit.session, agreed)).toMatchObject({
    revision: 1,
  });
  expect(await readBooks(db.pool)).toMatchObject({ stays: { charged: 1 }, chargedTwice: 0, walletsOff: 0 });

  await db.pool.query(
    `with again as (
       insert into ledger_transaction (id, idempotency_key, fingerprint, kind, currency, occurred_at, session, words)
       values (gen_random_uuid(), 'again', '', 'charge', 'EUR', now(), $1, '') returning id)
     insert into ledger_entry (transaction, line, ledger_account, amount_minor)
     select id, line, account, amount from again, (values (1, 'clearing:x', -1), (2, 'revenue:harbour', 1)) as e(line, account, amount)`,
    [visit.session],
  );
  expect(await readBooks(db.pool)).toMatchObject({ stays: { charged: 1 }, chargedTwice: 1 });
});

test("the departure of a car that came in undecided is no fault of the books; an arrival that is no open stay is", async () => {
  await buildEstate(db, "station");
  const gate = await buildGate(db, "station", "station-in");
  const visits = await Promise.all(
    [2, 3].map(async (number) => ({
      account: await openAccount(db, ["station"], 1_000n),
      session: `0196b4a0-0000-7000-8000-00000000000${number}`,
    })),
  );
  const [late, inside] = [visits[0] ?? expect.fail(), visits[1] ?? expect.fail()];
  const before = await readBooks(db.pool);
  gate.add("passage.undecided", { lane: "lane-1", zone: "main", direction: "arrive" }, MORNING);
  gate.arrive(inside, MORNING);
  gate.depart({ ...late, session: null }, MORNING + 60 * MINUTE);
  await gate.send();
  const books = await readBooks(db.pool);
  expect(books.stays).toMatchObject({ arrived: before.stays.arrived + 1, departed: before.stays.departed + 1 });
  const town = { tally: { keptIn: 0 }, inside: (estate: string) => places.get(estate) ?? 0 };
  const places = new Map(books.zones.map(({ estate, inside: cars }) => [estate, cars]));
  const faultsOf = (): string[] => outcome({ ...books, chargedTwice: 0, zones: [] }, books.acked, town).faults;
  expect(faultsOf()).toEqual([]);
  books.stays.arrived++;
  expect(faultsOf()).toEqual(["arrivals less departures are not the open stays"]);
});
