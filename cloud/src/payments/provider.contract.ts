import { describe, expect, test } from "vitest";
import { EventRefused, type Outcome, type Provider } from "./provider.ts";

/** How a suite makes a provider behave. */
export interface ProviderStage {
  readonly provider: Provider;
  /** Names of methods that behave so. */
  readonly methods: {
    readonly ok: string;
    readonly declined: string;
    readonly action: string;
    readonly pending: string;
    readonly lost: string;
  };
  /** The driver does at the provider what a set-up asks of them. */
  finishSetup(setup: string): void;
  /** What was moved, and given back, in all. Minor units. */
  movedMinor(): number | undefined;
  /** A call of the provider about this movement, with its signature's header. */
  call(ref: string, payment: string): { readonly body: string; readonly header: (name: string) => string | undefined };
}

const ACCOUNT = "0198d6f0-0000-7000-8000-000000000001";
const PAYMENT = "0198d6f0-0000-7000-8000-000000000002";
let keys = 0;

/** What every payment provider promises; run by each one's test. */
export function providerContract(name: string, open: () => ProviderStage): void {
  const asked = (methodRef: string, more: { key?: string; present?: boolean; amountMinor?: bigint } = {}) => ({
    ...{
      key: `key-${++keys}`,
      payment: PAYMENT,
      amountMinor: 2000n,
      currency: "EUR",
      methodRef,
      present: false,
      words: "Top-up",
      askedSinceMs: null,
    },
    ...more,
  });
  const refOf = (outcome: Outcome): string => {
    if (outcome.kind === "away" || outcome.ref === null) throw new Error(`no movement: ${JSON.stringify(outcome)}`);
    return outcome.ref;
  };

  describe(`${name} as a payment provider`, () => {
    test("takes money, and says so again when it is looked at", async () => {
      const { provider, methods } = open();
      const outcome = await provider.charge(asked(methods.ok));
      expect(outcome).toMatchObject({ kind: "succeeded" });
      expect(await provider.look(refOf(outcome))).toEqual(outcome);
    });

    test("moves money once for one key", async () => {
      const { provider, methods, movedMinor } = open();
      const ask = asked(methods.ok);
      const before = movedMinor();
      const [first, again] = [await provider.charge(ask), await provider.charge(ask)];
      expect(again).toEqual(first);
      if (before !== undefined) expect(movedMinor()).toBe(before + 2000);
    });

    test("an answer that gets lost is no end, and the next asking finds the money", async () => {
      const { provider, methods, movedMinor } = open();
      const ask = asked(methods.lost);
      const before = movedMinor();
      expect(await provider.charge(ask)).toMatchObject({ kind: "away" });
      expect(await provider.charge(ask)).toMatchObject({ kind: "succeeded" });
      if (before !== undefined) expect(movedMinor()).toBe(before + 2000);
    });

    test.each([
      ["declined", "failed"],
      ["pending", "pending"],
    ] as const)("a method that is %s", async (method, kind) => {
      const { provider, methods } = open();
      expect(await provider.charge(asked(methods[method]))).toMatchObject({ kind });
    });

    test("confirmation is asked of a driver who is there, and an end for one who is not", async () => {
      const { provider, methods } = open();
      expect(await provider.charge(asked(methods.action, { present: true }))).toMatchObject({
        kind: "needs-action",
        action: /./,
      });
      expect(await provider.charge(asked(methods.action))).toMatchObject({
        kind: "failed",
        failure: "authentication-required",
      });
    });

    test("an unknown method is an end with a name", async () => {
      expect(await open().provider.charge(asked("nonsense"))).toMatchObject({
        kind: "failed",
        failure: "method-unknown",
      });
    });

    test("gives money back", async () => {
      const { provider, methods } = open();
      const ref = refOf(await provider.charge(asked(methods.ok)));
      const refund = { key: `refund-${++keys}`, ref, amountMinor: 500n, currency: "EUR", askedSinceMs: null };
      const given = await provider.refund(refund);
      expect(given).toMatchObject({ kind: "succeeded" });
      expect(await provider.refund(refund)).toEqual(given);
      expect(await provider.refund({ ...refund, key: "other", ref: "nonsense" })).toMatchObject({ kind: "failed" });
    });

    test("a method is added by its account alone, once the driver has finished", async () => {
      const { provider, finishSetup } = open();
      const begun = await provider.begin(ACCOUNT);
      if ("away" in begun) throw new Error(begun.away);
      finishSetup(begun.setup);
      expect(await provider.finish(PAYMENT, begun.setup)).toBeUndefined();
      const made = await provider.finish(ACCOUNT, begun.setup);
      if (made === undefined || "away" in made) throw new Error("no method was made");
      expect(made.label).toMatch(/./);
      expect(await provider.charge(asked(made.methodRef))).toMatchObject({ kind: "succeeded" });
      expect(await provider.finish(ACCOUNT, "nonsense")).toBeUndefined();
    });

    test("believes its own calls and no others", async () => {
      const { provider, methods, call } = open();
      const ref = refOf(await provider.charge(asked(methods.ok)));
      const { body, header } = call(ref, PAYMENT);
      expect(provider.hear(body, header)).toMatchObject({ ref, payment: PAYMENT, outcome: { kind: "succeeded", ref } });
      expect(() => provider.hear(body.replace(ref, `${ref}x`), header)).toThrow(EventRefused);
      expect(() => provider.hear(body, () => undefined)).toThrow(EventRefused);
      expect(() => provider.hear("{", header)).toThrow(EventRefused);
    });
  });
}
