import type { AccountRef, SessionId } from "@baygate/shared/ids";
import { v7 as uuidv7 } from "uuid";
import { writeAudit } from "../accounts/audit.store.ts";
import { type Actor, type House, type Refused, refused } from "../house.ts";
import type { Correction } from "./correction.ts";
import { type CorrectionRefusal, reviseStay, type StayCorrected } from "./corrections.actions.ts";
import { lockSession, stayNow } from "./corrections.store.ts";
import {
  type DisputeRow,
  endDispute,
  hasOpenDispute,
  insertDispute,
  lockDispute,
  selectDisputes,
} from "./disputes.store.ts";
import { type Once, once } from "./keyed.actions.ts";
import { type RefundMade, type RefundRefusal, wantRefund } from "./refunds.actions.ts";

export type { DisputeRow } from "./disputes.store.ts";

/** A driver does not agree with what a stay of theirs cost. One dispute a stay at a time. */
export const openDispute = (
  house: House,
  account: AccountRef,
  session: SessionId,
  words: string,
): Promise<DisputeRow | Refused<"stay-unknown" | "stay-not-charged" | "dispute-open">> =>
  house.db.tx(async (tx) => {
    await lockSession(tx, session);
    const stay = await stayNow(tx, session);
    if (stay?.account !== account) return refused("stay-unknown");
    if (stay.totalMinor === 0n || !stay.isSettled) return refused("stay-not-charged", "this stay cost nothing");
    if (await hasOpenDispute(tx, session)) return refused("dispute-open");
    const openedAt = new Date(house.clock.wallMs());
    const row = { id: uuidv7(), account, session, words, state: "open", answer: null, openedAt, endedAt: null };
    await insertDispute(tx, row);
    // What a driver writes is in the dispute alone, from where it can be taken away.
    const detail = { session };
    await writeAudit(tx, { at: openedAt, actor: `driver:${account}`, verb: "dispute.opened", subject: row.id, detail });
    return row;
  });

/** One page of disputes, newest first: a driver's own, or everybody's. */
export const listDisputes = (house: House, page: Parameters<typeof selectDisputes>[1]): Promise<DisputeRow[]> =>
  selectDisputes(house.db, page);

export interface DisputeAccepted {
  readonly corrected: StayCorrected;
  /** What is given back to a card; null: it stays in the wallet. */
  readonly refund: RefundMade | null;
}

/** Thrown to undo a transaction that had begun to write. */
class Undone extends Error {
  readonly why: Refused<RefundRefusal | "dispute-raises">;
  constructor(why: Refused<RefundRefusal | "dispute-raises">) {
    super(why.refused);
    this.why = why;
  }
}

/**
 * Agrees with a driver: the stay gets its next revision, and the difference goes back into the wallet it came from or, where wanted, on to
 * the card. All of it, or nothing, and once a key of the caller's.
 */
export async function acceptDispute(
  house: House,
  actor: Actor,
  id: string,
  terms: { readonly correction: Correction; readonly answer: string; readonly to: "wallet" | "card" },
  key?: string,
): Promise<
  | Once<DisputeAccepted>
  | Refused<"dispute-unknown" | "dispute-ended" | "dispute-raises" | CorrectionRefusal | RefundRefusal>
> {
  const { correction, answer, to } = terms;
  const keyed = key === undefined ? undefined : { key: `dispute.accepted:${key}`, request: [id, terms] };
  try {
    return await once(house, keyed, async (tx) => {
      const open = await lockDispute(tx, id);
      if (!open) return refused("dispute-unknown");
      if (open.endedAt !== null) return refused("dispute-ended");
      const atMs = house.clock.wallMs();
      const ground = { actor: actor.name, reason: `dispute:${id}`, atMs };
      const corrected = await reviseStay(tx, open.session, correction, ground);
      if ("refused" in corrected) return corrected;
      const amountMinor = corrected.beforeMinor - corrected.totalMinor;
      // Whoever asks for less must not end with more.
      if (amountMinor < 0n) throw new Undone(refused("dispute-raises"));
      let refund: RefundMade | null = null;
      if (to === "card" && amountMinor > 0n) {
        const asked = { account: corrected.payer, amountMinor, words: answer, idempotencyKey: `dispute:${id}` };
        const wanted = await wantRefund(tx, actor.name, asked, atMs);
        if ("refused" in wanted) throw new Undone(wanted);
        refund = wanted;
      }
      await endDispute(tx, id, { state: "accepted", answer, endedAt: new Date(atMs) });
      const detail = { answer, to, refund: refund?.refund ?? null };
      await writeAudit(tx, { at: new Date(atMs), actor: actor.name, verb: "dispute.accepted", subject: id, detail });
      return { corrected, refund };
    });
  } catch (error) {
    if (error instanceof Undone) return error.why;
    throw error;
  }
}

/** Does not agree, and says why; said again in the same words it changes nothing. */
export const refuseDispute = (
  house: House,
  actor: Actor,
  id: string,
  answer: string,
): Promise<object | Refused<"dispute-unknown" | "dispute-ended">> =>
  house.db.tx(async (tx) => {
    const open = await lockDispute(tx, id);
    if (!open) return refused("dispute-unknown");
    if (open.state === "refused" && open.answer === answer) return {};
    if (open.endedAt !== null) return refused("dispute-ended");
    const at = new Date(house.clock.wallMs());
    await endDispute(tx, id, { state: "refused", answer, endedAt: at });
    await writeAudit(tx, { at, actor: actor.name, verb: "dispute.refused", subject: id, detail: { answer } });
    return {};
  });
