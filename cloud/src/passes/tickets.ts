import { TICKET_LIFE_S } from "@baygate/shared/ticket";

/** A visitor's ticket, as far as what becomes of it hangs on it. */
export interface Ticket {
  readonly fromAt: Date;
  readonly untilAt: Date;
  readonly usedAt: Date | null;
  readonly revokedAt: Date | null;
}

export type TicketState = "unused" | "used" | "expired" | "taken-back";

/** How a ticket stands. One that was taken back after its visit began stays used. */
export function ticketState({ untilAt, usedAt, revokedAt }: Ticket, nowMs: number): TicketState {
  if (usedAt !== null) return "used";
  if (revokedAt !== null) return "taken-back";
  return untilAt.getTime() <= nowMs ? "expired" : "unused";
}

/** Whether these times can be a ticket's that is printed from now on: it ends, and a month from now at the latest. */
export const ticketTimesHold = ({ fromAt, untilAt }: Pick<Ticket, "fromAt" | "untilAt">, nowMs: number): boolean =>
  untilAt.getTime() > Math.max(fromAt.getTime(), nowMs) && untilAt.getTime() <= nowMs + TICKET_LIFE_S * 1000;
