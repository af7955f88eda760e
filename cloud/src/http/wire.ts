import { AccountRef, EstateId, GateId, ZoneId } from "@baygate/shared/ids";
import { Currency } from "@baygate/shared/money";
import type { HttpBindings } from "@hono/node-server";
import type { OpenAPIHono } from "@hono/zod-openapi";
import { z } from "zod";
import type { Bearer } from "../accounts/tokens.actions.ts";
import type { Visit } from "../estates/visits.actions.ts";
import type { PriceLine as PriceLineInCode } from "../pricing/rule.ts";
import { Problem } from "./problem.ts";

// What stands in requests and answers, shared by several routes. Amounts are JSON integers in minor units, times are
// ISO 8601 in UTC.

/** What a request carries on its way through. */
export interface Env {
  Bindings: Partial<HttpBindings>;
  Variables: { requestId: string; bearer: Bearer };
}
export type App = OpenAPIHono<Env>;

export const AmountMinor = z
  .int()
  .meta({ id: "AmountMinor", description: "Minor units (cents) of the currency beside it.", examples: [1250] });
export const At = z
  .string()
  .meta({ id: "At", format: "date-time", description: "ISO 8601, UTC.", examples: ["2026-03-02T07:41:12.000Z"] });

/** Text that PostgreSQL can keep: no NUL, no halves of surrogate pairs. */
export const storable = (text: string): boolean => !text.includes("\0") && text.isWellFormed();

/** Words that a person typed. */
export const words = (most = 200) =>
  z.string().trim().min(1).max(most).refine(storable, "text without NUL and without halves of characters");

export const Email = z
  .email()
  .max(254)
  .meta({ description: "In any case of letters.", examples: ["ada@example.org"] });

export const estatePath = z.object({ estate: EstateId });
export const zonePath = z.object({ estate: EstateId, zone: ZoneId });
export const gatePath = z.object({ gate: GateId });
export const accountPath = z.object({ account: AccountRef });
export const stayPath = z.object({ stay: z.uuid() });

export const pageQuery = z.object({
  cursor: z.string().max(200).optional().meta({ description: "`next` of the page before." }),
  limit: z.coerce.number().int().min(1).max(100).default(25),
});

/** For what takes no parameters at all. */
export const noQuery = z.strictObject({});

export const next = z.string().nullable().meta({ description: "The next page's `cursor`; null on the last one." });

/** An opaque cursor. */
export const makeCursor = (content: unknown): string => Buffer.from(JSON.stringify(content)).toString("base64url");

/** What a cursor held. */
export function readCursor<S extends z.ZodType>(schema: S, cursor: string | undefined): z.output<S> | undefined {
  if (cursor === undefined) return undefined;
  try {
    return schema.parse(JSON.parse(Buffer.from(cursor, "base64url").toString("utf8")));
  } catch {
    throw new Problem("cursor-invalid");
  }
}

/** A page and where the next one begins: `rows` was asked for one more than `limit`. */
export function paged<T>(rows: readonly T[], limit: number, cursorOf: (last: T) => unknown) {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, next: rows.length > limit && last !== undefined ? makeCursor(cursorOf(last)) : null };
}

export const PriceLine = z
  .object({
    rule: z.string(),
    from: At,
    to: At,
    quantity: z.int(),
    amountMinor: AmountMinor,
    words: z.string().meta({ examples: ["3 × 20 min at 0.60 EUR"] }),
  })
  .meta({ id: "ReceiptLine" });

export const priceLine = (line: PriceLineInCode): z.input<typeof PriceLine> => ({
  rule: line.rule,
  from: iso(line.fromMs),
  to: iso(line.toMs),
  quantity: line.quantity,
  amountMinor: Number(line.amountMinor),
  words: line.words,
});

export const StayState = z.enum(["granted", "inside", "departed", "abandoned", "unresolved"]);

export const Stay = z
  .object({
    id: z.uuid(),
    account: AccountRef.nullable(),
    estate: z.string(),
    zone: z.string(),
    state: StayState,
    gateIn: z.string(),
    gateOut: z.string().nullable(),
    grantedAt: At,
    arrivedAt: At.nullable(),
    departedAt: At.nullable(),
    flags: z.array(z.string()),
    cost: z
      .object({
        final: z.boolean().meta({ description: "False: what it would be if the car left now." }),
        totalMinor: AmountMinor,
        currency: Currency,
        lines: z.array(PriceLine),
      })
      .nullable(),
  })
  .meta({ id: "Stay" });

export function stayOf({ session, stay, cost }: Visit): z.input<typeof Stay> {
  const { id, account, estate, zone, gateIn, gateOut } = session;
  // A correction leaves the session as it is: the stay knows the true times.
  const { arrivedAt, departedAt, flags } = session.state === "departed" && stay ? stay : session;
  return {
    ...{ id, account, estate, zone, gateIn, gateOut, flags },
    state: StayState.parse(session.state),
    grantedAt: iso(session.grantedAt),
    arrivedAt: isoOrNull(arrivedAt),
    departedAt: isoOrNull(departedAt),
    cost: cost && {
      final: cost.final,
      totalMinor: Number(cost.totalMinor),
      currency: cost.currency,
      lines: cost.lines.map(priceLine),
    },
  };
}

/** Where a page of visits ended. */
export const StayCursor = z.tuple([z.iso.datetime(), z.uuid()]);
export const stayCursor = (visit: Visit) => [iso(visit.session.grantedAt), visit.session.id];

/** Where a page of visits begins. */
export function stayPage(query: { cursor?: string | undefined; limit: number }) {
  const cursor = readCursor(StayCursor, query.cursor);
  return { limit: query.limit + 1, before: cursor && { at: new Date(cursor[0]), id: cursor[1] } };
}

export const iso = (at: Date | number): string => new Date(at).toISOString();
export const isoOrNull = (at: Date | number | null): string | null => (at === null ? null : iso(at));

/** The caller's own key, under which money moves once. */
export const idempotencyKey = z.object({
  "idempotency-key": z.string().min(8).max(100).meta({
    description:
      "Of the caller's own making, a UUID say. The same key with the same request moves money once, whatever happens on the way.",
  }),
});

/** A page of a short list that is read as a whole. */
export function pageOfAll<T extends { readonly id: string }>(
  rows: readonly T[],
  { cursor, limit }: { readonly cursor?: string | undefined; readonly limit: number },
) {
  const after = readCursor(z.string(), cursor);
  const last = rows.findIndex(({ id }) => id === after);
  if (after !== undefined && last < 0) throw new Problem("cursor-invalid");
  return paged(rows.slice(last + 1, last + limit + 2), limit, ({ id }) => id);
}

/** A JSON body for a route. */
export const jsonBody = <S extends z.ZodType>(schema: S) => ({
  body: { required: true, content: { "application/json": { schema } } },
});

/** A JSON answer for a route. */
export const jsonAnswer = <S extends z.ZodType>(description: string, schema: S) => ({
  description,
  content: { "application/json": { schema } },
});

/** Nothing more to say. */
export const Done = z.object({ ok: z.literal(true) }).meta({ id: "Done" });
export const done = { ok: true } as const;
