import { expect, it } from "vitest";
import { returnable, withLent } from "./lease.ts";

const held = { lent: 5, used: 3, returned: 0, voided: 1 };

it.each([
  ["more is lent", { epoch: "00000000000000aa", lent: 9 }, 9],
  ["an older word comes late", { epoch: "00000000000000aa", lent: 4 }, 5],
  ["it was lent to another journal of this gate", { epoch: "00000000000000bb", lent: 9 }, 5],
  ["the rules were thrown away", undefined, 5],
])("places lent, when %s", (_, rule, lent) => {
  expect(withLent(held, rule, "00000000000000aa").lent).toBe(lent);
});

it("nothing is lent to a gate that never heard of it", () => {
  expect(withLent(undefined, undefined, "00000000000000aa")).toEqual({ lent: 0, used: 0, returned: 0, voided: 0 });
});

it("gives back what no car has taken, and never more", () => {
  expect(returnable(held, 2)).toBe(2);
  expect(returnable(held, 20)).toBe(3);
  expect(returnable({ ...held, used: 9 }, 20)).toBe(0);
});
