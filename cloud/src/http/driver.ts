import { EstateId } from "@baygate/shared/ids";
import { Currency } from "@baygate/shared/money";
import { PASS_LIFE_S } from "@baygate/shared/pass";
import { createRoute } from "@hono/zod-openapi";
import { z } from "zod";
import { readAccount } from "../accounts/accounts.actions.ts";
import { readEstate } from "../estates/estates.actions.ts";
import { listVisits, readReceipt, readVisit } from "../estates/visits.actions.ts";
import type { House } from "../house.ts";
import { creditOf } from "../wallets/terms.actions.ts";
import { coverMinor, emptyWallet } from "../wallets/wallet.ts";
import { walletOf } from "../wallets/wallets.actions.ts";
import { driverOf } from "./auth.ts";
import type { HttpDeps } from "./deps.ts";
import { AUTH, Problem, refusals, settled } from "./problem.ts";
import {
  AmountMinor,
  type App,
  At,
  iso,
  jsonAnswer,
  jsonBody,
  next,
  PriceLine,
  paged,
  pageQuery,
  priceLine,
  Stay,
  stayCursor,
  stayOf,
  stayPage,
  stayPath,
} from "./wire.ts";

const tags = ["driver"];
const security = [{ bearer: [] }];

export const WalletView = z
  .object({
    currency: Currency,
    balanceMinor: AmountMinor,
    heldMinor: AmountMinor.meta({ description: "Held for open stays." }),
    debtMinor: AmountMinor,
    creditMinor: AmountMinor.meta({ description: "How far below zero it may go." }),
    availableMinor: AmountMinor.meta({ description: "What may still be spent, on credit too." }),
  })
  .meta({ id: "Wallet" });

/** The wallet of an account; one without any has never had money. */
export async function walletView(deps: House, account: string, currency: string): Promise<z.input<typeof WalletView>> {
  const creditMinor = await creditOf(deps, account);
  const wallet = (await walletOf(deps.db.orm, account)) ?? emptyWallet(account, currency);
  const coveredMinor = coverMinor(wallet, creditMinor);
  return {
    currency: wallet.currency,
    balanceMinor: Number(wallet.balanceMinor),
    heldMinor: Number(wallet.heldMinor),
    debtMinor: Number(wallet.debtMinor),
    creditMinor: Number(creditMinor),
    availableMinor: Number(coveredMinor < 0n ? 0n : coveredMinor),
  };
}

const wallet = createRoute({
  method: "get",
  path: "/v1/me/wallet",
  ...{ tags, security },
  summary: "My money",
  responses: { 200: jsonAnswer("My wallet.", WalletView), ...refusals(...AUTH) },
});
const stays = createRoute({
  method: "get",
  path: "/v1/me/stays",
  ...{ tags, security },
  summary: "My stays, newest first; an open one with what it costs by now",
  request: { query: pageQuery },
  responses: {
    200: jsonAnswer("A page.", z.object({ items: z.array(Stay), next })),
    ...refusals("invalid-request", "cursor-invalid", ...AUTH),
  },
});
const stay = createRoute({
  method: "get",
  path: "/v1/me/stays/{stay}",
  ...{ tags, security },
  summary: "One of my stays",
  request: { params: stayPath },
  responses: { 200: jsonAnswer("The stay.", Stay), ...refusals("invalid-request", "stay-unknown", ...AUTH) },
});

const Receipt = z
  .object({
    stay: z.uuid(),
    estate: z.string(),
    zone: z.string(),
    arrivedAt: At,
    departedAt: At,
    currency: Currency,
    totalMinor: AmountMinor,
    lines: z.array(PriceLine),
    flags: z.array(z.string()),
    offer: z.unknown().meta({ description: "Tariff, version and factor as shown at arrival." }),
    transaction: z.uuid().nullable(),
    facts: z
      .array(z.object({ id: z.string(), kind: z.string(), hash: z.string(), clock: z.string(), at: At }))
      .meta({ description: "The gates' facts that began and ended the stay, and what their texts hash to." }),
  })
  .meta({ id: "Receipt" });

const receipt = createRoute({
  method: "get",
  path: "/v1/me/stays/{stay}/receipt",
  ...{ tags, security },
  summary: "The receipt of an ended stay, every cent explained",
  request: { params: stayPath },
  responses: {
    200: jsonAnswer("The receipt.", Receipt),
    ...refusals("invalid-request", "stay-unknown", "receipt-unknown", ...AUTH),
  },
});

const PassAsked = z.strictObject({
  estate: EstateId.optional(),
  lifeS: z.int().min(1).max(PASS_LIFE_S).optional().meta({ description: "Seconds that the pass shall live." }),
});
const pass = createRoute({
  method: "post",
  path: "/v1/me/passes",
  ...{ tags, security },
  summary: `A pass to show as a QR code; it lives ${PASS_LIFE_S} s at most`,
  request: jsonBody(PassAsked),
  responses: {
    201: jsonAnswer("The pass.", z.object({ pass: z.string(), expiresAt: At }).meta({ id: "Pass" })),
    ...refusals(
      "invalid-request",
      "malformed-json",
      "media-type-unsupported",
      "estate-unknown",
      "pass-refused",
      ...AUTH,
    ),
  },
});

/** A driver's own things, and nobody else's. */
export function addDriverRoutes(app: App, deps: HttpDeps): void {
  app.openapi(wallet, async (c) => {
    const { id, currency } = settled(await readAccount(deps, driverOf(c)));
    return c.json(await walletView(deps, id, currency), 200);
  });
  app.openapi(stays, async (c) => {
    const query = c.req.valid("query");
    const visits = await listVisits(deps, { account: driverOf(c), ...stayPage(query) });
    const page = paged(visits, query.limit, stayCursor);
    return c.json({ items: page.items.map(stayOf), next: page.next }, 200);
  });
  app.openapi(stay, async (c) => {
    const visit = settled(await readVisit(deps, driverOf(c), c.req.valid("param").stay));
    return c.json(stayOf(visit), 200);
  });
  app.openapi(receipt, async (c) => {
    const { stay, lines, proofs } = settled(await readReceipt(deps, driverOf(c), c.req.valid("param").stay));
    const { session, estate, zone, currency, flags, offer, transaction } = stay;
    const body = {
      ...{ stay: session, estate, zone, currency, flags, offer, transaction },
      arrivedAt: iso(stay.arrivedAt),
      departedAt: iso(stay.departedAt),
      totalMinor: Number(stay.totalMinor),
      lines: lines.map(priceLine),
      facts: proofs.map((proof) => ({ ...proof, at: iso(proof.at) })),
    };
    return c.json(body, 200);
  });
  app.openapi(pass, async (c) => {
    const { estate, lifeS } = c.req.valid("json");
    const account = settled(await readAccount(deps, driverOf(c)));
    if (account.blockedAt) throw new Problem("pass-refused", { detail: "The account is blocked." });
    if (estate !== undefined) settled(await readEstate(deps, estate));
    const issued = await deps.issuePass(account.id, { estate, lifeS, nowMs: deps.clock.wallMs() });
    return c.json({ pass: issued.pass, expiresAt: iso(issued.expiresAt) }, 201);
  });
}
