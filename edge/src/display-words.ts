import type { Decision } from "@baygate/shared/decision";
import type { Direction } from "@baygate/shared/estate";
import type { Message, ReadKind } from "./hardware/seams.ts";

type Words = readonly [title: string, detail: string];

/** What a driver reads when the gate opens or stays shut: what is the matter, and what to do next. */
const wordsFor: Readonly<Record<Decision["reason"], Words>> = {
  "arrival-granted": ["Welcome", "Please drive in."],
  "arrival-granted-unsure-inside": ["Welcome", "Please drive in. An earlier visit will be checked later."],
  "arrival-granted-while-inside": ["Welcome", "Please drive in. Your other visit will be checked later."],
  "departure-granted": ["Goodbye", "Drive safely."],
  "departure-granted-no-stay": ["Goodbye", "We found no visit; any payment is settled later."],
  "departure-granted-despite-fault": ["Goodbye", "Please look at your account before your next visit."],
  "departure-granted-unknown": ["Goodbye", "We did not know this card; the operator will check."],
  "unknown-credential": ["Card not known", "Please try another card or call for help."],
  "credential-revoked": ["Card switched off", "Please use another card or your app."],
  "credential-expired": ["No longer valid", "Please use another card or your app."],
  "account-blocked": ["Account blocked", "Please contact the operator."],
  "class-not-allowed": ["Not for this vehicle", "These bays are for others. Please try elsewhere."],
  "bay-reserved": ["Reserved bays", "These bays are kept for their owners. Please try elsewhere."],
  "right-not-yet-valid": ["Not valid yet", "Your reserved bay is yours later. Please check its time."],
  "right-expired": ["No longer valid", "Your time for this reserved bay is over."],
  "right-in-use": ["Your bay is taken", "A car of yours or of a guest stands there already."],
  "balance-too-low": ["Not enough credit", "Please top up in the app, then try again."],
  "debt-unpaid": ["An earlier visit is unpaid", "Please pay it in the app, then try again."],
  "group-limit-reached": ["Group limit reached", "Your group pays no more this month. Please top up in the app."],
  "rules-stale": ["Offline for long", "We cannot check your account now. Please call for help."],
  "already-inside": ["Already inside", "This account has a car inside. Please call for help."],
  "estate-full": ["Full", "Please wait for a car to leave, or try elsewhere."],
  "pass-expired": ["Code has expired", "Please show a new code, and check your phone's clock."],
  "certificate-expired": ["App is out of date", "Please open the app where it has a network, then try again."],
  "not-offline": ["Offline now", "We cannot check your account. Please use a card or call for help."],
  "pass-not-yet-valid": ["Code not valid yet", "Please check its start time."],
  "pass-replayed": ["Code already used", "Please show a new code."],
  "pass-wrong-estate": ["Code for another place", "Please check the address on it."],
  "clock-unsure": ["Codes not possible now", "Please use a card."],
  "no-rules-yet": ["Not ready yet", "Please wait a moment, or call for help."],
  "storage-failed": ["Out of order", "Please call for help."],
  "pass-malformed": ["Code not readable", "Please show a Baygate code."],
  "pass-forged": ["Code not valid", "Please show the code from your app."],
  "pass-unknown-key": ["Code not known", "Please show a new code or use a card."],
  "card-forged": ["Card not valid", "Please call for help."],
  "plates-off": ["Card or code, please", "The plate alone is not enough here."],
  "plate-unsure": ["Plate not readable", "Please use a card or code."],
  "plate-ambiguous": ["Plate not readable", "Please use a card or code."],
  "plate-missing": ["Plate not seen", "Please move up a little and try again."],
  "plate-mismatch": ["Card of another car", "Please use the app, or call for help."],
  "plate-unreadable": ["Plate not readable", "Please use a card or code."],
  "card-unreadable": ["Card not readable", "Please hold it still and try again."],
};

export function decisionMessage({ outcome, reason }: Pick<Decision, "outcome" | "reason">): Message {
  const [title, detail] = wordsFor[reason];
  return { mood: outcome === "grant" ? "go" : "stop", title, detail };
}

/** @param offerWords the price, in a driver's words, where cars arrive and one is on offer. */
export function idleMessage(direction: Direction, offerWords: string | undefined): Message {
  return direction === "arrive"
    ? { mood: "idle", title: "Welcome", detail: offerWords ?? "Please hold your card to the reader." }
    : { mood: "idle", title: "Leaving?", detail: "Please hold your card to the reader." };
}

/** The building's fire alarm has opened the lane. */
export const FIRE: Message = {
  mood: "go",
  title: "Fire alarm",
  detail: "The way is open. Please drive out now, and do not drive in.",
};
/** One arm for both ways, and no telling yet from which side somebody comes. */
export const COME_CLOSER: Message = {
  mood: "wait",
  title: "Please drive up to the arm",
  detail: "Then hold your card or code to the reader again.",
};

const READER_WORDS = {
  card: ["Card reader out of order", "your card"],
  code: ["Code reader out of order", "your code"],
  plate: ["Plates are not read now", ""],
} as const;

/** What to do while a reader does not work; undefined while all do, or none is missed. */
export function readersDown<R extends { readonly kind?: ReadKind | undefined }>(
  all: readonly R[],
  dead: ReadonlySet<R>,
): Message | undefined {
  const [first] = dead;
  const working = new Set(all.filter((reader) => !dead.has(reader)).map(({ kind }) => kind));
  if (first?.kind === undefined || working.has(first.kind)) return undefined;
  const [title] = READER_WORDS[first.kind];
  const others = (["card", "code"] as const).filter((kind) => working.has(kind)).map((kind) => READER_WORDS[kind][1]);
  if (others.length > 0) return { mood: "wait", title, detail: `Please use ${others.join(" or ")}.` };
  return { mood: "stop", title, detail: "Please call for help." };
}

/** Instead of "Full" where this gate was never lent a place: waiting for a car to leave does not help. */
export const NOT_OPEN_YET: Message = {
  mood: "stop",
  title: "Not open yet",
  detail: "This way in is not set up. Please try elsewhere.",
};
export const BUSY: Message = {
  mood: "wait",
  title: "One moment",
  detail: "Please wait until the car before you is through.",
};
/** A card was held up while another car was in the lane, which is free now. */
export const YOUR_TURN: Message = {
  mood: "wait",
  title: "Your turn",
  detail: "Please hold your card or code to the reader again.",
};
/** A car that leaves was seen by its plate alone, which nobody knows. */
export const CARD_PLEASE: Message = {
  mood: "wait",
  title: "Card or code, please",
  detail: "Without one the barrier opens in a moment.",
};
/** An app has asked for this driver's next card. */
export const LINKING: Message = {
  mood: "wait",
  title: "Add your card",
  detail: "Please hold the new card to the reader now.",
};
export const LINKED: Message = {
  mood: "idle",
  title: "Card read",
  detail: "Your app shows in a moment whether it is yours now.",
};
export const UNREADABLE: Message = {
  mood: "wait",
  title: "Please try again",
  detail: "Hold the card still for a moment.",
};
export const ARM_FAILED: Message = {
  mood: "stop",
  title: "The arm does not move",
  detail: "Please try again or call for help.",
};
export const STUCK: Message = {
  mood: "wait",
  title: "Please drive on",
  detail: "The lane must be clear for the next car.",
};
