import { Currency } from "@baygate/shared/money";
import { createRoute } from "@hono/zod-openapi";
import { z } from "zod";
import {
  CONSENT_KINDS,
  type Consent as ConsentSaid,
  eraseAccount,
  listConsents,
  readPersonal,
  sayConsent,
} from "../accounts/personal.actions.ts";
import { driverOf } from "./auth.ts";
import type { HttpDeps } from "./deps.ts";
import { ANY, BODY, refusals, settled } from "./problem.ts";
import { AmountMinor, type App, At, iso, isoOrNull, jsonAnswer, jsonBody } from "./wire.ts";

const common = { tags: ["driver"], security: [{ bearer: [] }] };

const ConsentKind = z.enum(CONSENT_KINDS).meta({
  id: "ConsentKind",
  description:
    "terms: nobody parks without them. habits: it may be learnt when I usually come. marketing: offers may be sent to me.",
});
const Consent = z
  .object({ kind: ConsentKind, given: z.boolean(), saidAt: At.nullable().meta({ description: "Null: never." }) })
  .meta({ id: "Consent" });
const consentView = ({ kind, given, saidAt }: ConsentSaid): z.input<typeof Consent> => ({
  ...{ kind, given, saidAt: isoOrNull(saidAt) },
});

const PersonalData = z
  .object({
    account: z.uuid(),
    exportedAt: At,
    data: z
      .record(z.string(), z.array(z.record(z.string(), z.unknown())))
      .meta({ description: "Rows by what they are, as they are kept.", examples: [{ consents: [{ kind: "terms" }] }] }),
  })
  .meta({ id: "PersonalData" });

const Deletion = z
  .object({
    account: z.uuid().meta({ description: "Under it the ledger goes on knowing its entries." }),
    deletedAt: At,
    restMinor: AmountMinor.meta({
      description: "What the wallet still holds. It stays owed: the office pays it out to whoever names this account.",
    }),
    currency: Currency,
  })
  .meta({ id: "Deletion" });

const routes = {
  consents: createRoute({
    ...common,
    ...{ method: "get", path: "/v1/me/consents", summary: "What I have agreed to" },
    responses: { 200: jsonAnswer("All there are.", z.object({ items: z.array(Consent) })), ...refusals(...ANY) },
  }),
  say: createRoute({
    ...common,
    ...{ method: "put", path: "/v1/me/consents/{kind}", summary: "Agrees to something, or does not any more" },
    request: {
      params: z.object({ kind: ConsentKind }),
      ...jsonBody(z.strictObject({ given: z.boolean() })),
    },
    responses: { 200: jsonAnswer("As it is now.", Consent), ...refusals("consent-needed", ...BODY) },
  }),
  data: createRoute({
    ...common,
    ...{ method: "get", path: "/v1/me/data", summary: "Everything that is kept about me, to take along" },
    responses: { 200: jsonAnswer("All of it.", PersonalData), ...refusals("account-unknown", ...ANY) },
  }),
  erase: createRoute({
    ...common,
    ...{ method: "post", path: "/v1/me/deletion", summary: "Deletes my account and everything that says whose it was" },
    description:
      "At once and for good. Every device is signed out, cards, plates and phones open no gate any more. Stays, receipts and the ledger keep the account's id alone.",
    request: jsonBody(z.strictObject({ confirm: z.literal(true) })),
    responses: {
      200: jsonAnswer("It is deleted.", Deletion),
      ...refusals("account-unknown", "stay-running", "debt-open", "payment-running", ...BODY),
    },
  }),
};

/** What a row holds, as JSON. */
const plain = (value: unknown): unknown =>
  typeof value === "bigint" ? Number(value) : value instanceof Date ? iso(value) : value;

/** Consents, the export of personal data, and deletion. Registered behind the drivers' guard. */
export function addPersonalRoutes(app: App, deps: HttpDeps): void {
  app.openapi(routes.consents, async (c) =>
    c.json({ items: (await listConsents(deps, driverOf(c))).map(consentView) }, 200),
  );
  app.openapi(routes.say, async (c) => {
    const said = { ...c.req.valid("param"), ...c.req.valid("json") };
    return c.json(consentView(settled(await sayConsent(deps, c.var.bearer.actor, driverOf(c), said))), 200);
  });
  app.openapi(routes.data, async (c) => {
    const account = driverOf(c);
    const { data } = settled(await readPersonal(deps, account));
    const rows = Object.entries(data).map(([name, all]) => [
      name,
      all.map((row) => Object.fromEntries(Object.entries(row).map(([column, value]) => [column, plain(value)]))),
    ]);
    c.header("content-disposition", 'attachment; filename="baygate.json"');
    return c.json({ account, exportedAt: iso(deps.clock.wallMs()), data: Object.fromEntries(rows) }, 200);
  });
  app.openapi(routes.erase, async (c) => {
    const account = driverOf(c);
    const { restMinor, currency, estates } = settled(await eraseAccount(deps, c.var.bearer.actor, account));
    for (const estate of estates) deps.nudge(estate);
    deps.look();
    const deletedAt = iso(deps.clock.wallMs());
    return c.json({ account, deletedAt, restMinor: Number(restMinor), currency: Currency.parse(currency) }, 200);
  });
}
