import type { Carriage, Message, Outcome } from "./channel.ts";
import { type Notice, tagOf } from "./notice.ts";
import { type Language, wordsOf } from "./texts.ts";

// What becomes of a delivery. Times are the world's, ms: push services and phones live there, whatever speed the house's clock has.

/** Whoever takes a delivery has it so long: what was under way when the process died is tried again then. */
export const LEASE_MS = 60_000;

const FIRST_WAIT_MS = 10_000;
const LONGEST_WAIT_MS = 30 * 60_000;

/** How a delivery stands after a try. */
export type Standing =
  | { readonly state: "delivered" | "gone" | "refused"; readonly failure: string | null }
  | { readonly state: "queued"; readonly failure: string; readonly nextMs: number };

/**
 * How a delivery stands after a try. Waits double from 10 s to half an hour, spread by a fifth so that a provider that comes back is not
 * met by all at once; what it asks for itself is kept to, up to that longest wait.
 *
 * @param attempts this one included
 * @param chance from 0 to 1, drawn anew
 */
export function standingAfter(outcome: Outcome, attempts: number, nowMs: number, chance: number): Standing {
  if (outcome.kind === "delivered") return { state: "delivered", failure: null };
  if (outcome.kind !== "later") return { state: outcome.kind, failure: outcome.failure };
  const backoffMs = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(20, attempts - 1));
  const askedMs = Math.min(LONGEST_WAIT_MS, outcome.afterMs ?? 0);
  const waitMs = Math.max(askedMs, backoffMs) * (1 + chance / 5);
  return { state: "queued", failure: outcome.failure, nextMs: Math.round(nowMs + waitMs) };
}

const URGENCY: Readonly<Record<Notice["kind"], Carriage["urgency"]>> = {
  "stay-began": "high",
  "stay-ended": "high",
  "balance-low": "normal",
  "estate-full": "normal",
  "estate-free": "normal",
};

/** A notice as a channel carries it. */
export function messageOf(notice: Notice, language: Language): Message {
  return { kind: notice.kind, ...wordsOf(notice, language), tag: tagOf(notice), url: urlOf(notice), lang: language };
}

export const carriageOf = (notice: Notice, expiresAtMs: number, nowMs: number): Carriage => ({
  lifeMs: Math.max(0, expiresAtMs - nowMs),
  urgency: URGENCY[notice.kind],
});

/** The app's page about it. */
function urlOf(notice: Notice): string {
  if ("session" in notice) return `/app/stays/${notice.session}`;
  return notice.kind === "balance-low" ? "/app/wallet" : `/app/estates/${encodeURIComponent(notice.estate)}`;
}
