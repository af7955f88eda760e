import { ECDH } from "node:crypto";
import { EstateId } from "@baygate/shared/ids";
import { createRoute } from "@hono/zod-openapi";
import { z } from "zod";
import { QuietHours } from "../notify/notice.ts";
import {
  addFavourite,
  type FavouriteRow,
  listFavourites,
  listSubscriptions,
  type PushSubscriptionRow,
  readWishes,
  removeFavourite,
  saveWishes,
  subscribe,
  unsubscribe,
  type Wishes,
} from "../notify/notices.actions.ts";
import { driverOf } from "./auth.ts";
import type { HttpDeps } from "./deps.ts";
import { ANY, BODY, Problem, refusals, settled } from "./problem.ts";
import {
  AmountMinor,
  type App,
  At,
  Done,
  done,
  estatePath,
  iso,
  jsonAnswer,
  jsonBody,
  next,
  noQuery,
  pageOfAll,
  pageQuery,
} from "./wire.ts";

const tags = ["notices"];
const common = { tags, security: [{ bearer: [] }] };

const PUBLIC_KEY = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
const ENDPOINT = "https://push.example.net/push/JzLQ3raZJfFBR0aqvOMsLrt54w4rJUsV";

const Endpoint = z
  .string()
  .max(2048)
  .meta({ id: "PushEndpoint", description: "The push service's address for this browser.", examples: [ENDPOINT] });
const base64url = z
  .string()
  .max(200)
  .regex(/^[A-Za-z0-9_-]+={0,2}$/, "base64url");
const Language = z
  .string()
  .max(35)
  .regex(/^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/, "a BCP 47 language")
  .meta({ id: "LanguageTag", description: "BCP 47.", examples: ["de-AT"] });

const Asked = z
  .object({
    endpoint: Endpoint,
    keys: z.object({
      p256dh: base64url.meta({ description: "The browser's public key.", examples: [PUBLIC_KEY] }),
      auth: base64url.meta({ description: "Its authentication secret.", examples: ["BTBZMqHH6r4Tts7J_aSIgg"] }),
    }),
    language: Language.optional().meta({
      description: "What messages to this browser are written in; the account's without it.",
    }),
  })
  .meta({ id: "PushSubscriptionAsked", description: "As `PushSubscription.toJSON()` has it." });

const Subscription = z
  .object({
    id: z.uuid(),
    endpointOrigin: z.string().meta({ examples: ["https://push.example.net"] }),
    language: Language.nullable(),
    createdAt: At,
  })
  .meta({ id: "PushSubscription" });

const subscriptionView = ({
  id,
  endpoint,
  language,
  createdAt,
}: PushSubscriptionRow): z.input<typeof Subscription> => ({
  ...{ id, language },
  // Whoever has the whole endpoint can tell which browser it is.
  endpointOrigin: new URL(endpoint).origin,
  createdAt: iso(createdAt),
});

const Notices = z
  .strictObject({
    kinds: z.strictObject({
      stayBegan: z.boolean(),
      stayEnded: z.boolean().meta({ description: "With what it cost." }),
      lowBalance: z.boolean(),
      favouriteFull: z.boolean().meta({ description: "A favourite has no place, and that it has places again." }),
    }),
    lowBalanceMinor: AmountMinor.min(0).meta({ description: "The balance is low below this." }),
    quietHours: QuietHours.nullable().meta({ description: "When nothing is told, by this zone's clock; null: never." }),
    byMail: z.boolean().meta({ description: "By mail, while no browser takes my messages." }),
  })
  .meta({ id: "Notices" });

const noticesView = ({ lowBalanceMinor, quietHours, byMail, ...kinds }: Wishes): z.input<typeof Notices> => ({
  ...{ kinds, quietHours, byMail },
  lowBalanceMinor: Number(lowBalanceMinor),
});

const Favourite = z.object({ estate: EstateId, createdAt: At }).meta({ id: "Favourite" });
const favouriteView = ({ estate, createdAt }: FavouriteRow): z.input<typeof Favourite> => ({
  ...{ estate: EstateId.parse(estate), createdAt: iso(createdAt) },
});

const routes = {
  key: createRoute({
    ...{ method: "get", path: "/v1/push-key", tags },
    summary: "The key that browsers subscribe with: `applicationServerKey`",
    request: { query: noQuery },
    responses: {
      ...refusals("invalid-request"),
      200: jsonAnswer(
        "The public VAPID key, base64url.",
        z.object({ key: z.string().meta({ examples: [PUBLIC_KEY] }) }).meta({ id: "PushKey" }),
      ),
      ...refusals("invalid-request"),
    },
  }),
  subscribe: createRoute({
    ...{ ...common, method: "put", path: "/v1/me/push-subscriptions" },
    summary: "This browser takes my messages from now on; again and again is the same",
    request: jsonBody(Asked),
    responses: {
      200: jsonAnswer("It does.", Subscription),
      ...refusals("endpoint-refused", "push-keys-invalid", ...BODY),
    },
  }),
  subscriptions: createRoute({
    ...{ ...common, method: "get", path: "/v1/me/push-subscriptions" },
    summary: "Browsers that take my messages, oldest first",
    request: { query: pageQuery },
    responses: {
      200: jsonAnswer("A page.", z.object({ items: z.array(Subscription), next })),
      ...refusals("cursor-invalid", ...ANY),
    },
  }),
  unsubscribe: createRoute({
    ...{ ...common, method: "delete", path: "/v1/me/push-subscriptions" },
    summary: "This browser takes my messages no more, by its endpoint",
    request: jsonBody(z.object({ endpoint: Endpoint })),
    responses: { 200: jsonAnswer("It does not.", Done), ...refusals("push-subscription-unknown", ...BODY) },
  }),
  unsubscribeOne: createRoute({
    ...{ ...common, method: "delete", path: "/v1/me/push-subscriptions/{subscription}" },
    summary: "A browser takes my messages no more, by the subscription's id",
    request: { params: z.object({ subscription: z.uuid() }) },
    responses: { 200: jsonAnswer("It does not.", Done), ...refusals("push-subscription-unknown", ...ANY) },
  }),
  notices: createRoute({
    ...{ ...common, method: "get", path: "/v1/me/notices" },
    summary: "What I want to be told, and when not",
    responses: { 200: jsonAnswer("My wishes.", Notices), ...refusals(...ANY) },
  }),
  change: createRoute({
    ...{ ...common, method: "put", path: "/v1/me/notices" },
    summary: "Says what I want to be told, all of it",
    request: jsonBody(Notices),
    responses: { 200: jsonAnswer("My wishes.", Notices), ...refusals(...BODY) },
  }),
  favourites: createRoute({
    ...{ ...common, method: "get", path: "/v1/me/favourites" },
    summary: "Estates of which I want to know whether there is room",
    responses: { 200: jsonAnswer("They.", z.object({ items: z.array(Favourite) })), ...refusals(...ANY) },
  }),
  favour: createRoute({
    ...{ ...common, method: "put", path: "/v1/me/favourites/{estate}" },
    summary: "Makes an estate a favourite of mine",
    request: { params: estatePath },
    responses: {
      200: jsonAnswer("It is one.", Favourite),
      ...refusals("estate-unknown", "favourites-too-many", ...ANY),
    },
  }),
  unfavour: createRoute({
    ...{ ...common, method: "delete", path: "/v1/me/favourites/{estate}" },
    summary: "Makes an estate none of my favourites any more",
    request: { params: estatePath },
    responses: { 200: jsonAnswer("It is none.", Done), ...refusals("favourite-unknown", ...ANY) },
  }),
};

/** What a driver is told, and where. Registered behind the drivers' guard of `addDriverRoutes`. */
export function addNoticeRoutes(app: App, deps: HttpDeps): void {
  app.openapi(routes.key, (c) => c.json({ key: deps.push.publicKey }, 200));
  app.openapi(routes.subscribe, async (c) => {
    const { endpoint, keys, language = null } = c.req.valid("json");
    if (!deps.push.accepts(endpoint)) throw new Problem("endpoint-refused");
    const address = { endpoint: new URL(endpoint).href, ...pushKeys(keys) };
    return c.json(subscriptionView(await subscribe(deps, driverOf(c), { ...address, language })), 200);
  });
  app.openapi(routes.subscriptions, async (c) => {
    const page = pageOfAll(await listSubscriptions(deps, driverOf(c)), c.req.valid("query"));
    return c.json({ items: page.items.map(subscriptionView), next: page.next }, 200);
  });
  app.openapi(routes.unsubscribe, async (c) => {
    const { endpoint } = c.req.valid("json");
    const { href } = URL.canParse(endpoint) ? new URL(endpoint) : { href: endpoint };
    settled(await unsubscribe(deps, driverOf(c), { endpoint: href }));
    return c.json(done, 200);
  });
  app.openapi(routes.unsubscribeOne, async (c) => {
    settled(await unsubscribe(deps, driverOf(c), { id: c.req.valid("param").subscription }));
    return c.json(done, 200);
  });
  app.openapi(routes.notices, async (c) => c.json(noticesView(await readWishes(deps, driverOf(c))), 200));
  app.openapi(routes.change, async (c) => {
    const { kinds, lowBalanceMinor, quietHours, byMail } = c.req.valid("json");
    const wishes = { ...kinds, lowBalanceMinor: BigInt(lowBalanceMinor), quietHours, byMail };
    return c.json(noticesView(await saveWishes(deps, driverOf(c), wishes)), 200);
  });
  app.openapi(routes.favourites, async (c) =>
    c.json({ items: (await listFavourites(deps, driverOf(c))).map(favouriteView) }, 200),
  );
  app.openapi(routes.favour, async (c) => {
    const { estate } = c.req.valid("param");
    return c.json(favouriteView(settled(await addFavourite(deps, driverOf(c), estate))), 200);
  });
  app.openapi(routes.unfavour, async (c) => {
    settled(await removeFavourite(deps, driverOf(c), c.req.valid("param").estate));
    return c.json(done, 200);
  });
}

/** A browser's keys as they are kept: a point of P-256 and 16 bytes (RFC 8291, 2). Any other would fail at every sending. */
function pushKeys({ p256dh, auth }: z.output<typeof Asked>["keys"]): {
  readonly p256dh: string;
  readonly auth: string;
} {
  const [point, secret] = [Buffer.from(p256dh, "base64url"), Buffer.from(auth, "base64url")];
  if (point.length !== 65 || point[0] !== 4 || secret.length !== 16) throw new Problem("push-keys-invalid");
  try {
    ECDH.convertKey(point, "prime256v1");
  } catch {
    throw new Problem("push-keys-invalid", { detail: "p256dh is no point of the curve P-256." });
  }
  return { p256dh: point.toString("base64url"), auth: secret.toString("base64url") };
}
