import { AccountRef, EstateId } from "@baygate/shared/ids";
import { Currency } from "@baygate/shared/money";
import { createRoute } from "@hono/zod-openapi";
import { z } from "zod";
import { readAccount } from "../accounts/accounts.actions.ts";
import { listVisits, readVisit } from "../estates/visits.actions.ts";
import { readStayHistory, type StayRevision } from "../ledger/stay-history.actions.ts";
import { listMethods, pageOfPayments } from "../payments/payments.actions.ts";
import { readAgreed } from "../wallets/agreed.actions.ts";
import { estatesOf } from "./auth.ts";
import type { HttpDeps } from "./deps.ts";
import { opened } from "./permits.ts";
import { ANY, Problem, refusals, settled } from "./problem.ts";
import {
  AmountMinor,
  type App,
  At,
  accountPath,
  iso,
  isoOrNull,
  jsonAnswer,
  next,
  PriceLine,
  paged,
  pageQuery,
  priceLine,
  readCursor,
  Stay,
  StayState,
  stayCursor,
  stayOf,
  stayPage,
  stayPath,
} from "./wire.ts";

const common = { tags: ["desk (ops)"], security: [{ bearer: [] }] };

const Tax = z.object({ words: z.string(), ratePermille: z.int(), netMinor: AmountMinor, taxMinor: AmountMinor });
const Revision = z
  .object({
    revision: z.int(),
    arrivedAt: At,
    departedAt: At,
    currency: Currency,
    totalMinor: AmountMinor,
    lines: z.array(PriceLine),
    taxes: z.array(Tax),
    offer: z
      .object({ tariff: z.string(), version: z.int(), factorPermille: z.int() })
      .nullable()
      .meta({ description: "What was shown at the arrival, and was priced by." }),
    class: z.string(),
    payer: AccountRef.nullable(),
    reason: z.string().nullable(),
  })
  .meta({ id: "StayRevision" });
const StayFile = z
  .object({
    id: z.uuid(),
    account: AccountRef.nullable(),
    estate: EstateId,
    timeZone: z.string(),
    zone: z.string(),
    state: StayState,
    gateIn: z.string(),
    gateOut: z.string().nullable(),
    grantedAt: At,
    arrivedAt: At.nullable(),
    departedAt: At.nullable(),
    flags: z.array(z.string()),
    cost: Stay.shape.cost,
    revisions: z.array(Revision),
    disputes: z.array(
      z.object({
        ...{ id: z.uuid(), words: z.string(), state: z.string(), answer: z.string().nullable() },
        ...{ openedAt: At, endedAt: At.nullable() },
      }),
    ),
    exceptions: z.array(
      z.object({ id: z.int(), kind: z.string(), at: At, words: z.string(), resolvedAt: At.nullable() }),
    ),
  })
  .meta({ id: "StayFile" });

const revisionOf = ({ lines, taxes, ...row }: StayRevision): z.input<typeof Revision> => ({
  ...{ ...row, arrivedAt: iso(row.arrivedAt), departedAt: iso(row.departedAt), totalMinor: Number(row.totalMinor) },
  lines: lines.map(priceLine),
  taxes: taxes.map((tax) => ({ ...tax, netMinor: Number(tax.netMinor), taxMinor: Number(tax.taxMinor) })),
});

const Agreed = z
  .object({
    kind: z.string().meta({ description: "person or group" }),
    rank: z.string().nullable(),
    creditMinor: AmountMinor.meta({ description: "How far below zero it may go." }),
    group: z
      .object({ account: AccountRef, monthlyLimitMinor: AmountMinor.nullable() })
      .nullable()
      .meta({ description: "The group that pays for it." }),
    autoTopUp: z.object({ belowMinor: AmountMinor, amountMinor: AmountMinor }).nullable(),
  })
  .meta({ id: "AgreedTerms" });
const Method = z.object({ id: z.uuid(), label: z.string(), provider: z.string(), createdAt: At });
const Payment = z.object({
  id: z.uuid(),
  kind: z.string(),
  state: z.string(),
  amountMinor: AmountMinor,
  currency: Currency,
  failure: z.string().nullable(),
  createdAt: At,
  endedAt: At.nullable(),
});

const ofAccount = "/v1/ops/accounts/{account}";
const routes = {
  stay: createRoute({
    ...common,
    ...{ method: "get", path: "/v1/ops/stays/{stay}", summary: "Everything that became of a stay" },
    security: opened("operator", "stays:read"),
    request: { params: stayPath },
    responses: { 200: jsonAnswer("The stay.", StayFile), ...refusals("stay-unknown", ...ANY) },
  }),
  stays: createRoute({
    ...common,
    ...{ method: "get", path: `${ofAccount}/stays` as const, summary: "An account's stays, newest first" },
    request: { params: accountPath, query: pageQuery },
    responses: {
      200: jsonAnswer("A page.", z.object({ items: z.array(Stay), next })),
      ...refusals("account-unknown", "cursor-invalid", ...ANY),
    },
  }),
  agreed: createRoute({
    ...common,
    ...{ method: "get", path: `${ofAccount}/terms` as const, summary: "What was agreed with an account" },
    request: { params: accountPath },
    responses: { 200: jsonAnswer("The terms.", Agreed), ...refusals("account-unknown", ...ANY) },
  }),
  methods: createRoute({
    ...common,
    ...{ method: "get", path: `${ofAccount}/payment-methods` as const, summary: "How it can be charged, in order" },
    request: { params: accountPath },
    responses: {
      200: jsonAnswer("The methods.", z.object({ items: z.array(Method) })),
      ...refusals("account-unknown", ...ANY),
    },
  }),
  payments: createRoute({
    ...common,
    ...{ method: "get", path: `${ofAccount}/payments` as const },
    summary: "What was asked of its payment methods, newest first",
    request: { params: accountPath, query: pageQuery },
    responses: {
      200: jsonAnswer("A page.", z.object({ items: z.array(Payment), next })),
      ...refusals("account-unknown", "cursor-invalid", ...ANY),
    },
  }),
};

function addStayRoutes(app: App, deps: HttpDeps): void {
  app.openapi(routes.stay, async (c) => {
    const { stay: id } = c.req.valid("param");
    const found = settled(await readStayHistory(deps, id));
    const { account, estate, zone, gateIn, gateOut, flags, ...session } = found.session;
    // A stay elsewhere is not known to who works for some estates.
    if (estatesOf(c.var.bearer)?.includes(estate) === false) throw new Problem("stay-unknown");
    const visit = account === null ? undefined : settled(await readVisit(deps, account, id));
    return c.json(
      {
        ...{ id, account, estate, zone, gateIn, gateOut, flags, timeZone: found.timeZone },
        state: StayState.parse(session.state),
        grantedAt: iso(session.grantedAt),
        ...{ arrivedAt: isoOrNull(session.arrivedAt), departedAt: isoOrNull(session.departedAt) },
        cost: visit ? stayOf(visit).cost : null,
        revisions: found.revisions.map(revisionOf),
        disputes: found.disputes.map(({ id: dispute, words, state, answer, openedAt, endedAt }) => ({
          ...{ id: dispute, words, state, answer, openedAt: iso(openedAt), endedAt: isoOrNull(endedAt) },
        })),
        exceptions: found.exceptions.map(({ id: exception, kind, at, words, resolvedAt }) => ({
          ...{ id: exception, kind, at: iso(at), words, resolvedAt: isoOrNull(resolvedAt) },
        })),
      },
      200,
    );
  });
  app.openapi(routes.stays, async (c) => {
    const { account } = c.req.valid("param");
    const query = c.req.valid("query");
    settled(await readAccount(deps, account));
    const page = paged(await listVisits(deps, { account, ...stayPage(query) }), query.limit, stayCursor);
    return c.json({ items: page.items.map(stayOf), next: page.next }, 200);
  });
}

function addAccountRoutes(app: App, deps: HttpDeps): void {
  app.openapi(routes.agreed, async (c) => {
    const { creditMinor, autoTopUp, group, ...terms } = settled(await readAgreed(deps, c.req.valid("param").account));
    const limit = group?.monthlyLimitMinor ?? null;
    return c.json(
      {
        ...{ ...terms, creditMinor: Number(creditMinor) },
        group: group && { account: group.account, monthlyLimitMinor: limit === null ? null : Number(limit) },
        autoTopUp: autoTopUp && {
          belowMinor: Number(autoTopUp.belowMinor),
          amountMinor: Number(autoTopUp.amountMinor),
        },
      },
      200,
    );
  });
  app.openapi(routes.methods, async (c) => {
    const { account } = c.req.valid("param");
    settled(await readAccount(deps, account));
    const items = (await listMethods(deps, account)).map(({ id, label, provider, createdAt }) => ({
      ...{ id, label, provider, createdAt: iso(createdAt) },
    }));
    return c.json({ items }, 200);
  });
  app.openapi(routes.payments, async (c) => {
    const { account } = c.req.valid("param");
    const { cursor, limit } = c.req.valid("query");
    settled(await readAccount(deps, account));
    const rows = await pageOfPayments(deps, account, { before: readCursor(z.uuid(), cursor), limit: limit + 1 });
    const page = paged(rows, limit, (last) => last.id);
    const items = page.items.map(({ id, kind, state, currency, failure, amountMinor, createdAt, endedAt }) => ({
      ...{ id, kind, state, currency, failure, amountMinor: Number(amountMinor) },
      ...{ createdAt: iso(createdAt), endedAt: isoOrNull(endedAt) },
    }));
    return c.json({ items, next: page.next }, 200);
  });
}

/** What somebody at a desk looks up: a stay with all that became of it, and what an account has agreed and paid. */
export function addOpsDeskRoutes(app: App, deps: HttpDeps): void {
  addStayRoutes(app, deps);
  addAccountRoutes(app, deps);
}
