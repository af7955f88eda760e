import { VehicleClass } from "@baygate/shared/estate";
import { EstateId } from "@baygate/shared/ids";
import { Currency, Minor } from "@baygate/shared/money";
import { createRoute } from "@hono/zod-openapi";
import { parse, stringify } from "yaml";
import { z } from "zod";
import { PricePolicy } from "../pricing/dynamic-price.ts";
import { offerWords } from "../pricing/price.ts";
import { quote } from "../pricing/quote.ts";
import { rules } from "../pricing/rules.ts";
import { TariffContent, tariffOf } from "../pricing/tariff.ts";
import { readTariffBook } from "../pricing/tariff-book.actions.ts";
import { instantOf, TimeZone } from "../pricing/tariff-file.ts";
import {
  draftTariff,
  dropDraft,
  publishTariff,
  readDraft,
  readDrafts,
  saveDraft,
  type TariffDraft,
  tryTariff,
} from "../pricing/tariffs.actions.ts";
import { PricedAccount } from "../pricing/terms.ts";
import { Calendar } from "../pricing/windows.ts";
import type { HttpDeps } from "./deps.ts";
import { TariffId, TariffVersion, tariffVersion } from "./ops-estates.ts";
import { Problem, refusals, settled } from "./problem.ts";
import {
  AmountMinor,
  type App,
  At,
  Done,
  done,
  iso,
  jsonAnswer,
  jsonBody,
  PriceLine,
  priceLine,
  storable,
} from "./wire.ts";

const common = { tags: ["tariffs (ops)"], security: [{ bearer: [] }] };
const ANY = ["invalid-request", "token-missing", "token-unknown", "token-expired", "role-insufficient"] as const;
const BODY = ["malformed-json", "media-type-unsupported", "body-too-large", ...ANY] as const;

const Content = z
  .looseObject({ rules: z.array(z.unknown()) })
  .meta({ description: "As a tariff's: rules, applied from the first to the last. `version` may be left out." });
const withVersion = (content: z.output<typeof Content>) => ({ version: 1, ...content });

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
    publishedVersion: z.int().nullable().meta({ description: "The version that it became; null: it is open." }),
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
        .strictObject({ tariff: TariffId, currency: Currency, content: Content, words: DraftWords.default("") })
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
      ...jsonBody(z.strictObject({ content: Content, words: DraftWords }).partial().meta({ id: "TariffDraftChanges" })),
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
      ...refusals("tariff-invalid", "currency-mismatch", "effect-in-the-past", "effect-before-newest", ...OPEN),
      ...refusals(...BODY),
    },
  }),
};

function addDraftRoutes(app: App, deps: HttpDeps): void {
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
}

function momentOf(field: string, text: string, timeZone: string): number {
  const atMs = instantOf(text, timeZone);
  if (atMs === undefined)
    throw new Problem("invalid-request", {
      faults: [{ in: "body", field, expected: "a time as 2026-03-02T09:00, with or without an offset" }],
    });
  return atMs;
}

const Trial = z
  .object({
    words: z.string().meta({ examples: ["This would have taken 4.0 % more: 124.80 EUR instead of 120.00 EUR, …"] }),
    since: At,
    until: At,
    stays: z.int(),
    isWhole: z.boolean().meta({ description: "False: there are more stays than are tried at once." }),
    currency: Currency,
    beforeMinor: AmountMinor,
    afterMinor: AmountMinor,
    dearer: z.int(),
    cheaper: z.int(),
    mostChanged: z.array(
      z.object({ stay: z.uuid(), arrivedAt: At, departedAt: At, beforeMinor: AmountMinor, afterMinor: AmountMinor }),
    ),
  })
  .meta({ id: "TariffTrial" });

const Quote = z
  .object({
    from: At,
    to: At,
    currency: Currency,
    totalMinor: AmountMinor,
    words: z.string().meta({ description: "What a gate would show." }),
    lines: z.array(PriceLine),
    taxes: z.array(
      z.object({ words: z.string(), ratePermille: z.int(), netMinor: AmountMinor, taxMinor: AmountMinor }),
    ),
    curve: z
      .object({ stepMinutes: z.int(), totalsMinor: z.array(AmountMinor) })
      .meta({ description: "What a stay from `from` on costs by how long it is, for a picture." }),
  })
  .meta({ id: "Quote" });

const Check = z
  .object({
    content: z.unknown().meta({ description: "As it was sent, or as the text says; null: the text cannot be read." }),
    text: z.string().meta({ description: "It as YAML." }),
    words: z.string().nullable().meta({ description: "What a gate would show; null: it cannot be priced." }),
    faults: z.array(z.object({ path: z.array(z.union([z.string(), z.int()])), message: z.string() })),
  })
  .meta({ id: "TariffCheck" });

const RuleKind = z
  .object({
    rule: z.string(),
    scope: z.enum(["time", "stay", "tax"]).meta({ description: "A tariff lists its rules in this order." }),
    isOnce: z.boolean(),
    mayCostLess: z.boolean(),
    schema: z.record(z.string(), z.unknown()).meta({ description: "JSON Schema of its parameters." }),
  })
  .meta({ id: "RuleKind" });

const DAY_MS = 86_400_000;
const trying = {
  rules: createRoute({
    ...common,
    ...{ method: "get", path: "/v1/ops/tariff-rules", summary: "The rules that tariffs are made of" },
    responses: {
      200: jsonAnswer(
        "Rules and the calendar.",
        z.object({ rules: z.array(RuleKind), calendar: RuleKind.shape.schema }),
      ),
      ...refusals(...ANY),
    },
  }),
  check: createRoute({
    ...common,
    ...{ method: "post", path: "/v1/ops/tariff-checks", summary: "Says every fault of a tariff's content" },
    request: jsonBody(
      z
        .strictObject({ currency: Currency, content: z.unknown().optional(), text: z.string().max(100_000).optional() })
        .meta({ id: "TariffCheckAsked", description: "`text`: YAML or JSON, instead of `content`." }),
    ),
    responses: { 200: jsonAnswer("What is wrong with it.", Check), ...refusals(...BODY) },
  }),
  quote: createRoute({
    ...common,
    ...{ method: "post", path: "/v1/ops/tariff-quotes", summary: "Prices a stay that nobody had, line by line" },
    request: jsonBody(
      z
        .strictObject({
          currency: Currency,
          content: Content,
          timeZone: TimeZone,
          from: z.string().max(40).optional().meta({ description: "As `effectiveAt`; absent: now." }),
          minutes: z.int().min(0).max(527_040),
          class: VehicleClass.default("standard"),
          factorPermille: z.int().min(0).max(10_000).default(1000),
          account: PricedAccount.optional(),
          pictureHours: z.int().min(1).max(744).default(24),
        })
        .meta({ id: "QuoteAsked" }),
    ),
    responses: { 200: jsonAnswer("What it costs.", Quote), ...refusals("tariff-invalid", ...BODY) },
  }),
  trial: createRoute({
    ...common,
    ...{ method: "post", path: `${one}/trials` as const },
    summary: "What a draft would have made of an estate's stays of the last month",
    request: {
      params: draftPath,
      ...jsonBody(
        z
          .strictObject({ estate: EstateId, days: z.int().min(1).max(366).default(30) })
          .meta({ id: "TariffTrialAsked" }),
      ),
    },
    responses: {
      200: jsonAnswer("It against what was charged.", Trial),
      ...refusals("draft-unknown", "estate-unknown", "tariff-invalid", "currency-mismatch", ...BODY),
    },
  }),
};

const schemaOf = (schema: z.ZodType): Record<string, unknown> => ({ ...z.toJSONSchema(schema, { io: "input" }) });
const amount = (minor: bigint): number => z.encode(Minor, minor);

/** What YAML or JSON says, or what is wrong with it. */
function contentOf(text: string): { readonly content: unknown } | { readonly fault: string } {
  try {
    return { content: parse(text) };
  } catch (error) {
    return { fault: error instanceof Error ? (error.message.split("\n")[0] ?? "") : "not YAML" };
  }
}

function checkOf(currency: string, content: unknown): z.input<typeof Check> {
  const parsed = TariffContent.safeParse(content);
  const offer = { tariff: "draft", version: 1, factorPermille: 1000 };
  return {
    ...{ content, text: content === undefined ? "" : stringify(content) },
    words: parsed.success ? offerWords(tariffOf(currency, parsed.data), offer) : null,
    faults: parsed.success
      ? []
      : parsed.error.issues.map(({ path: at, message }) => ({
          ...{ path: at.map((each) => (typeof each === "number" ? each : String(each))), message },
        })),
  };
}

function addTryingRoutes(app: App, deps: HttpDeps): void {
  const kinds = rules.map(({ name: rule, scope, isOnce, mayCostLess, params }) => ({
    ...{ rule, scope, isOnce, mayCostLess, schema: schemaOf(params) },
  }));
  const known = { rules: kinds, calendar: schemaOf(Calendar), pricePolicy: schemaOf(PricePolicy) };
  app.openapi(trying.rules, (c) => c.json(known, 200));
  app.openapi(trying.check, (c) => {
    const { currency, content, text } = c.req.valid("json");
    if (text === undefined) return c.json(checkOf(currency, content ?? null), 200);
    const read = contentOf(text);
    const unread = "fault" in read ? [{ path: [], message: read.fault }] : undefined;
    const checked = checkOf(currency, "content" in read ? read.content : null);
    return c.json({ ...checked, text, faults: unread ?? checked.faults }, 200);
  });
  app.openapi(trying.quote, (c) => {
    const { currency, content, timeZone, from, minutes, pictureHours, account, ...asked } = c.req.valid("json");
    const parsed = TariffContent.safeParse(withVersion(content));
    if (!parsed.success) throw new Problem("tariff-invalid", { detail: z.prettifyError(parsed.error) });
    const arrivedAtMs = from === undefined ? deps.clock.wallMs() : momentOf("from", from, timeZone);
    const tariff = tariffOf(currency, parsed.data);
    const offer = { tariff: "draft", version: 1, factorPermille: asked.factorPermille };
    const made = quote({ arrivedAtMs, timeZone, offer, class: asked.class, account }, minutes, tariff, pictureHours);
    const { stepMinutes, totalsMinor } = made.curve;
    return c.json(
      {
        ...{ from: iso(made.arrivedAtMs), to: iso(made.departedAtMs), currency, totalMinor: amount(made.totalMinor) },
        words: offerWords(tariff, offer, asked.class),
        lines: made.lines.map(priceLine),
        taxes: made.taxes.map((tax) => ({ ...tax, netMinor: amount(tax.netMinor), taxMinor: amount(tax.taxMinor) })),
        curve: { stepMinutes, totalsMinor: totalsMinor.map(amount) },
      },
      200,
    );
  });
  app.openapi(trying.trial, async (c) => {
    const { estate, days } = c.req.valid("json");
    const draft = settled(await readDraft(deps, c.req.valid("param").draft));
    const until = new Date(deps.clock.wallMs());
    const since = new Date(until.getTime() - days * DAY_MS);
    const { mostChanged, ...trial } = settled(await tryTariff(deps, estate, draft, since, until));
    const changed = mostChanged.map(({ id, arrivedAtMs, departedAtMs, beforeMinor, afterMinor }) => ({
      ...{ stay: id, arrivedAt: iso(arrivedAtMs), departedAt: iso(departedAtMs) },
      ...{ beforeMinor: amount(beforeMinor), afterMinor: amount(afterMinor) },
    }));
    const sums = { beforeMinor: amount(trial.beforeMinor), afterMinor: amount(trial.afterMinor) };
    return c.json({ ...trial, ...sums, since: iso(since), until: iso(until), mostChanged: changed }, 200);
  });
}

/** Tariffs as an operator works on them: drafts, trials, what a stay would cost, publication. */
export function addOpsTariffRoutes(app: App, deps: HttpDeps): void {
  addDraftRoutes(app, deps);
  addTryingRoutes(app, deps);
}
