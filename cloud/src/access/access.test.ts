import { describe, expect, test } from "vitest";
import { guestFault, type Right, type RightAsked, rightFault } from "./access.ts";

const day = (number: number) => new Date(Date.UTC(2026, 10, number));
const now = day(10);
const right = (id: string, from: number, until: number | null, more: Partial<Right> = {}): Right => ({
  ...{ id, account: `account of ${id}`, guestOf: null, places: 1, revokedAt: null, ...more },
  ...{ fromAt: day(from), untilAt: until === null ? null : day(until) },
});
const asked = (from: number, until: number | null, more: Partial<RightAsked> = {}): RightAsked => ({
  ...{ account: "me", places: 1, fromAt: day(from), untilAt: until === null ? null : day(until), ...more },
});
const zone = { class: "reserved", capacity: 2 };

describe("a right to a reserved bay", () => {
  test.each<[string, RightAsked, Right[], string | undefined]>([
    ["in an empty zone", asked(10, null), [], undefined],
    ["to the last bay", asked(10, null), [right("a", 1, null)], undefined],
    ["to a bay too many", asked(10, null), [right("a", 1, null), right("b", 1, null)], "bays-taken"],
    ["to more than there is", asked(10, null, { places: 3 }), [], "bays-taken"],
    ["after others have ended", asked(15, 20), [right("a", 1, 15), right("b", 1, 15)], undefined],
    ["when others begin in its time", asked(10, 20), [right("a", 15, 16), right("b", 15, 16)], "bays-taken"],
    ["beside others that follow each other", asked(10, 20), [right("a", 1, 15), right("b", 15, 30)], undefined],
    [
      "beside one that was revoked",
      asked(10, 20, { places: 2 }),
      [right("a", 1, null, { revokedAt: day(5) })],
      undefined,
    ],
    [
      "beside guests, who have no bays of their own",
      asked(10, 20),
      [right("a", 1, null), right("b", 1, 30, { guestOf: "a" })],
      undefined,
    ],
    ["twice", asked(10, 20), [right("a", 1, null, { account: "me" })], "right-exists"],
    ["that ends before it begins", asked(12, 11), [], "right-times-invalid"],
    ["that is over", asked(1, 10), [], "right-times-invalid"],
  ])("%s", (_, wanted, rights, fault) => expect(rightFault(wanted, zone, rights, now)).toBe(fault));

  test("is to reserved bays alone", () =>
    expect(rightFault(asked(10, null), { ...zone, class: "electric" }, [], now)).toBe("zone-not-reserved"));
});

describe("a guest", () => {
  const owner = right("o", 1, 25, { places: 2 });
  const guest = (from: number, until: number, more: Partial<Right> = {}) =>
    right(`g${from}`, from, until, { guestOf: "o", ...more });
  test.each<[string, RightAsked, Right, Right[], string | undefined]>([
    ["is invited for a time", asked(10, 12), owner, [], undefined],
    ["is not invited for ever", asked(10, null), owner, [], "right-times-invalid"],
    ["is not invited to what has ended by then", asked(26, 28), owner, [], "right-times-invalid"],
    ["takes one of the owner's places", asked(10, 12), owner, [guest(10, 14)], undefined],
    ["is one too many", asked(10, 12), owner, [guest(10, 14, { places: 2 })], "guests-too-many"],
    ["comes after others have gone", asked(14, 16, { places: 2 }), owner, [guest(10, 14, { places: 2 })], undefined],
    ["does not invite guests", asked(10, 12), guest(1, 20), [], "right-of-guest"],
    ["is not invited twice", asked(10, 12), owner, [guest(10, 14, { account: "me" })], "right-exists"],
    ["is not the owner", asked(10, 12, { account: owner.account }), owner, [owner], "right-exists"],
    ["has nobody to invite it any more", asked(10, 12), { ...owner, revokedAt: day(9) }, [], "right-ended"],
  ])("%s", (_, wanted, host, guests, fault) =>
    expect(guestFault(wanted, host, [host, ...guests.filter((each) => each !== host)], now)).toBe(fault),
  );
});
