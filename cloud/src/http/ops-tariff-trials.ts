import { VehicleClass } from "@baygate/shared/estate";
import { EstateId, ZoneId } from "@baygate/shared/ids";
import { Currency, Minor } from "@baygate/shared/money";
import { createRoute } from "@hono/zod-openapi";
import { parse, stringify } from "yaml";
import { z } from "zod";
import { PricePolicy } from "../pricing/dynamic-price.ts";
import { offerWords } from "../pricing/price.ts";
import { quote } from "../pricing/quote.ts";
import { rules } from "../pricing/rules.ts";
import { TariffContent, tariffOf } from "../pricing/tariff.ts";
import { TimeZone } from "../pricing/tariff-file.ts";
import { readDraft, tryTariff } from "../pricing/tariffs.actions.ts";
import { AskedAccount } from "../pricing/terms.ts";
import { Calendar } from "../pricing/windows.ts";
import type { HttpDeps } from "./deps.ts";
import { ANY, BODY, Problem, refusals, settled } from "./problem.ts";
import { momentOf, TariffBody, withVersion } from "./tariff-wire.ts";
import { AmountMinor, type App, At, iso, jsonAnswer, jsonBody, PriceLine, priceLine } from "./wire.ts";

const common = { tags: ["tariffs (ops)"], security: [{ bearer: [] }] };

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
          content: TariffBody,
          timeZone: TimeZone,
          from: z.string().max(40).optional().meta({ description: "As `effectiveAt`; absent: now." }),
          minutes: z.int().min(0).max(527_040),
          class: VehicleClass.default("standard"),
          factorPermille: z.int().min(0).max(10_000).default(1000),
          account: AskedAccount.optional(),
          pictureHours: z.int().min(1).max(744).default(24),
        })
        .meta({ id: "QuoteAsked" }),
    ),
    responses: { 200: jsonAnswer("What it costs.", Quote), ...refusals("tariff-invalid", ...BODY) },
  }),
  trial: createRoute({
    ...common,
    ...{ method: "post", path: "/v1/ops/tariff-drafts/{draft}/trials" },
    summary: "What a draft would have made of an estate's or a zone's stays of the last month",
    request: {
      params: z.object({ draft: z.uuid() }),
      ...jsonBody(
        z
          .strictObject({
            estate: EstateId,
            zone: ZoneId.optional().meta({
              description:
                "Its stays, whatever tariff priced them. Absent: the estate's stays that the draft's tariff priced, of which a new one has none.",
            }),
            days: z.int().min(1).max(366).default(30),
          })
          .meta({ id: "TariffTrialAsked" }),
      ),
    },
    responses: {
      200: jsonAnswer("It against what was charged.", Trial),
      ...refusals("draft-unknown", "estate-unknown", "zone-unknown", "tariff-invalid", "currency-mismatch", ...BODY),
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

/** What tariffs are made of, whether one can be priced, what it would cost and what it would have taken. */
export function addOpsTrialRoutes(app: App, deps: HttpDeps): void {
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
    const { days, ...where } = c.req.valid("json");
    const draft = settled(await readDraft(deps, c.req.valid("param").draft));
    const until = new Date(deps.clock.wallMs());
    const since = new Date(until.getTime() - days * DAY_MS);
    const { mostChanged, ...trial } = settled(await tryTariff(deps, where, draft, since, until));
    const changed = mostChanged.map(({ id, arrivedAtMs, departedAtMs, beforeMinor, afterMinor }) => ({
      ...{ stay: id, arrivedAt: iso(arrivedAtMs), departedAt: iso(departedAtMs) },
      ...{ beforeMinor: amount(beforeMinor), afterMinor: amount(afterMinor) },
    }));
    const sums = { beforeMinor: amount(trial.beforeMinor), afterMinor: amount(trial.afterMinor) };
    return c.json({ ...trial, ...sums, since: iso(since), until: iso(until), mostChanged: changed }, 200);
  });
}
