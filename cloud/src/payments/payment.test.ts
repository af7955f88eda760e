import { describe, expect, test } from "vitest";
import { evolvePayment, type Payment, providerKey, waitMs } from "./payment.ts";
import type { Outcome } from "./provider.ts";

const payment = (more: Partial<Payment> = {}): Payment => ({
  ...{ id: "p", account: "a", kind: "top-up", provider: "sandbox", method: "m1", currency: "EUR", amountMinor: 2000n },
  ...{ state: "asked", providerRef: null, ofPayment: null, failure: null, attempts: 1, nextAtMs: 0 },
  ...more,
});
const yes: Outcome = { kind: "succeeded", ref: "r1" };
const no = { kind: "failed", ref: "r1", failure: "declined" } as const;
const later: Outcome = { kind: "pending", ref: "r1" };
const away: Outcome = { kind: "away", words: "timeout" };

describe("what becomes of a payment", () => {
  test.each<[string, Payment, Outcome, string | null, Partial<Payment>, string | null]>([
    ["it succeeds", payment(), yes, null, { state: "succeeded", providerRef: "r1", nextAtMs: null }, "r1"],
    ["declined, no other method", payment(), no, null, { state: "failed", failure: "declined", nextAtMs: null }, null],
    [
      "declined, another method",
      payment(),
      no,
      "m2",
      { state: "wanted", method: "m2", attempts: 0, nextAtMs: 100 },
      null,
    ],
    ["pending", payment(), later, null, { state: "asked", providerRef: "r1", nextAtMs: 5_100 }, null],
    [
      "away keeps what is known",
      payment({ providerRef: "r0" }),
      away,
      "m2",
      { state: "asked", providerRef: "r0" },
      null,
    ],
    ["a second answer", payment({ state: "succeeded", providerRef: "r1" }), yes, null, { state: "succeeded" }, null],
    [
      "a late refusal after success",
      payment({ state: "succeeded", providerRef: "r1" }),
      no,
      null,
      { state: "succeeded" },
      null,
    ],
    ["a refund has no next method", payment({ kind: "refund" }), no, "m2", { state: "failed" }, null],
    ["a second refusal", payment({ state: "failed", failure: "declined" }), no, "m2", { state: "failed" }, null],
  ])("%s", (_name, before, outcome, next, after, booked) => {
    const moved = evolvePayment(before, outcome, 100, next);
    expect(moved.payment).toMatchObject(after);
    expect(moved.booked).toBe(booked);
    expect(moved.odd).toBe(null);
  });

  test("money that comes after the end is booked and told", () => {
    const moved = evolvePayment(payment({ state: "failed", failure: "declined" }), yes, 100, null);
    expect(moved).toMatchObject({ payment: { state: "succeeded" }, booked: "r1" });
    expect(moved.odd).toMatch(/had ended as failed/);
  });

  test("money that comes twice is booked twice and told", () => {
    const moved = evolvePayment(payment({ state: "succeeded", providerRef: "r0" }), yes, 100, null);
    expect(moved).toMatchObject({ payment: { providerRef: "r0" }, booked: "r1", odd: /twice/ });
  });

  test("a refund that comes back after it had succeeded has failed, and is told", () => {
    const given = payment({ kind: "refund", state: "succeeded", providerRef: "r1", nextAtMs: null });
    const moved = evolvePayment(given, no, 100, "m2");
    expect(moved).toMatchObject({ payment: { state: "failed", failure: "declined", nextAtMs: null }, ended: true });
    expect(moved.odd).toMatch(/sent back/);
    expect(evolvePayment(moved.payment, no, 200, "m2")).toMatchObject({ ended: false, odd: null });
    // Of another movement nothing is known.
    expect(evolvePayment(given, { ...no, ref: "r2" }, 100, null).payment.state).toBe("succeeded");
  });

  test("an unknown end is never followed by another method", () => {
    expect(evolvePayment(payment(), away, 100, "m2").payment.method).toBe("m1");
  });
});

test("waits grow to an hour", () => {
  expect([1, 2, 5, 40].map(waitMs)).toEqual([5_000, 10_000, 80_000, 3_600_000]);
});

test("each method's try has a key of its own", () => {
  expect(providerKey(payment())).not.toBe(providerKey(payment({ method: "m2" })));
});
