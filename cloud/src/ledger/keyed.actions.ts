import { createHash } from "node:crypto";
import type { Tx } from "../db/client.ts";
import { type House, type Refused, refused } from "../house.ts";
import { claimKey, forgetKey, keepAnswer } from "./keyed.store.ts";

/** What a caller's own key stands for. */
export interface Keyed {
  /** `stay.corrected:<caller's key>` … */
  readonly key: string;
  /** What was asked for: the same key with something else is an error. */
  readonly request: unknown;
}

/** An answer, and whether it was given before: then nothing was done now. */
export type Once<T> = T & { readonly repeated: boolean };

// Amounts are bigint, which JSON has not.
const toJson = (answer: unknown): string =>
  JSON.stringify(answer, (_, value: unknown) => (typeof value === "bigint" ? { minor: String(value) } : value));
const fromJson = (text: string): unknown =>
  JSON.parse(text, (_, value: unknown) =>
    typeof value === "object" && value !== null && "minor" in value ? BigInt(String(value.minor)) : value,
  );

/**
 * Does something in a transaction, and never twice under a key: asked again it answers again what it answered. A refusal keeps no key, for
 * nothing was done. Whoever asks with the same key meanwhile waits.
 *
 * @param keyed undefined: there is no key
 * @throws what `work` throws: then nothing was done, and no key is kept
 */
export async function once<T extends object, C extends string>(
  { db, clock }: House,
  keyed: Keyed | undefined,
  work: (tx: Tx) => Promise<T | Refused<C>>,
): Promise<Once<T> | Refused<C | "idempotency-key-reused">> {
  return await db.tx(async (tx) => {
    if (keyed === undefined) {
      const answer = await work(tx);
      return "refused" in answer ? answer : { ...answer, repeated: false };
    }
    const { key } = keyed;
    const fingerprint = createHash("sha256").update(toJson(keyed.request)).digest("hex");
    const known = await claimKey(tx, { key, fingerprint, at: new Date(clock.wallMs()) });
    if (known)
      return known.fingerprint === fingerprint
        ? { ...(fromJson(JSON.stringify(known.answer)) as T), repeated: true }
        : refused("idempotency-key-reused");
    const answer = await work(tx);
    if ("refused" in answer) {
      await forgetKey(tx, key);
      return answer;
    }
    await keepAnswer(tx, key, JSON.parse(toJson(answer)));
    return { ...answer, repeated: false };
  });
}
