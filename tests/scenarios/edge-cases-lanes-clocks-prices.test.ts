import { expect, test } from "vitest";
import { addTariff } from "../../cloud/src/estates/estates.actions.ts";
import { PricePolicy } from "../../cloud/src/pricing/dynamic-price.ts";
import { setPricePolicy } from "../../cloud/src/pricing/price-policy.actions.ts";
import { edgeCases, meet } from "./edge-cases.ts";
import { OFFICE } from "./estate.ts";
import { HOUR_MS, MINUTE_MS } from "./street.ts";

// What happens at the lane itself, where power, loops and clocks cannot be relied on, and what a stay costs by which clock.

const { db, open } = await edgeCases();

test("12: power cut mid-stay or mid-pulse: seen at boot; arm position unknown until re-referenced", async () => {
  const { estate, time, way, out } = await open();
  const [inside, pulsed] = [await estate.driver(), await estate.driver()];
  await meet(estate);
  await estate.cut(way);
  await way.drive(inside.card);
  way.cutPower();
  expect(way.story()).toEqual(["decision.made", "vehicle.arrived"]);

  way.loop("approach", true);
  expect(await way.tap(pulsed.card)).toMatchObject({ outcome: "grant" });
  // It drives in in the dark, and the next one comes. Where the arm is nobody knows, so it is not sent down on that car.
  expect(way.arm).toBe("up");
  way.cutPower();
  expect(way.story().slice(-2)).toEqual(["decision.made", "passage.unresolved"]);
  time.pass(30_000);
  expect([way.arm, way.health.faults]).toMatchObject(["up", [{ code: "arm-not-referenced" }]]);
  way.loop("approach", false);
  time.pass(10_000);
  expect([way.arm, way.health.faults]).toEqual(["down", []]);
  way.online = true;
  await meet(estate);
  expect(await estate.visits(inside.account)).toMatchObject([{ state: "inside" }]);
  expect(await estate.visits(pulsed.account)).toMatchObject([{ state: "unresolved" }]);
  expect(await estate.exceptions()).toEqual(["arrive-unresolved"]);
  expect(await estate.places()).toEqual({ inUse: 1, passing: 1 });

  // The car had passed in the dark: its departure proves that.
  time.pass(30 * MINUTE_MS);
  for (const driver of [inside, pulsed]) await estate.leaves(out, driver);
  await meet(estate);
  for (const { account } of [inside, pulsed]) expect(await estate.costs(account)).toEqual([160n]);
  expect(await estate.visits(pulsed.account)).toMatchObject([{ flags: ["arrival-unresolved"] }]);
  expect(await estate.places()).toEqual({ inUse: 0, passing: 0 });
});

test("13: clock unset, 1970, jumped: no bill is negative or absurd, and a doubtful date says so", async () => {
  const { estate, time, way, out } = await open();
  const [exact, doubtful] = [await estate.driver(), await estate.driver()];
  await meet(estate);
  // Never set; then it jumps by ten years while the car is inside.
  const unset = -time.nowMs;
  [way.wallErrorMs, way.clockSure, out.wallErrorMs, out.clockSure] = [unset, false, unset, false];
  way.cutPower();
  out.cutPower();
  await meet(estate);
  for (const { card } of [exact, doubtful]) {
    expect(await way.drive(card)).toMatchObject({ outcome: "grant" });
    time.pass(MINUTE_MS);
  }
  await meet(estate);
  out.wallErrorMs = 10 * 365 * 24 * HOUR_MS;
  time.pass(30 * MINUTE_MS);
  await estate.leaves(out, exact);
  await estate.exchange();
  expect(await estate.costs(exact.account)).toEqual([160n]);
  expect(await estate.visits(exact.account)).toMatchObject([{ flags: [] }]);

  // Across a boot only the wall clock could tell: what it says is not believed, and the stay says so.
  await estate.cut(out);
  await estate.leaves(out, doubtful);
  time.pass(10 * MINUTE_MS);
  out.wallErrorMs = unset;
  out.cutPower();
  out.online = true;
  await meet(estate);
  expect(await estate.visits(doubtful.account)).toMatchObject([{ state: "departed", flags: ["clock-unsure"] }]);
  const [cost = -1n] = await estate.costs(doubtful.account);
  expect(cost).toBeGreaterThanOrEqual(0n);
  expect(cost).toBeLessThanOrEqual(240n);
});

/** By the hour at night, at most 12.00 EUR a night; by 20 minutes from 07:00 to 20:00; dearer when it is full. */
const nightly = (nightMinor: number, dayMinor: number) => ({
  version: 1,
  rules: [
    { rule: "grace", minutes: 5 },
    {
      rule: "windows",
      windows: [
        { name: "day", when: [{ from: "07:00", to: "20:00" }], minutes: 20, priceMinor: dayMinor },
        { name: "night", minutes: 60, priceMinor: nightMinor },
      ],
    },
    { rule: "occupancy-factor" },
    { rule: "window-cap", name: "night", when: [{ from: "20:00", to: "07:00" }], maximumMinor: 1_200 },
  ],
});
/**
 * The night before the day of 23 hours, and the one before the day of 25: from 21:00 to 08:00 by the clocks of Zurich. `second`: hours of the
 * night after midnight that are begun, seven on any other.
 */
const NIGHTS = [
  { from: "2026-03-28T20:00:00Z", to: "2026-03-29T06:00:00Z", second: 6, laterTotal: 1_500 },
  { from: "2026-10-24T19:00:00Z", to: "2026-10-25T07:00:00Z", second: 8, laterTotal: 1_530 },
];

test("14: DST, and a price change during a stay: elapsed time counts, and what was shown at the arrival", async () => {
  for (const { from, to, second, laterTotal } of NIGHTS) {
    const { estate, time, way, out } = await open();
    const publish = (content: object) =>
      addTariff(estate.house, OFFICE, { id: estate.tariff, currency: "EUR", content });
    const factor = (permille: number) =>
      db.pool.query("update occupancy set factor_permille = $2 where estate = $1", [estate.id, permille]);
    const [early, later] = [await estate.driver(), await estate.driver()];
    time.nowMs = Date.parse(from);
    // The factor is the scenario's: the controller has its quiet time.
    await setPricePolicy(estate.house, OFFICE, estate.id, "main", PricePolicy.parse({ quiet: [{}] }));
    await publish(nightly(120, 100));
    await meet(estate);
    await factor(1_250);
    await meet(estate);
    await way.drive(early.card);
    await meet(estate);
    await publish(nightly(130, 110));
    await factor(1_000);
    await meet(estate);
    await way.drive(later.card);
    await meet(estate);
    time.nowMs = Date.parse(to);
    for (const driver of [early, later]) await estate.leaves(out, driver);
    await meet(estate);

    expect(await estate.stays(early.account)).toMatchObject([
      {
        ...{ total: 1_575, offer: { version: 2, factorPermille: 1_250 } },
        arrived_at: new Date(Date.parse(from) + 10_000),
        lines: [
          { words: "night: 3 × 60 min at 1.20 EUR × 1.25", amountMinor: 450 },
          { words: `night: ${second} × 60 min at 1.20 EUR × 1.25`, amountMinor: second * 150 },
          { words: "at most 12.00 EUR a night", amountMinor: 1_200 - 450 - second * 150 },
          { words: "day: 3 × 20 min at 1.00 EUR × 1.25", amountMinor: 375 },
        ],
      },
    ]);
    // Nine hours of the short night reach no maximum by the price without a factor, eleven of the long one do.
    const over = 390 + second * 130 - 1_200;
    expect(await estate.stays(later.account)).toMatchObject([
      {
        ...{ total: laterTotal, offer: { version: 3, factorPermille: 1_000 } },
        lines: [
          { words: "night: 3 × 60 min at 1.30 EUR", amountMinor: 390 },
          { words: `night: ${second} × 60 min at 1.30 EUR`, amountMinor: second * 130 },
          ...(over > 0 ? [{ words: "at most 12.00 EUR a night", amountMinor: -over }] : []),
          { words: "day: 3 × 20 min at 1.10 EUR", amountMinor: 330 },
        ],
      },
    ]);
  }
});

test("15: reboot with a car on the loop; two loops active at once; a car backing out; a second car tailgating (a passage without a decision is a fact too)", async () => {
  const { estate, time, way, out } = await open();
  const [rebooted, backing, plain] = [await estate.driver(), await estate.driver(), await estate.driver()];
  await meet(estate);

  // A car waits on the loop while the gate reboots; it is let in as any other, and is for a moment on both loops.
  way.loop("approach", true);
  way.cutPower();
  expect(await way.tap(rebooted.card)).toMatchObject({ outcome: "grant" });
  way.loop("clear", true);
  time.pass(2_000);
  way.loop("approach", false);
  time.pass(2_000);
  way.loop("clear", false);
  expect(way.story()).toEqual(["decision.made", "vehicle.arrived"]);

  // One that backs out owes nothing and takes no place.
  time.pass(10_000);
  way.loop("approach", true);
  expect(await way.tap(backing.card)).toMatchObject({ outcome: "grant" });
  way.loop("approach", false);
  time.pass(10_000);
  expect(way.story().at(-1)).toBe("passage.abandoned");
  expect(way.arm).toBe("down");

  // One is let in, a second follows on its bumper.
  way.loop("approach", true);
  await way.tap(plain.card);
  way.loop("clear", true);
  way.loop("approach", false);
  way.loop("approach", true);
  time.pass(1_000);
  way.loop("clear", false);
  way.loop("clear", true);
  way.loop("approach", false);
  time.pass(1_000);
  way.loop("clear", false);
  expect(way.story().slice(-2)).toEqual(["vehicle.arrived", "passage.undecided"]);

  await meet(estate);
  expect(await estate.exceptions()).toEqual(["passage-undecided"]);
  expect(await estate.places()).toEqual({ inUse: 3, passing: 0 });
  expect(await estate.visits(backing.account)).toMatchObject([{ state: "abandoned" }]);
  time.pass(30 * MINUTE_MS);
  for (const driver of [rebooted, plain]) await estate.leaves(out, driver);
  await meet(estate);
  expect(await estate.costs(backing.account)).toEqual([]);
  for (const { account } of [rebooted, plain]) expect(await estate.costs(account)).toEqual([160n]);
  expect(await estate.revenue()).toBe(320n);
});
