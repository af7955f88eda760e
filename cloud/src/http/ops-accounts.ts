import { CredentialRef } from "@baygate/shared/credential";
import { AccountRef, EstateId } from "@baygate/shared/ids";
import { Currency } from "@baygate/shared/money";
import { createRoute } from "@hono/zod-openapi";
import { z } from "zod";
import {
  addCard,
  blockAccount,
  grantAccess,
  listAccounts,
  openAccount,
  readAccount,
  revokeCard,
  withdrawAccess,
} from "../accounts/accounts.actions.ts";
import { endToken, issueDriverToken, listTokens } from "../accounts/tokens.actions.ts";
import { MOST_TOP_UP_MINOR } from "../wallets/terms.ts";
import { topUp } from "../wallets/wallets.actions.ts";
import type { HttpDeps } from "./deps.ts";
import { WalletView, walletView } from "./driver.ts";
import { ANY, BODY, refusals, settled } from "./problem.ts";
import {
  AmountMinor,
  type App,
  At,
  accountPath,
  Done,
  done,
  idempotencyKey,
  iso,
  isoOrNull,
  jsonAnswer,
  jsonBody,
  next,
  paged,
  pageOfAll,
  pageQuery,
  readCursor,
  words,
} from "./wire.ts";

const common = { tags: ["accounts (ops)"], security: [{ bearer: [] }] };

const CardKind = z.enum(["plain", "aes"]).meta({
  description:
    "plain: told by its UID, which can be copied. aes: an NTAG 424 DNA or DESFire card that holds a key of its own and must prove it (docs/credentials.md, tier D).",
});
const Card = z
  .object({ ref: CredentialRef, kind: CardKind, label: z.string(), revokedAt: At.nullable(), createdAt: At })
  .meta({ id: "Card" });
const AccountBrief = z
  .object({ id: AccountRef, name: z.string(), currency: Currency, blockedAt: At.nullable(), createdAt: At })
  .meta({ id: "AccountBrief" });
const Account = AccountBrief.extend({ estates: z.array(EstateId), cards: z.array(Card), wallet: WalletView }).meta({
  id: "Account",
});
const Token = z
  .object({ id: z.string(), label: z.string(), createdAt: At, expiresAt: At.nullable() })
  .meta({ id: "Token", description: "A token, without the token itself." });

interface CardRow {
  readonly ref: string;
  readonly aes: string | null;
  readonly label: string;
  readonly revokedAt: Date | null;
  readonly createdAt: Date;
}
const cardOf = ({ ref, aes, label, revokedAt, createdAt }: CardRow): z.input<typeof Card> => ({
  ...{ ref, kind: aes === null ? "plain" : "aes", label, revokedAt: isoOrNull(revokedAt), createdAt: iso(createdAt) },
});

interface AccountRow {
  readonly id: string;
  readonly name: string;
  readonly currency: string;
  readonly blockedAt: Date | null;
  readonly createdAt: Date;
}
const briefOf = ({ id, name, currency, blockedAt, createdAt }: AccountRow): z.input<typeof AccountBrief> => ({
  ...{ id, name, currency, blockedAt: isoOrNull(blockedAt), createdAt: iso(createdAt) },
});

const path = "/v1/ops/accounts";
const one = `${path}/{account}` as const;

const accounts = {
  list: createRoute({
    ...common,
    ...{ method: "get", path, summary: "Accounts, by name or the beginning of their id" },
    request: { query: pageQuery.extend({ search: words(100).optional() }) },
    responses: {
      200: jsonAnswer("A page.", z.object({ items: z.array(AccountBrief), next })),
      ...refusals("cursor-invalid", ...ANY),
    },
  }),
  open: createRoute({
    ...common,
    ...{ method: "post", path, summary: "Opens an account with an empty wallet" },
    request: jsonBody(z.strictObject({ name: words(120), currency: Currency })),
    responses: { 201: jsonAnswer("The account.", Account), ...refusals(...BODY) },
  }),
  one: createRoute({
    ...common,
    ...{ method: "get", path: one, summary: "An account with its access, cards and money" },
    request: { params: accountPath },
    responses: { 200: jsonAnswer("The account.", Account), ...refusals("account-unknown", ...ANY) },
  }),
  block: createRoute({
    ...common,
    ...{ method: "put", path: `${one}/block` as const, summary: "Blocks an account or lifts the block" },
    request: { params: accountPath, ...jsonBody(z.strictObject({ blocked: z.boolean(), reason: words() })) },
    responses: { 200: jsonAnswer("The account after it.", Account), ...refusals("account-unknown", ...BODY) },
  }),
  grant: createRoute({
    ...common,
    ...{ method: "post", path: `${one}/access` as const, summary: "Lets an account park at an estate" },
    request: { params: accountPath, ...jsonBody(z.strictObject({ estate: EstateId })) },
    responses: {
      201: jsonAnswer("The account after it.", Account),
      ...refusals("account-unknown", "estate-unknown", "currency-mismatch", ...BODY),
    },
  }),
  withdraw: createRoute({
    ...common,
    ...{ method: "delete", path: `${one}/access/{estate}` as const, summary: "Takes an account off an estate's gates" },
    request: { params: accountPath.extend({ estate: EstateId }) },
    responses: { 200: jsonAnswer("The account after it.", Account), ...refusals("account-unknown", ...ANY) },
  }),
};

function addAccountRoutes(app: App, deps: HttpDeps): void {
  const seen = async (id: string): Promise<z.input<typeof Account>> => {
    const row = settled(await readAccount(deps, id));
    const wallet = await walletView(deps, id, row.currency);
    return { ...briefOf(row), estates: [...row.access], cards: row.cards.map(cardOf), wallet };
  };
  const nudge = (touched: { readonly estates: readonly string[] }) => {
    for (const id of touched.estates) deps.nudge(id);
  };

  app.openapi(accounts.list, async (c) => {
    const { cursor, limit, search } = c.req.valid("query");
    const rows = await listAccounts(deps, { after: readCursor(z.uuid(), cursor), search, limit: limit + 1 });
    const page = paged(rows, limit, (last) => last.id);
    return c.json({ items: page.items.map(briefOf), next: page.next }, 200);
  });
  app.openapi(accounts.open, async (c) => {
    const { id } = await openAccount(deps, c.var.bearer.actor, c.req.valid("json"));
    return c.json(await seen(id), 201);
  });
  app.openapi(accounts.one, async (c) => c.json(await seen(c.req.valid("param").account), 200));
  app.openapi(accounts.block, async (c) => {
    const { account } = c.req.valid("param");
    nudge(settled(await blockAccount(deps, c.var.bearer.actor, account, c.req.valid("json"))));
    return c.json(await seen(account), 200);
  });
  app.openapi(accounts.grant, async (c) => {
    const { account } = c.req.valid("param");
    nudge(settled(await grantAccess(deps, c.var.bearer.actor, account, c.req.valid("json").estate)));
    return c.json(await seen(account), 201);
  });
  app.openapi(accounts.withdraw, async (c) => {
    const { account, estate } = c.req.valid("param");
    nudge(settled(await withdrawAccess(deps, c.var.bearer.actor, account, estate)));
    return c.json(await seen(account), 200);
  });
}

const CardAsked = z
  .strictObject({
    uid: z
      .string()
      .regex(/^(?:[0-9a-fA-F]{2}){4,10}$/, "4, 7 or 10 bytes in hex")
      .meta({ description: "The card's UID. It is not kept: only its keyed hash is.", examples: ["04a224bc5c6480"] }),
    label: words(80),
    kind: CardKind.default("plain"),
  })
  .meta({ id: "CardAsked" });
const TopUpAsked = z
  .strictObject({ amountMinor: AmountMinor.min(1).max(Number(MOST_TOP_UP_MINOR)), currency: Currency, words: words() })
  .meta({ id: "TopUpAsked", examples: [{ amountMinor: 5000, currency: "EUR", words: "cash at the desk" }] });

const things = {
  addCard: createRoute({
    ...common,
    ...{ method: "post", path: `${one}/cards` as const, summary: "Gives an account a card" },
    request: { params: accountPath, ...jsonBody(CardAsked) },
    responses: {
      201: jsonAnswer("The card.", Card),
      ...refusals("account-unknown", "card-uid-invalid", "card-taken", ...BODY),
    },
  }),
  revokeCard: createRoute({
    ...common,
    ...{ method: "post", path: "/v1/ops/cards/{card}/revoke", summary: "Revokes a card for good" },
    request: { params: z.object({ card: CredentialRef }) },
    responses: { 200: jsonAnswer("The card.", Card), ...refusals("card-unknown", ...ANY) },
  }),
  topUp: createRoute({
    ...common,
    ...{
      method: "post",
      path: `${one}/top-ups` as const,
      summary: "Puts money into a wallet; debt is paid with it first",
    },
    request: {
      params: accountPath,
      headers: idempotencyKey,
      ...jsonBody(TopUpAsked),
    },
    responses: {
      201: jsonAnswer(
        "The wallet after it.",
        z.object({
          transaction: z.string(),
          wallet: WalletView,
          repeated: z.boolean().meta({ description: "This key was posted before: nothing was done now." }),
        }),
      ),
      ...refusals("account-unknown", "currency-mismatch", "idempotency-key-reused", ...BODY),
    },
  }),
  tokens: createRoute({
    ...common,
    ...{ method: "get", path: `${one}/tokens` as const, summary: "A driver's tokens" },
    request: { params: accountPath, query: pageQuery },
    responses: {
      200: jsonAnswer("A page.", z.object({ items: z.array(Token), next })),
      ...refusals("account-unknown", "cursor-invalid", ...ANY),
    },
  }),
  addToken: createRoute({
    ...common,
    ...{ method: "post", path: `${one}/tokens` as const, summary: "Makes a driver's token; it is shown this once" },
    request: {
      params: accountPath,
      ...jsonBody(z.strictObject({ label: words(80), expiresAt: z.iso.datetime().optional() })),
    },
    responses: {
      201: jsonAnswer("The token.", Token.extend({ token: z.string() }).meta({ id: "NewToken" })),
      ...refusals("account-unknown", ...BODY),
    },
  }),
  endToken: createRoute({
    ...common,
    ...{ method: "delete", path: `${one}/tokens/{token}` as const, summary: "Ends a driver's token" },
    request: {
      params: accountPath.extend({
        token: z
          .string()
          .regex(/^[0-9a-f]{12}$/, "12 hex digits")
          .meta({ examples: ["4f1c2d3e5a6b"] }),
      }),
    },
    responses: { 200: jsonAnswer("It is ended.", Done), ...refusals("token-not-found", ...ANY) },
  }),
};

interface TokenRow {
  readonly hash: string;
  readonly label: string;
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
}
const tokenOf = (row: TokenRow): z.input<typeof Token> => ({
  ...{ id: row.hash.slice(0, 12), label: row.label },
  ...{ createdAt: iso(row.createdAt), expiresAt: isoOrNull(row.expiresAt) },
});

function addCardAndMoneyRoutes(app: App, deps: HttpDeps): void {
  app.openapi(things.addCard, async (c) => {
    const { uid, label, kind } = c.req.valid("json");
    const asked = { uid: Buffer.from(uid, "hex"), label, kind };
    const row = settled(await addCard(deps, c.var.bearer.actor, c.req.valid("param").account, asked));
    for (const estate of row.estates) deps.nudge(estate);
    return c.json(cardOf(row), 201);
  });
  app.openapi(things.revokeCard, async (c) => {
    const row = settled(await revokeCard(deps, c.var.bearer.actor, c.req.valid("param").card));
    for (const estate of row.estates) deps.nudge(estate);
    return c.json(cardOf(row), 200);
  });
  app.openapi(things.topUp, async (c) => {
    const { account } = c.req.valid("param");
    const { amountMinor, currency, words } = c.req.valid("json");
    const { access } = settled(await readAccount(deps, account));
    const { transaction, repeated } = await topUp(deps.db, {
      ...{ account, currency, words, amountMinor: BigInt(amountMinor) },
      actor: c.var.bearer.actor.name,
      idempotencyKey: c.req.valid("header")["idempotency-key"],
      atMs: deps.clock.wallMs(),
    });
    for (const estate of access) deps.nudge(estate);
    return c.json({ transaction, repeated, wallet: await walletView(deps, account, currency) }, 201);
  });
}

function addTokenRoutes(app: App, deps: HttpDeps): void {
  app.openapi(things.tokens, async (c) => {
    const { account } = c.req.valid("param");
    settled(await readAccount(deps, account));
    return c.json(pageOfAll((await listTokens(deps, account)).map(tokenOf), c.req.valid("query")), 200);
  });
  app.openapi(things.addToken, async (c) => {
    const { label, expiresAt } = c.req.valid("json");
    const asked = { label, expiresAt: expiresAt === undefined ? undefined : new Date(expiresAt) };
    const issued = await issueDriverToken(deps, c.var.bearer.actor, c.req.valid("param").account, asked);
    const { token, row } = settled(issued);
    return c.json({ ...tokenOf(row), token }, 201);
  });
  app.openapi(things.endToken, async (c) => {
    const { account, token } = c.req.valid("param");
    settled(await endToken(deps, c.var.bearer.actor, account, token));
    return c.json(done, 200);
  });
}

/** Accounts, what opens gates for them, and their money. */
export function addOpsAccountRoutes(app: App, deps: HttpDeps): void {
  addAccountRoutes(app, deps);
  addCardAndMoneyRoutes(app, deps);
  addTokenRoutes(app, deps);
}
