/** What a gate answered to an order that a driver's phone began. */
export interface OrderAnswer {
  /** An `OrderOutcome`; null: nothing yet. */
  readonly outcome: string | null;
  readonly expiresAt: Date;
  /** Of its fact. */
  readonly words: string | null;
}

/** How an opening stands, and why it was refused. */
export interface OpeningState {
  readonly state: "ordered" | "opened" | "refused" | "expired";
  readonly reason: string | null;
}

/** What became of an opening. An answer that is late still counts: the gate may have been cut off when it opened. */
export function openingState({ outcome, expiresAt, words }: OrderAnswer, nowMs: number): OpeningState {
  if (outcome === "done") return { state: "opened", reason: words };
  if (outcome === "refused") return { state: "refused", reason: words ?? "refused" };
  if (outcome === "not-supported") return { state: "refused", reason: "not-supported" };
  const isOver = outcome === "expired" || nowMs > expiresAt.getTime();
  return { state: isOver ? "expired" : "ordered", reason: null };
}

/** How a link of a card stands. `refused`: the card is somebody's, or the gate waited for another driver's. */
export interface CardLinkState {
  readonly state: "waiting" | "linked" | "expired" | "refused";
  readonly reason: string | null;
}

/** @param settled what was made of the gate's answer: the card's reference, or why it is not theirs; undefined: nothing yet. */
export function cardLinkState(
  answer: OrderAnswer,
  settled: { readonly card: string | null; readonly refused: string | null } | undefined,
  nowMs: number,
): CardLinkState {
  if (settled?.refused) return { state: "refused", reason: settled.refused };
  if (settled?.card) return { state: "linked", reason: null };
  const { state, reason } = openingState(answer, nowMs);
  if (state === "refused") return { state, reason };
  return { state: state === "expired" ? "expired" : "waiting", reason: null };
}
