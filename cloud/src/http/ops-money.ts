import { Currency } from "@baygate/shared/money";
import { createRoute } from "@hono/zod-openapi";
import { z } from "zod";
import { groupBill, openGroup, putMember, readGroup, removeMember } from "../wallets/groups.actions.ts";
import { listRanks, putRank, type RankSeen, removeRank } from "../wallets/loyalty.actions.ts";
import { RankRule } from "../wallets/loyalty.ts";
import { putTerms } from "../wallets/terms.actions.ts";
import { AutoTopUp } from "../wallets/terms.ts";
import type { HttpDeps } from "./deps.ts";
import {
  billView,
  Group,
  GroupBill,
  groupPath,
  groupView,
  Limit,
  limitOf,
  memberPath,
  monthPath,
} from "./group-wire.ts";
import { addOpsSubscriptionRoutes } from "./ops-subscriptions.ts";
import { addOpsVoucherRoutes } from "./ops-vouchers.ts";
import { TopUpWish } from "./payments.ts";
import { ANY, BODY, refusals, settled } from "./problem.ts";
import { AmountMinor, type App, accountPath, Done, done, jsonAnswer, jsonBody, words } from "./wire.ts";

const common = { tags: ["money (ops)"], security: [{ bearer: [] }] };

const one = "/v1/ops/groups/{group}";

const groups = {
  open: createRoute({
    ...common,
    ...{ method: "post", path: "/v1/ops/groups", summary: "Opens a group: members, one wallet, one bill a month" },
    request: jsonBody(z.strictObject({ name: words(120), currency: Currency })),
    responses: { 201: jsonAnswer("The group.", Group), ...refusals(...BODY) },
  }),
  one: createRoute({
    ...common,
    ...{ method: "get", path: one, summary: "A group with its members" },
    request: { params: groupPath },
    responses: { 200: jsonAnswer("The group.", Group), ...refusals("group-unknown", ...ANY) },
  }),
  put: createRoute({
    ...common,
    ...{
      method: "put",
      path: `${one}/members/{account}` as const,
      summary: "Makes an account a member, or changes its limit and whether it manages the group",
    },
    request: {
      params: memberPath,
      ...jsonBody(
        z.strictObject({
          monthlyLimitMinor: Limit,
          manages: z.boolean().optional().meta({ description: "Left out: as it is; of a new member, no." }),
        }),
      ),
    },
    responses: {
      200: jsonAnswer("The group after it.", Group),
      ...refusals("group-unknown", "account-unknown", "member-elsewhere", "group-nested", "currency-mismatch", ...BODY),
    },
  }),
  remove: createRoute({
    ...common,
    ...{ method: "delete", path: `${one}/members/{account}` as const, summary: "Ends a membership" },
    request: { params: memberPath },
    responses: {
      200: jsonAnswer("The group after it.", Group),
      ...refusals("group-unknown", "account-unknown", ...ANY),
    },
  }),
  bill: createRoute({
    ...common,
    ...{ method: "get", path: `${one}/bills/{month}` as const, summary: "A group's bill of a month, member by member" },
    request: { params: monthPath },
    responses: { 200: jsonAnswer("The bill.", GroupBill), ...refusals("group-unknown", ...ANY) },
  }),
};

function addGroupRoutes(app: App, deps: HttpDeps): void {
  app.openapi(groups.open, async (c) =>
    c.json(groupView(await openGroup(deps, c.var.bearer.actor, c.req.valid("json"))), 201),
  );
  app.openapi(groups.one, async (c) =>
    c.json(groupView(settled(await readGroup(deps, c.req.valid("param").group))), 200),
  );
  app.openapi(groups.put, async (c) => {
    const { group, account } = c.req.valid("param");
    const { monthlyLimitMinor, manages } = c.req.valid("json");
    const asked = { account, monthlyLimitMinor: limitOf(monthlyLimitMinor), manages };
    const seen = settled(await putMember(deps, c.var.bearer.actor, group, asked));
    deps.look();
    return c.json(groupView(seen), 200);
  });
  app.openapi(groups.remove, async (c) => {
    const { group, account } = c.req.valid("param");
    const seen = settled(await removeMember(deps, c.var.bearer.actor, group, account));
    deps.look();
    return c.json(groupView(seen), 200);
  });
  app.openapi(groups.bill, async (c) => {
    const { group, month } = c.req.valid("param");
    return c.json(billView(settled(await groupBill(deps, group, month))), 200);
  });
}

const terms = createRoute({
  ...common,
  ...{ method: "patch", path: "/v1/ops/accounts/{account}/terms" },
  summary: "Changes an account's credit limit and auto top-up; what is left out stays as it is",
  request: {
    params: accountPath,
    ...jsonBody(
      z.strictObject({
        creditLimitMinor: AmountMinor.min(0)
          .nullable()
          .optional()
          .meta({ description: "How far below zero it may go; null: as its rank says." }),
        autoTopUp: TopUpWish.nullable().optional().meta({ description: "Null: nothing is fetched any more." }),
      }),
    ),
  },
  responses: { 200: jsonAnswer("It is changed.", Done), ...refusals("account-unknown", ...BODY) },
});

const RuleAsked = z
  .strictObject({
    days: z.int().min(1).max(3650).meta({ description: "How far back stays count." }),
    stays: z.int().min(0).default(0).meta({ description: "Paid stays at least." }),
    spentMinor: AmountMinor.min(0).default(0).meta({ description: "Paid for them at least." }),
    noDebt: z.boolean().default(true).meta({ description: "Only who owes nothing." }),
  })
  .meta({ id: "RankRuleAsked" });
const RuleView = z.object({ days: z.int(), stays: z.int(), spentMinor: AmountMinor, noDebt: z.boolean() });
const Rank = z
  .object({
    id: z.string(),
    name: z.string(),
    position: z.int().meta({ description: "The highest one that is earned counts." }),
    rule: RuleView,
    creditLimitMinor: AmountMinor,
  })
  .meta({ id: "Rank" });
const rankPath = z.object({ rank: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, "a name in kebab-case") });
const rankView = ({ creditLimitMinor, ...rank }: RankSeen): z.input<typeof Rank> => ({
  ...{
    id: rank.id,
    name: rank.name,
    position: rank.position,
    rule: { ...rank.rule, spentMinor: Number(rank.rule.spentMinor) },
  },
  creditLimitMinor: Number(creditLimitMinor),
});

const ranks = {
  list: createRoute({
    ...common,
    ...{ method: "get", path: "/v1/ops/ranks", summary: "Loyalty ranks, the lowest first" },
    responses: { 200: jsonAnswer("The ranks.", z.object({ items: z.array(Rank) })), ...refusals(...ANY) },
  }),
  put: createRoute({
    ...common,
    ...{ method: "put", path: "/v1/ops/ranks/{rank}", summary: "Makes a rank, or changes one" },
    request: {
      params: rankPath,
      ...jsonBody(
        z.strictObject({
          name: words(80),
          position: z.int().min(0).max(1000),
          rule: RuleAsked,
          creditLimitMinor: AmountMinor.min(0),
        }),
      ),
    },
    responses: { 200: jsonAnswer("The rank.", Rank), ...refusals("rank-position-taken", ...BODY) },
  }),
  remove: createRoute({
    ...common,
    ...{ method: "delete", path: "/v1/ops/ranks/{rank}", summary: "Takes a rank away, also from who holds it" },
    request: { params: rankPath },
    responses: { 200: jsonAnswer("It is gone.", Done), ...refusals("rank-unknown", ...ANY) },
  }),
};

function addTermsAndRankRoutes(app: App, deps: HttpDeps): void {
  app.openapi(terms, async (c) => {
    const { creditLimitMinor: limit, autoTopUp } = c.req.valid("json");
    const creditLimitMinor = typeof limit === "number" ? BigInt(limit) : limit;
    const asked = { creditLimitMinor, autoTopUp: AutoTopUp.nullish().parse(autoTopUp) };
    settled(await putTerms(deps, c.var.bearer.actor, c.req.valid("param").account, asked));
    deps.look();
    return c.json(done, 200);
  });
  app.openapi(ranks.list, async (c) => c.json({ items: (await listRanks(deps)).map(rankView) }, 200));
  app.openapi(ranks.put, async (c) => {
    const { creditLimitMinor, rule, ...rank } = c.req.valid("json");
    const { rank: id } = c.req.valid("param");
    const asked = { id, ...rank, rule: RankRule.parse(rule), creditLimitMinor: BigInt(creditLimitMinor) };
    const seen = settled(await putRank(deps, c.var.bearer.actor, asked));
    deps.look();
    return c.json(rankView(seen), 200);
  });
  app.openapi(ranks.remove, async (c) => {
    settled(await removeRank(deps, c.var.bearer.actor, c.req.valid("param").rank));
    deps.look();
    return c.json(done, 200);
  });
}

/** Groups, credit, auto top-up, ranks, subscriptions and vouchers. */
export function addOpsMoneyRoutes(app: App, deps: HttpDeps): void {
  addGroupRoutes(app, deps);
  addTermsAndRankRoutes(app, deps);
  addOpsSubscriptionRoutes(app, deps);
  addOpsVoucherRoutes(app, deps);
}
