import type { DenyReason, GrantReason } from "@baygate/shared/decision";
import type { DecisionView } from "../../src/live/dashboard.ts";

/** Every reason in an operator's words; the only place where they stand. */
const REASONS: Readonly<Record<GrantReason | DenyReason, string>> = {
  "arrival-granted": "let in",
  "arrival-granted-unsure-inside": "let in; may be inside already",
  "arrival-granted-while-inside": "let in, though a car of this account is inside",
  "departure-granted": "let out",
  "departure-granted-no-stay": "let out; no stay known here",
  "departure-granted-despite-fault": "let out, to be settled later",
  "departure-granted-unknown": "let out; unknown card",
  "unknown-credential": "unknown card",
  "credential-revoked": "card reported lost or stolen",
  "credential-expired": "its vehicle was given up",
  "account-blocked": "the account is blocked",
  "class-not-allowed": "not for this class of vehicle",
  "bay-reserved": "the bays are reserved for others",
  "right-not-yet-valid": "the right to a bay begins later",
  "right-expired": "the right to a bay is over",
  "right-in-use": "the right's places are taken",
  "balance-too-low": "not enough money",
  "debt-unpaid": "more debt than credit",
  "group-limit-reached": "the group pays no more this month",
  "rules-stale": "the gate was cut off for too long",
  "already-inside": "already has a car inside",
  "estate-full": "no free place",
  "certificate-expired": "the phone's certificate has run out",
  "not-offline": "not known here, and not to be let in offline",
  "pass-expired": "the pass has expired",
  "pass-not-yet-valid": "the pass is not valid yet",
  "pass-replayed": "this pass was shown before",
  "pass-wrong-estate": "the pass is for another estate",
  "clock-unsure": "the gate is not sure of the time",
  "no-rules-yet": "the gate has no rules yet",
  "storage-failed": "the gate cannot write to its disk",
  "pass-malformed": "this is not a pass",
  "pass-forged": "the pass's signature is wrong",
  "pass-unknown-key": "the pass is signed by nobody we know",
  "card-forged": "the card does not hold its key: a copy",
  "plates-off": "plates alone open nothing here",
  "plate-unsure": "the camera is not sure of the plate",
  "plate-ambiguous": "several known plates look like it",
  "plate-missing": "a plain card, and no plate seen with it",
  "plate-mismatch": "a plain card beside another account's plate",
  "plate-unreadable": "the plate could not be read",
  "card-unreadable": "the card could not be read",
};

/** Refusals that somebody tried something, rather than forgot something. */
const SUSPICIOUS = new Set([
  "credential-revoked",
  "card-forged",
  "plate-mismatch",
  "pass-forged",
  "pass-replayed",
  "pass-unknown-key",
]);

const TIERS: Readonly<Record<string, string>> = {
  ...{ A: "phone", B: "QR of a phone", C: "QR pass", D: "secure card", E: "card", P: "plate", S: "scan" },
};

const hasReason = (reason: string): reason is keyof typeof REASONS => Object.hasOwn(REASONS, reason);

/** How a decision looks: well, well but odd, refused, refused and suspicious. */
export type Tone = "good" | "odd" | "refused" | "suspicious";

export function toneOf({ outcome, reason, end }: DecisionView): Tone {
  if (outcome === "deny") return SUSPICIOUS.has(reason) ? "suspicious" : "refused";
  if (end === "barrier-failed" || end === "unresolved") return "suspicious";
  return reason === "arrival-granted" || reason === "departure-granted" ? "good" : "odd";
}

/** What happened, as one would say it: "Let in", "Refused: no free place". */
export function decisionWords({ outcome, reason, end, direction }: DecisionView): string {
  const words = hasReason(reason) ? REASONS[reason] : reason.replaceAll("-", " ");
  if (outcome === "deny") return `Refused: ${words}`;
  if (end === "barrier-failed") return "The barrier did not move";
  if (end === "unresolved") return "The gate stopped before the car had passed";
  if (end === "abandoned") return direction === "arrive" ? "Let in, but backed out" : "Let out, but stayed";
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export const tierWords = (tier: string | null): string => (tier === null ? "unreadable" : (TIERS[tier] ?? tier));

const CLASSES: Readonly<Record<string, string>> = {
  ...{ electric: "charging", truck: "trucks", disabled: "accessible", reserved: "reserved" },
};

/** What kind of bays, where it is not the usual one. */
export const classWords = (bays: string): string | undefined => CLASSES[bays];
