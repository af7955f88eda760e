import { AccountRef, EstateId } from "@baygate/shared/ids";
import { createRoute } from "@hono/zod-openapi";
import { z } from "zod";
import { issueVouchers, listVouchers, redeemVoucher } from "../wallets/vouchers.actions.ts";
import { estatesOf } from "./auth.ts";
import type { HttpDeps } from "./deps.ts";
import { pageBefore } from "./ledger-wire.ts";
import { ANY, BODY, Problem, refusals, settled } from "./problem.ts";
import {
  AmountMinor,
  type App,
  At,
  accountPath,
  estatePath,
  iso,
  isoOrNull,
  jsonAnswer,
  jsonBody,
  next,
  paged,
  pageQuery,
  words,
} from "./wire.ts";

const common = { tags: ["money (ops)"], security: [{ bearer: [] }] };

const Kind = z.enum(["minutes", "amount", "percent"]);
export const VoucherView = z
  .object({
    id: z.uuid(),
    estate: EstateId,
    sponsor: AccountRef.nullable().meta({ description: "Who pays for what it is worth; null: the estate takes less." }),
    kind: Kind,
    value: z.int().meta({ description: "Minutes, minor units, or percent." }),
    words: z.string(),
    validFrom: At,
    validUntil: At,
    account: AccountRef.nullable().meta({ description: "Who has redeemed it." }),
    redeemedAt: At.nullable(),
    stay: z.uuid().nullable().meta({ description: "The stay that used it." }),
    usedMinor: AmountMinor.nullable().meta({ description: "What it took off." }),
    billed: z.boolean().meta({ description: "Its sponsor was billed." }),
  })
  .meta({ id: "Voucher", description: "A voucher, without its code." });

type VoucherRow = Awaited<ReturnType<typeof listVouchers>>[number];

/** A voucher as clients see it. */
export const voucherView = (row: VoucherRow): z.input<typeof VoucherView> => ({
  ...{ id: row.id, estate: row.estate, sponsor: row.sponsor, kind: Kind.parse(row.kind), value: Number(row.value) },
  ...{ words: row.words, validFrom: iso(row.validFrom), validUntil: iso(row.validUntil), account: row.account },
  ...{ redeemedAt: isoOrNull(row.redeemedAt), stay: row.session, billed: row.billed !== null },
  usedMinor: row.usedMinor === null ? null : Number(row.usedMinor),
});

/** What somebody types to redeem a voucher. */
export const CodeAsked = z
  .strictObject({
    code: z
      .string()
      .min(1)
      .max(60)
      .meta({ examples: ["7Q2M-0K4D-X3GB-9ZTA"] }),
    estate: EstateId.optional().meta({ description: "Where it is to be used; absent: wherever the account may park." }),
  })
  .meta({ id: "VoucherCodeAsked" });

const VouchersAsked = z
  .strictObject({
    sponsor: AccountRef.nullable().meta({
      description:
        "The account that is billed for what they take off; null: the estate takes less. Named by who works for every estate.",
    }),
    kind: Kind,
    value: z.int().min(1).max(10_000_000),
    words: words(200),
    validFrom: z.iso.datetime(),
    validUntil: z.iso.datetime(),
    count: z.int().min(1).max(1000),
  })
  .refine(({ kind, value }) => kind !== "percent" || value <= 100, { path: ["value"], message: "at most 100 percent" })
  .refine(({ kind, value }) => kind !== "minutes" || value <= 525_600, { path: ["value"], message: "at most a year" })
  .refine((asked) => Date.parse(asked.validFrom) < Date.parse(asked.validUntil), {
    ...{ path: ["validUntil"], message: "after validFrom" },
  })
  .meta({ id: "VouchersAsked" });

export const Vouchers = z.object({ items: z.array(VoucherView), next });
export const voucherQuery = pageQuery.extend({ limit: z.coerce.number().int().min(1).max(100).default(100) });

/** A page of an estate's vouchers or an account's. */
export async function voucherPage(
  deps: HttpDeps,
  of: { readonly estate: EstateId } | { readonly account: AccountRef },
  { cursor, limit }: z.output<typeof voucherQuery>,
): Promise<z.input<typeof Vouchers>> {
  const rows = await listVouchers(deps, { ...of, before: pageBefore(cursor), limit: limit + 1 });
  const page = paged(rows, limit, ({ createdAt, id }) => [iso(createdAt), id]);
  return { items: page.items.map(voucherView), next: page.next };
}

const routes = {
  issue: createRoute({
    ...common,
    ...{ method: "post", path: "/v1/ops/estates/{estate}/vouchers" },
    summary: "Makes vouchers; their codes are shown this once",
    request: { params: estatePath, ...jsonBody(VouchersAsked) },
    responses: {
      201: jsonAnswer("Their codes.", z.object({ items: z.array(z.object({ id: z.uuid(), code: z.string() })) })),
      ...refusals("estate-unknown", "account-unknown", "currency-mismatch", ...BODY),
    },
  }),
  ofEstate: createRoute({
    ...common,
    ...{ method: "get", path: "/v1/ops/estates/{estate}/vouchers", summary: "An estate's vouchers, the newest first" },
    request: { params: estatePath, query: voucherQuery },
    responses: { 200: jsonAnswer("A page.", Vouchers), ...refusals("cursor-invalid", ...ANY) },
  }),
  redeem: createRoute({
    ...common,
    ...{ method: "post", path: "/v1/ops/accounts/{account}/vouchers", summary: "Redeems a code for an account" },
    request: { params: accountPath, ...jsonBody(CodeAsked) },
    responses: {
      200: jsonAnswer("The voucher.", VoucherView),
      ...refusals(
        "account-unknown",
        "voucher-unknown",
        "voucher-used",
        "voucher-expired",
        "voucher-elsewhere",
        ...BODY,
      ),
    },
  }),
  ofAccount: createRoute({
    ...common,
    ...{ method: "get", path: "/v1/ops/accounts/{account}/vouchers", summary: "What an account has redeemed" },
    request: { params: accountPath, query: voucherQuery },
    responses: { 200: jsonAnswer("A page.", Vouchers), ...refusals("cursor-invalid", ...ANY) },
  }),
};

/** Vouchers of shops and estates. */
export function addOpsVoucherRoutes(app: App, deps: HttpDeps): void {
  app.openapi(routes.issue, async (c) => {
    const { value, validFrom, validUntil, ...more } = c.req.valid("json");
    // Its account is billed without being asked, and accounts are no estate's alone.
    if (more.sponsor !== null && estatesOf(c.var.bearer) !== null)
      throw new Problem("role-insufficient", { detail: "A sponsor is named by who works for every estate." });
    const times = { validFrom: new Date(validFrom), validUntil: new Date(validUntil) };
    const asked = { ...more, ...times, estate: c.req.valid("param").estate, value: BigInt(value) };
    const { vouchers } = settled(await issueVouchers(deps, c.var.bearer.actor, asked));
    return c.json({ items: [...vouchers] }, 201);
  });
  app.openapi(routes.ofEstate, async (c) =>
    c.json(await voucherPage(deps, c.req.valid("param"), c.req.valid("query")), 200),
  );
  app.openapi(routes.redeem, async (c) => {
    const { account } = c.req.valid("param");
    const row = settled(await redeemVoucher(deps, c.var.bearer.actor, account, c.req.valid("json")));
    return c.json(voucherView(row), 200);
  });
  app.openapi(routes.ofAccount, async (c) =>
    c.json(await voucherPage(deps, c.req.valid("param"), c.req.valid("query")), 200),
  );
}
