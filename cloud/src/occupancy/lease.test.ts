import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Borrower, followDemand, oversoldAtWorst, planLeases, type ZonePlaces } from "./lease.ts";

const zone = (capacity: number, more: Partial<ZonePlaces> = {}): ZonePlaces => ({
  ...{ capacity, inUse: 0, passing: 0, blocked: 0, unheard: false },
  ...more,
});
const gate = (name: string, left: number, more: Partial<Borrower> = {}): Borrower => ({
  ...{ gate: name, left, asked: 0, online: true, demand: 0 },
  ...more,
});

describe("lending", () => {
  test("after a restore nothing is lent until every gate was heard that may hold forgotten places", () => {
    expect(planLeases(zone(40, { unheard: true }), [gate("in", 5)]).lends).toEqual([]);
  });

  test("a zone's only gate gets all that is free", () => {
    expect(planLeases(zone(40, { inUse: 10, passing: 2, blocked: 3 }), [gate("in", 5)])).toEqual({
      lends: [{ gate: "in", places: 20 }],
      returns: [],
    });
  });

  test("two gates share by demand", () => {
    const plan = planLeases(zone(12), [gate("north", 0, { demand: 3 }), gate("south", 0, { demand: 1 })]);
    expect(plan.lends).toEqual([
      { gate: "north", places: 8 },
      { gate: "south", places: 4 },
    ]);
  });

  test("a gate that is cut off keeps what it has and gets nothing", () => {
    const plan = planLeases(zone(10), [gate("north", 4, { online: false }), gate("south", 0)]);
    expect(plan).toEqual({ lends: [{ gate: "south", places: 6 }], returns: [] });
  });
});

describe("asking back", () => {
  test("the gate with plenty is asked for what a starving one lacks", () => {
    const plan = planLeases(zone(10), [gate("north", 10), gate("south", 0)]);
    expect(plan).toEqual({ lends: [], returns: [{ gate: "north", places: 5 }] });
  });

  test("what was asked for already is not asked for again", () => {
    const plan = planLeases(zone(10), [gate("north", 10, { asked: 5 }), gate("south", 0)]);
    expect(plan.returns).toEqual([]);
  });

  test("a small difference moves nothing", () => {
    expect(planLeases(zone(10), [gate("north", 6), gate("south", 4)])).toEqual({ lends: [], returns: [] });
  });

  test("when the capacity shrinks, what is lent beyond it comes back", () => {
    const plan = planLeases(zone(4, { inUse: 2 }), [gate("north", 5), gate("south", 1)]);
    expect(plan).toEqual({ lends: [], returns: [{ gate: "north", places: 4 }] });
  });
});

describe("overdraw", () => {
  test("what a gate gave beyond its lease is lent after the fact when cars have left for it, and not before", () => {
    expect(planLeases(zone(1, { inUse: 2 }), [gate("north", -1), gate("south", 0)]).lends).toEqual([]);
    expect(planLeases(zone(1, { inUse: 1 }), [gate("north", -1)]).lends).toEqual([{ gate: "north", places: 1 }]);
    expect(planLeases(zone(1), [gate("north", -1)]).lends).toEqual([{ gate: "north", places: 2 }]);
    expect(planLeases(zone(1), [gate("north", -1, { online: false })]).lends).toEqual([]);
    expect(planLeases(zone(1, { unheard: true }), [gate("north", -1)]).lends).toEqual([]);
  });

  test("however gates are cut off, cars leave and back out: never more cars too many than gates times what each may overdraw", () => {
    const [capacity, overdraw] = [2, 1];
    const happening = fc.record({
      what: fc.constantFrom("arrives", "arrives", "arrives", "arrives", "backs out", "leaves", "link", "link", "tend"),
      at: fc.integer({ min: 0, max: 1 }),
    });
    fc.assert(
      fc.property(fc.array(happening, { minLength: 100, maxLength: 200 }), (story) => {
        const gates = [gate("a", 0), gate("b", 0)];
        let inUse = 0;
        for (const { what, at } of story) {
          const one = gates[at] ?? gate("none", 0);
          if (what === "link") Object.assign(one, { online: !one.online });
          else if (what === "arrives" && one.left + (one.online ? 0 : overdraw) > 0) {
            Object.assign(one, { left: one.left - 1 });
            inUse++;
          } else if (what === "backs out" && inUse > 0) {
            Object.assign(one, { left: one.left + 1 });
            inUse--;
          } else if (what === "leaves" && inUse > 0) inUse--;
          else if (what === "tend")
            for (const { gate: to, places } of planLeases(zone(capacity, { inUse }), gates).lends) {
              const lent = gates.find(({ gate: name }) => name === to);
              if (lent) Object.assign(lent, { left: lent.left + places });
            }
          expect(inUse).toBeLessThanOrEqual(capacity + gates.length * overdraw);
        }
      }),
    );
  });

  test("at worst every gate that lets cars in overdraws; reserved bays are nobody's to overdraw", () => {
    const gates = [{ arrivalZones: ["main", "vip"] }, { arrivalZones: ["main"] }, { arrivalZones: [] }];
    expect(oversoldAtWorst({ id: "main", class: "standard" }, 3, gates)).toBe(6);
    expect(oversoldAtWorst({ id: "vip", class: "reserved" }, 3, gates)).toBe(0);
  });
});

test("whatever the counters, a plan never oversells and never asks for more than is there (I11)", () => {
  const places = fc.integer({ min: 0, max: 60 });
  const borrower = (name: string) =>
    fc.record({
      ...{ gate: fc.constant(name), left: fc.integer({ min: -3, max: 40 }), asked: fc.integer({ min: 0, max: 20 }) },
      ...{ online: fc.boolean(), demand: fc.double({ min: 0, max: 50, noNaN: true }) },
    });
  fc.assert(
    fc.property(
      fc.record({ capacity: places, inUse: fc.integer({ min: -5, max: 60 }), passing: places, blocked: places }),
      fc.tuple(borrower("a"), borrower("b"), borrower("c")),
      (counted, borrowers) => {
        const { lends, returns } = planLeases(zone(counted.capacity, counted), borrowers);
        const held =
          Math.max(0, counted.inUse) +
          counted.passing +
          counted.blocked +
          borrowers.reduce((sum, each) => sum + Math.max(0, each.left), 0);
        // What was overdrawn and is lent after the fact opens nothing.
        const lentTo = new Map(lends.map((each) => [each.gate, each.places]));
        const opens = ({ gate, left }: Borrower) => Math.max(0, left + (lentTo.get(gate) ?? 0)) - Math.max(0, left);
        const lent = borrowers.reduce((sum, each) => sum + opens(each), 0);
        expect(held + lent).toBeLessThanOrEqual(Math.max(counted.capacity, held));
        if (borrowers.some((each) => each.online)) expect(lent).toBe(Math.max(0, counted.capacity - held));
        for (const each of [...lends, ...returns]) {
          expect(Number.isInteger(each.places) && each.places > 0).toBe(true);
          expect(borrowers.find(({ gate }) => gate === each.gate)?.online).toBe(true);
        }
        for (const each of returns) {
          const from = borrowers.find(({ gate }) => gate === each.gate);
          expect(each.places).toBeLessThanOrEqual((from?.left ?? 0) - (from?.asked ?? 0));
        }
      },
    ),
  );
});

test("demand follows arrivals and fades", () => {
  const first = followDemand(undefined, 7, 0);
  const busy = followDemand(first, 11, 0);
  expect(busy.demand).toBe(4);
  expect(followDemand(busy, 11, 15 * 60_000).demand).toBe(2);
});
