import { createHmac, timingSafeEqual } from "node:crypto";
import { z } from "zod";
import { EventRefused, type Outcome, type Provider } from "../provider.ts";

/**
 * How a sandbox method behaves, as its name says: `ok`, `decline`, `needs-action`, `slow:<ms>` (answers late), `twice` (calls back twice),
 * `late:<ms>` (pending, succeeds after so long and calls back then), `never` (pending for ever, no call), `away` (cannot be reached),
 * `away:<times>` (so often, then it answers: the money has moved at the first try).
 */
const BEHAVIOUR = /^(?:ok|decline|needs-action|twice|never|away(?::\d{1,3})?|(?:slow|late):\d{1,7})$/;

/** What a sandbox's call holds. */
const Call = z.object({
  id: z.string(),
  ref: z.string(),
  payment: z.string(),
  outcome: z.enum(["succeeded", "failed"]),
});

/** How the sandbox calls back: like a webhook, signed. */
export interface SandboxCall {
  readonly body: string;
  readonly signature: string;
}

export interface SandboxOptions {
  readonly nowMs: () => number;
  /** Signs calls. */
  readonly secret: string;
  /** Gets the calls. They may come twice, late or never: what counts is `look`. */
  readonly call: (call: SandboxCall) => void;
  /** Waits, ms. */
  readonly sleep: (ms: number) => Promise<void>;
}

/**
 * A provider that moves no money, and can be told to behave as badly as a real one. A movement's name holds all of it, so that a
 * restart changes nothing of what it says about it; only a key whose answer got lost is remembered by the process.
 */
export function openSandbox({ nowMs, secret, call, sleep }: SandboxOptions): Provider {
  const aways = new Map<string, number>();
  const refs = new Map<string, string>();
  const tell = (ref: string, payment: string, outcome: "succeeded" | "failed"): void => {
    const body = JSON.stringify({ id: `call:${ref}`, ref, payment, outcome });
    call({ body, signature: sign(secret, body) });
  };
  const refOf = (behaviour: string, key: string): string => {
    const ref = refs.get(key) ?? `sandbox|${behaviour}|${nowMs()}|${key}`;
    refs.set(key, ref);
    return ref;
  };
  return {
    name: "sandbox",
    begin: async (account) => ({ setup: `setup|${account}`, secret: "ok" }),
    async finish(account, setup) {
      const [kind, owner, behaviour = "ok"] = setup.split("|");
      if (kind !== "setup" || owner !== account || !BEHAVIOUR.test(behaviour)) return undefined;
      return { methodRef: behaviour, label: behaviour === "ok" ? "Sandbox card" : `Sandbox card (${behaviour})` };
    },
    async charge({ key, methodRef, payment, present }) {
      if (!BEHAVIOUR.test(methodRef)) return { kind: "failed", ref: null, failure: "method-unknown" };
      const [behaviour = "ok", value] = methodRef.split(":");
      const ref = refOf(methodRef, key);
      switch (behaviour) {
        case "decline":
          return { kind: "failed", ref, failure: "declined" };
        case "needs-action":
          return present
            ? { kind: "needs-action", ref, action: "confirm" }
            : { kind: "failed", ref, failure: "authentication-required" };
        case "away": {
          const left = aways.get(key) ?? Number(value ?? Number.POSITIVE_INFINITY);
          aways.set(key, left - 1);
          return left > 0
            ? { kind: "away", words: "the sandbox does not answer" }
            : { kind: "succeeded", ref: `sandbox|ok|0|${key}` };
        }
        case "slow":
          await sleep(Number(value));
          return { kind: "succeeded", ref: `sandbox|ok|0|${key}` };
        case "late":
          void sleep(Number(value)).then(() => tell(ref, payment, "succeeded"));
          return { kind: "pending", ref };
        case "never":
          return { kind: "pending", ref };
        default: {
          const settled = `sandbox|ok|0|${key}`;
          tell(settled, payment, "succeeded");
          if (behaviour === "twice") tell(settled, payment, "succeeded");
          return { kind: "succeeded", ref: settled };
        }
      }
    },
    async refund({ key, ref }) {
      if (!ref.startsWith("sandbox|")) return { kind: "failed", ref: null, failure: "payment-unknown" };
      return { kind: "succeeded", ref: `sandbox|ok|0|refund:${key}` };
    },
    look: async (ref) => standing(ref, nowMs()),
    hear(body, header) {
      const signature = Buffer.from(header("baygate-sandbox-signature") ?? "");
      const expected = Buffer.from(sign(secret, body));
      if (signature.length !== expected.length || !timingSafeEqual(signature, expected))
        throw new EventRefused("signature-invalid", "this call was not made by the sandbox");
      const parsed = Call.safeParse(JSON.parse(body));
      if (!parsed.success) throw new EventRefused("event-malformed", "the sandbox does not call like that");
      const { id, ref, payment, outcome } = parsed.data;
      return {
        ...{ id, ref, payment },
        outcome: outcome === "succeeded" ? { kind: "succeeded", ref } : { kind: "failed", ref, failure: "declined" },
      };
    },
  };
}

const sign = (secret: string, body: string): string => createHmac("sha256", secret).update(body).digest("hex");

/** How a movement stands, by its name alone. */
function standing(ref: string, nowMs: number): Outcome {
  const [kind, methodRef = "", askedAtMs = "0"] = ref.split("|");
  if (kind !== "sandbox") return { kind: "failed", ref, failure: "payment-unknown" };
  const [behaviour, value] = methodRef.split(":");
  switch (behaviour) {
    case "never":
      return { kind: "pending", ref };
    case "late":
      return nowMs >= Number(askedAtMs) + Number(value) ? { kind: "succeeded", ref } : { kind: "pending", ref };
    case "needs-action":
      return { kind: "needs-action", ref, action: "confirm" };
    case "decline":
      return { kind: "failed", ref, failure: "declined" };
    default:
      return { kind: "succeeded", ref };
  }
}
