import { Currency } from "@baygate/shared/money";
import { createRoute } from "@hono/zod-openapi";
import { z } from "zod";
import { readTariffBook } from "../pricing/tariff-book.actions.ts";
import { TimeZone } from "../pricing/tariff-file.ts";
import {
  draftTariff,
  dropDraft,
  publishTariff,
  readDraft,
  readDrafts,
  saveDraft,
  type TariffDraft,
  withdrawTariff,
} from "../pricing/tariffs.actions.ts";
import type { HttpDeps } from "./deps.ts";
import { TariffId, TariffVersion, tariffVersion } from "./ops-estates.ts";
import { ANY, BODY, refusals, settled } from "./problem.ts";
import { momentOf, TariffBody, withVersion } from "./tariff-wire.ts";
import { type App, At, Done, done, iso, jsonAnswer, jsonBody, storable } from "./wire.ts";

const common = { tags: ["tariffs (ops)"], security: [{ bearer: [] }] };

const DraftWords = z.string().trim().max(500).refine(storable, "text without NUL and without halves of characters");
const Draft = z
  .object({
    id: z.uuid(),
    tariff: z.string(),
    currency: Currency,
    content: z.unknown(),
    words: z.string().meta({ description: "What it is to change, for who looks at it next." }),
    author: z.string().meta({ description: "Who changed it last." }),
    createdAt: At,
    changedAt: At,
    publishedVersion: z
      .int()
      .nullable()
      .meta({ description: "The version that it became, also of one that was withdrawn since; null: it is open." }),
  })
  .meta({ id: "TariffDraft" });
const draftOf = ({ createdAt, changedAt, ...row }: TariffDraft): z.input<typeof Draft> => ({
  ...{ ...row, createdAt: iso(createdAt), changedAt: iso(changedAt) },
});

const Booked = z
  .object({
    id: z.string(),
    currency: Currency,
    words: z.string().nullable().meta({ description: "What a gate shows of it." }),
    inForce: TariffVersion.nullable(),
    upcoming: TariffVersion.nullable(),
    zones: z.array(z.object({ estate: z.string(), zone: z.string(), name: z.string() })),
    openDrafts: z.int(),
  })
  .meta({ id: "BookedTariff" });

const path = "/v1/ops/tariff-drafts";
const one = `${path}/{draft}` as const;
const draftPath = z.object({ draft: z.uuid() });
const OPEN = ["draft-unknown", "draft-published"] as const;

const drafts = {
  book: createRoute({
    ...common,
    ...{ method: "get", path: "/v1/ops/tariff-book" },
    summary: "Every tariff: what is in force, what will be, where it is charged, what is being drafted",
    responses: { 200: jsonAnswer("The tariffs.", z.object({ items: z.array(Booked) })), ...refusals(...ANY) },
  }),
  list: createRoute({
    ...common,
    ...{ method: "get", path, summary: "Drafts that are not published, the last changed first" },
    request: { query: z.object({ tariff: TariffId.optional() }) },
    responses: { 200: jsonAnswer("The drafts.", z.object({ items: z.array(Draft) })), ...refusals(...ANY) },
  }),
  begin: createRoute({
    ...common,
    ...{ method: "post", path, summary: "Begins a draft, of a tariff that there is or of a new one" },
    request: jsonBody(
      z
        .strictObject({ tariff: TariffId, currency: Currency, content: TariffBody, words: DraftWords.default("") })
        .meta({ id: "TariffDraftAsked" }),
    ),
    responses: { 201: jsonAnswer("The draft.", Draft), ...refusals("tariff-invalid", "currency-mismatch", ...BODY) },
  }),
  one: createRoute({
    ...common,
    ...{ method: "get", path: one, summary: "One draft, also when it is published" },
    request: { params: draftPath },
    responses: { 200: jsonAnswer("The draft.", Draft), ...refusals("draft-unknown", ...ANY) },
  }),
  change: createRoute({
    ...common,
    ...{ method: "patch", path: one, summary: "Changes a draft" },
    request: {
      params: draftPath,
      ...jsonBody(
        z.strictObject({ content: TariffBody, words: DraftWords }).partial().meta({ id: "TariffDraftChanges" }),
      ),
    },
    responses: {
      200: jsonAnswer("The draft after it.", Draft),
      ...refusals("tariff-invalid", "currency-mismatch", ...OPEN, ...BODY),
    },
  }),
  drop: createRoute({
    ...common,
    ...{ method: "delete", path: one, summary: "Throws a draft away" },
    request: { params: draftPath },
    responses: { 200: jsonAnswer("It is gone.", Done), ...refusals(...OPEN, ...ANY) },
  }),
  publish: createRoute({
    ...common,
    ...{ method: "post", path: `${one}/publish` as const },
    summary: "Makes a draft the next version of its tariff. Cars inside keep what they were offered",
    request: {
      params: draftPath,
      ...jsonBody(
        z
          .strictObject({
            effectiveAt: z.string().max(40).optional().meta({
              description: "From when arrivals are offered it: ISO 8601; without an offset by the time zone's clocks.",
            }),
            timeZone: TimeZone.default("UTC"),
          })
          .meta({ id: "TariffPublication" }),
      ),
    },
    responses: {
      201: jsonAnswer("The version.", TariffVersion),
      ...refusals(
        "tariff-invalid",
        "currency-mismatch",
        "effect-in-the-past",
        "effect-before-newest",
        ...OPEN,
        ...BODY,
      ),
    },
  }),
};

const withdrawal = createRoute({
  ...common,
  ...{ method: "delete", path: "/v1/ops/tariffs/{tariff}/versions/{version}" },
  summary: "Withdraws a version whose time has not come. Its number is given to no other",
  request: { params: z.object({ tariff: TariffId, version: z.coerce.number().int().positive().max(2_147_483_647) }) },
  responses: {
    200: jsonAnswer("It is gone.", Done),
    ...refusals("tariff-unknown", "version-unknown", "version-in-force", "version-awaited", ...ANY),
  },
});

/** Tariffs as an operator works on them: drafts, their publication, and what is withdrawn before its time. */
export function addOpsTariffRoutes(app: App, deps: HttpDeps): void {
  app.openapi(drafts.book, async (c) => {
    const book = await readTariffBook(deps);
    const items = book.map(({ inForce, upcoming, zones, ...rest }) => ({
      ...{ ...rest, zones: [...zones] },
      inForce: inForce && tariffVersion(inForce),
      upcoming: upcoming && tariffVersion(upcoming),
    }));
    return c.json({ items }, 200);
  });
  app.openapi(drafts.list, async (c) => {
    const rows = await readDrafts(deps, c.req.valid("query").tariff);
    return c.json({ items: rows.map(draftOf) }, 200);
  });
  app.openapi(drafts.begin, async (c) => {
    const { content, ...asked } = c.req.valid("json");
    const made = await draftTariff(deps, c.var.bearer.actor, { ...asked, content: withVersion(content) });
    return c.json(draftOf(settled(made)), 201);
  });
  app.openapi(drafts.one, async (c) =>
    c.json(draftOf(settled(await readDraft(deps, c.req.valid("param").draft))), 200),
  );
  app.openapi(drafts.change, async (c) => {
    const { content, words: said } = c.req.valid("json");
    const changes = {
      ...(content === undefined ? {} : { content: withVersion(content) }),
      ...(said === undefined ? {} : { words: said }),
    };
    const saved = await saveDraft(deps, c.var.bearer.actor, c.req.valid("param").draft, changes);
    return c.json(draftOf(settled(saved)), 200);
  });
  app.openapi(drafts.drop, async (c) => {
    settled(await dropDraft(deps, c.var.bearer.actor, c.req.valid("param").draft));
    return c.json(done, 200);
  });
  app.openapi(drafts.publish, async (c) => {
    const { effectiveAt, timeZone } = c.req.valid("json");
    const at = effectiveAt === undefined ? null : new Date(momentOf("effectiveAt", effectiveAt, timeZone));
    const row = settled(await publishTariff(deps, c.var.bearer.actor, c.req.valid("param").draft, at));
    for (const estate of row.estates) deps.nudge(estate);
    return c.json(tariffVersion(row), 201);
  });
  app.openapi(withdrawal, async (c) => {
    const { tariff, version } = c.req.valid("param");
    settled(await withdrawTariff(deps, c.var.bearer.actor, tariff, version));
    return c.json(done, 200);
  });
}
