import Stripe from "stripe";
import { afterAll, expect, test } from "vitest";
import { providerContract } from "../provider.contract.ts";
import { openSandbox, type SandboxCall } from "./sandbox.ts";
import { openStripeDouble } from "./stripe.testing.ts";
import { openStripe } from "./stripe.ts";

providerContract("the sandbox", () => {
  const calls: SandboxCall[] = [];
  const provider = openSandbox({
    nowMs: () => 0,
    secret: "s",
    call: (call) => calls.push(call),
    sleep: async () => undefined,
  });
  return {
    provider,
    methods: { ok: "ok", declined: "decline", action: "needs-action", pending: "late:60000", lost: "away:1" },
    finishSetup: () => undefined,
    movedMinor: () => undefined,
    call() {
      const call = calls.at(-1);
      if (!call) throw new Error("it did not call");
      return { body: call.body, header: () => call.signature };
    },
  };
});

const double = await openStripeDouble();
afterAll(double.close);
const WEBHOOK = "whsec_a_test";
const stripe = new Stripe("sk_test_double");

providerContract("stripe", () => ({
  provider: openStripe({ secretKey: "sk_test_double", webhookSecret: WEBHOOK, baseUrl: double.url, timeoutMs: 1_000 }),
  methods: {
    ok: "cus_1/pm_ok",
    declined: "cus_1/pm_declined",
    action: "cus_1/pm_action",
    pending: "cus_1/pm_processing",
    lost: "cus_1/pm_broken",
  },
  finishSetup: (setup) => double.finishSetup(setup, "pm_ok"),
  movedMinor: () => double.moved.reduce((sum, { amount }) => sum + amount, 0),
  call(ref, payment) {
    const object = { ...double.intents.get(ref), metadata: { payment } };
    const body = JSON.stringify({
      id: `evt_${ref}`,
      object: "event",
      type: "payment_intent.succeeded",
      data: { object },
    });
    const signature = stripe.webhooks.generateTestHeaderString({ payload: body, secret: WEBHOOK });
    return { body, header: (name) => (name === "stripe-signature" ? signature : undefined) };
  },
}));

test("stripe: a connection that hangs is away, not an end, and the money is found by its key", async () => {
  const provider = openStripe({ secretKey: "sk", webhookSecret: WEBHOOK, baseUrl: double.url, timeoutMs: 300 });
  const ask = {
    ...{
      key: "hung",
      payment: "p",
      amountMinor: 700n,
      currency: "EUR",
      methodRef: "cus_1/pm_hung",
      present: false,
      words: "x",
      askedSinceMs: null,
    },
  };
  expect(await provider.charge(ask)).toMatchObject({ kind: "away" });
  expect(await provider.charge(ask)).toMatchObject({ kind: "succeeded" });
  expect(double.moved.filter(({ amount }) => amount === 700)).toHaveLength(1);
});

test("stripe: what was asked so long ago that its key is forgotten is found again, and moves nothing twice", async () => {
  const provider = openStripe({ secretKey: "sk", webhookSecret: WEBHOOK, baseUrl: double.url, timeoutMs: 1_000 });
  const ask = {
    ...{ key: "old:charge", payment: "p", amountMinor: 901n, currency: "EUR", methodRef: "cus_7/pm_broken" },
    ...{ present: false, words: "x", askedSinceMs: null },
  };
  const askedSinceMs = Date.now();
  const moved = (amount: number) => double.moved.filter((each) => each.amount === amount).length;
  expect(await provider.charge(ask)).toMatchObject({ kind: "away" });
  double.forgetKeys();
  const found = await provider.charge({ ...ask, askedSinceMs });
  if (found.kind !== "succeeded") throw new Error(found.kind);
  expect(moved(901)).toBe(1);
  // Another payment of the same driver is another.
  expect(await provider.charge({ ...ask, key: "new:charge", methodRef: "cus_7/pm_ok", askedSinceMs })).toMatchObject({
    kind: "succeeded",
  });
  expect(moved(901)).toBe(2);

  const back = { key: "old:refund", ref: found.ref, amountMinor: 301n, currency: "EUR", askedSinceMs: null };
  const given = await provider.refund(back);
  double.forgetKeys();
  expect(await provider.refund({ ...back, askedSinceMs })).toEqual(given);
  expect(moved(-301)).toBe(1);
});

test("stripe: a set-up that nobody knows is none; of one that cannot be asked about nothing is known", async () => {
  const provider = openStripe({ secretKey: "sk", webhookSecret: WEBHOOK, baseUrl: double.url, timeoutMs: 1_000 });
  expect(await provider.finish("a", "seti_unknown")).toBeUndefined();
  const gone = openStripe({ secretKey: "sk", webhookSecret: WEBHOOK, baseUrl: "http://127.0.0.1:9", timeoutMs: 300 });
  expect(await gone.finish("a", "seti_1")).toHaveProperty("away");
});

test("stripe: a server that is not there is away", async () => {
  const provider = openStripe({
    secretKey: "sk",
    webhookSecret: WEBHOOK,
    baseUrl: "http://127.0.0.1:9",
    timeoutMs: 300,
  });
  expect(await provider.begin("a")).toHaveProperty("away");
  expect(await provider.look("pi_1")).toMatchObject({ kind: "away" });
});

test("stripe: an old signature is not believed", () => {
  const provider = openStripe({ secretKey: "sk", webhookSecret: WEBHOOK, baseUrl: double.url });
  const body = JSON.stringify({ id: "evt", object: "event", type: "ping", data: { object: {} } });
  const old = stripe.webhooks.generateTestHeaderString({ payload: body, secret: WEBHOOK, timestamp: 1_000_000 });
  expect(() => provider.hear(body, () => old)).toThrow(/too old/);
});
