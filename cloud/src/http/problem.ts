import type { Context } from "hono";
import { z } from "zod";
import type { Refused } from "../house.ts";

/**
 * Every way a request can fail, by its stable code (RFC 9457 problem details; `type` is `urn:baygate:problem:<code>`).
 * The title is for people and may change; clients go by the code.
 */
export const problems = {
  "invalid-request": { status: 400, title: "The request does not have the expected form." },
  "malformed-json": { status: 400, title: "The body is not JSON." },
  "cursor-invalid": { status: 400, title: "The cursor was not made by this API." },
  "tariff-invalid": { status: 400, title: "The tariff cannot be priced." },
  "device-key-invalid": { status: 400, title: "A device's key is a point on P-256, 65 bytes in base64url." },
  "ticket-times-invalid": { status: 400, title: "A ticket ends after it begins and after now, and within a month." },
  "opening-code-malformed": { status: 400, title: "This is no code of a gate's screen." },
  "card-uid-invalid": { status: 400, title: "A card's UID has 4, 7 or 10 bytes." },
  "plate-invalid": { status: 400, title: "A number plate has 2 to 12 letters and digits." },
  "right-times-invalid": {
    status: 400,
    title: "A right ends after it begins and after now; a guest's within its owner's.",
  },
  "endpoint-refused": { status: 400, title: "A push subscription's endpoint is an https address on the internet." },
  "push-keys-invalid": { status: 400, title: "The keys are not those of a push subscription." },
  "code-refused": { status: 400, title: "The code is wrong, was used, or has expired." },
  "passkey-refused": { status: 400, title: "The passkey does not prove who it is of." },
  "token-missing": { status: 401, title: "A bearer token or a session is needed." },
  "token-unknown": { status: 401, title: "The bearer token or session is not known, or has ended." },
  "token-expired": { status: 401, title: "The bearer token has expired." },
  "role-insufficient": { status: 403, title: "This role may not do that." },
  "origin-refused": { status: 403, title: "With a session's cookie only the house's own pages may do that." },
  "sign-in-stale": { status: 403, title: "This needs a sign-in of the last hour. Sign in again." },
  "route-unknown": { status: 404, title: "There is nothing at this address." },
  "estate-unknown": { status: 404, title: "No such estate." },
  "zone-unknown": { status: 404, title: "No such zone in this estate." },
  "gate-unknown": { status: 404, title: "No such gate." },
  "account-unknown": { status: 404, title: "No such account." },
  "card-unknown": { status: 404, title: "No such card." },
  "vehicle-unknown": { status: 404, title: "No such vehicle of this account." },
  "device-unknown": { status: 404, title: "No such device of this account." },
  "right-unknown": { status: 404, title: "No such right to a bay." },
  "ticket-unknown": { status: 404, title: "No such ticket." },
  "opening-unknown": { status: 404, title: "This account asked for no such opening." },
  "trust-list-unknown": { status: 404, title: "This house has published no trust list." },
  "card-link-unknown": { status: 404, title: "This account asked for no such link of a card." },
  "session-unknown": { status: 404, title: "No such session of this person." },
  "staff-unknown": { status: 404, title: "Nobody of this id works here." },
  "token-not-found": { status: 404, title: "No such token." },
  "stay-unknown": { status: 404, title: "No such stay." },
  "receipt-unknown": { status: 404, title: "This stay has no receipt yet." },
  "tariff-unknown": { status: 404, title: "No such tariff." },
  "version-unknown": { status: 404, title: "This tariff has no such version." },
  "draft-unknown": { status: 404, title: "No such draft of a tariff." },
  "payment-method-unknown": { status: 404, title: "No such payment method of this account." },
  "payment-unknown": { status: 404, title: "No such payment of this account." },
  "group-unknown": { status: 404, title: "No such group." },
  "invitation-unknown": { status: 404, title: "No such open invitation." },
  "plan-unknown": { status: 404, title: "No such subscription plan is on offer." },
  "subscription-unknown": { status: 404, title: "No such subscription of this account." },
  "voucher-unknown": { status: 404, title: "No voucher has this code." },
  "dispute-unknown": { status: 404, title: "No such dispute." },
  "rank-unknown": { status: 404, title: "No such rank." },
  "push-subscription-unknown": { status: 404, title: "No such push subscription of this account." },
  "favourite-unknown": { status: 404, title: "This estate is no favourite of this account." },
  "exception-unknown": { status: 404, title: "No such open exception." },
  "method-not-allowed": { status: 405, title: "This address does not answer that method." },
  "estate-exists": { status: 409, title: "An estate of this name exists." },
  "zone-exists": { status: 409, title: "A zone of this name exists in this estate." },
  "gate-exists": { status: 409, title: "A gate of this name exists in the house." },
  "card-taken": { status: 409, title: "This card belongs to an account already." },
  "device-taken": { status: 409, title: "This key belongs to another device, or to one that was given up." },
  "devices-too-many": { status: 409, title: "The account has as many devices as it may have. Give one up first." },
  "tickets-too-many": { status: 409, title: "The host has as many tickets out as it may have. Take one back first." },
  "ticket-over": { status: 409, title: "This ticket can be used no more." },
  "cards-too-many": { status: 409, title: "The account has as many cards as it may have. Switch one off first." },
  "opening-code-forged": { status: 409, title: "No gate of this house made this code." },
  "opening-code-expired": {
    status: 409,
    title: "The code is not on the gate's screen any more. Scan the one that is.",
  },
  "opening-code-used": { status: 409, title: "This code was used. Scan the next one." },
  "plate-taken": { status: 409, title: "This plate is another vehicle's." },
  "access-missing": { status: 409, title: "The account has no access to this estate." },
  "zone-not-reserved": { status: 409, title: "Nobody needs a right to this zone's bays." },
  "bays-taken": { status: 409, title: "The zone has no such number of bays left for that time." },
  "right-exists": { status: 409, title: "The account has a right to these bays for that time." },
  "right-ended": { status: 409, title: "The owner's right has ended." },
  "right-of-guest": { status: 409, title: "A guest does not invite guests." },
  "guests-too-many": { status: 409, title: "The owner has no such number of places left for guests at that time." },
  "draft-published": { status: 409, title: "This draft has become a version of its tariff." },
  "effect-in-the-past": { status: 409, title: "A version takes effect from now on at the earliest." },
  "effect-before-newest": { status: 409, title: "A newer version of this tariff takes effect later than that." },
  "version-in-force": { status: 409, title: "This version is in force, or about to be: publish another one." },
  "version-awaited": { status: 409, title: "Zones charge by this tariff, and it has no other version." },
  "gate-revoked": { status: 409, title: "This gate is revoked." },
  "correction-below-zero": { status: 409, title: "Fewer places are in use than are taken off." },
  "member-elsewhere": { status: 409, title: "This account is a member of another group." },
  "group-nested": { status: 409, title: "A group cannot be a member." },
  "invitations-too-many": { status: 409, title: "The group has as many open invitations as it may." },
  "consent-needed": { status: 409, title: "Without this there is no account. It ends with the account's deletion." },
  "stay-running": { status: 409, title: "The account's car, or a visitor's, is inside. It has to leave first." },
  "debt-open": { status: 409, title: "The account owes money. Pay it first." },
  "payment-running": { status: 409, title: "A payment has not come to its end. Try again shortly." },
  "manager-last": { status: 409, title: "The group's other members would have nobody who manages it." },
  "plan-exists": { status: 409, title: "A plan of this name exists in the house." },
  "subscription-exists": { status: 409, title: "This id was used for another subscription." },
  "favourites-too-many": { status: 409, title: "The account has as many favourites as it may." },
  "cover-too-low": { status: 409, title: "The account has not so much money, not even on credit." },
  "voucher-used": { status: 409, title: "This voucher has been redeemed." },
  "voucher-expired": { status: 409, title: "This voucher is past its time." },
  "voucher-elsewhere": { status: 409, title: "This voucher is for an estate where the account does not park." },
  "rank-position-taken": { status: 409, title: "Another rank stands at this position." },
  "stay-not-charged": { status: 409, title: "Nobody was charged for this stay." },
  "stay-open": { status: 409, title: "The stay is open again: its price is made when the car leaves." },
  "stay-unpriced": { status: 409, title: "No tariff can price these times." },
  "times-reversed": { status: 409, title: "The stay would end before it begins." },
  "correction-empty": { status: 409, title: "The stay says this already." },
  "dispute-open": { status: 409, title: "This stay has a dispute that is not ended." },
  "dispute-ended": { status: 409, title: "This dispute has ended." },
  "dispute-raises": { status: 409, title: "A dispute never makes a stay dearer." },
  "refund-too-large": { status: 409, title: "There is not so much to give back." },
  "day-closed": { status: 409, title: "This day is closed." },
  "day-not-over": { status: 409, title: "This day is not over." },
  "day-out-of-order": { status: 409, title: "Days are closed one after the other." },
  "books-busy": { status: 409, title: "Somebody is still writing into that day. Try again shortly." },
  "books-unproved": { status: 409, title: "The books of this day do not balance; nothing was closed." },
  "email-unchanged": { status: 409, title: "This is the address already." },
  "currency-mismatch": { status: 409, title: "The currencies differ." },
  "idempotency-key-reused": { status: 409, title: "This idempotency key was used for another request." },
  "payment-method-missing": { status: 409, title: "This account has no payment method." },
  "method-setup-unfinished": { status: 409, title: "The provider does not know of a finished set-up of this account." },
  "signature-invalid": { status: 400, title: "The call is not signed by whom it says it is from." },
  "event-malformed": { status: 400, title: "The call is not understood." },
  "pass-refused": { status: 409, title: "No pass can be issued now." },
  "body-too-large": { status: 413, title: "The body is larger than 256 KiB." },
  "media-type-unsupported": { status: 415, title: "The body must be application/json." },
  "too-many-requests": { status: 429, title: "This was tried too often. Try again after `Retry-After` seconds." },
  internal: { status: 500, title: "Something broke here. The request's id helps to find it." },
  "provider-unavailable": { status: 503, title: "The payment provider does not answer. Try again shortly." },
  "mail-refused": { status: 400, title: "No mail can be sent to this address." },
  "mail-unavailable": { status: 503, title: "No mail can be sent at the moment. Try again shortly." },
  "database-unavailable": { status: 503, title: "The database does not answer. Try again shortly." },
} as const satisfies Record<string, { status: number; title: string }>;

export type ProblemCode = keyof typeof problems;
/** The codes as the description lists them. */
const ProblemCode = z.enum(Object.keys(problems) as [ProblemCode, ...ProblemCode[]]).meta({
  id: "ProblemCode",
  description: "Stable. New ones may be added: treat one that you do not know by its status.",
});

/** What may be wrong with whoever asks. */
export const AUTH = ["token-missing", "token-unknown", "token-expired", "role-insufficient", "origin-refused"] as const;
/** What may be wrong with any request of somebody. */
export const ANY = ["invalid-request", ...AUTH] as const;
/** What may be wrong with one that has a body. */
export const BODY = ["malformed-json", "media-type-unsupported", "body-too-large", ...ANY] as const;

/** What was wrong with one field: where it stands, and what was expected there. */
export const FieldFault = z
  .object({
    in: z.enum(["body", "query", "path", "headers"]),
    field: z
      .string()
      .meta({ description: "Path of the field, dots between; empty for the whole.", examples: ["zones.0.capacity"] }),
    expected: z.string().meta({ examples: ["integer, at least 0"] }),
  })
  .meta({ id: "FieldFault" });
export type FieldFault = z.infer<typeof FieldFault>;

/** RFC 9457 problem details with a stable code. */
export const ProblemBody = z
  .object({
    type: z.string().meta({ examples: ["urn:baygate:problem:estate-unknown"] }),
    code: ProblemCode,
    title: z.string(),
    status: z.int(),
    detail: z.string().optional(),
    instance: z.string().optional().meta({ description: "The request's id, also in the log." }),
    faults: z.array(FieldFault).optional(),
  })
  .meta({ id: "Problem" });
export type ProblemBody = z.infer<typeof ProblemBody>;

/** Thrown inside a transport to end the request with this problem; nothing outside http/ knows it. */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly detail: string | undefined;
  readonly faults: readonly FieldFault[] | undefined;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    code: ProblemCode,
    more: { detail?: string | undefined; faults?: readonly FieldFault[]; headers?: Record<string, string> } = {},
  ) {
    super(code);
    this.code = code;
    this.detail = more.detail;
    this.faults = more.faults;
    this.headers = more.headers ?? {};
  }
}

/** Writes a problem as `application/problem+json`. */
export function problemResponse(c: Context, problem: Problem): Response {
  const { status, title } = problems[problem.code];
  const body: ProblemBody = {
    type: `urn:baygate:problem:${problem.code}`,
    code: problem.code,
    title,
    status,
    ...(problem.detail === undefined ? {} : { detail: problem.detail }),
    instance: c.get("requestId"),
    ...(problem.faults === undefined ? {} : { faults: [...problem.faults] }),
  };
  return c.body(JSON.stringify(body), status, { "content-type": "application/problem+json", ...problem.headers });
}

/** An action's answer, or the problem that it names. */
export function settled<T extends object, C extends ProblemCode>(answer: T | Refused<C>): T {
  if ("refused" in answer) throw new Problem(answer.refused, { detail: answer.words });
  return answer;
}

/**
 * The problems of a route for its OpenAPI description, one response a status. Typed as no responses at all: a transport
 * never returns a problem, it throws one.
 */
export function refusals(...codes: readonly ProblemCode[]): Record<never, never> {
  const byStatus: Record<number, { description: string; content: object }> = {};
  for (const code of codes) {
    const { status, title } = problems[code];
    const known = byStatus[status]?.description;
    byStatus[status] = {
      description: `${known ? `${known} ` : ""}\`${code}\`: ${title}`,
      content: { "application/problem+json": { schema: ProblemBody } },
    };
  }
  return byStatus;
}
