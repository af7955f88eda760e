import { EstateId } from "@baygate/shared/ids";
import { createRoute } from "@hono/zod-openapi";
import type { Logger } from "pino";
import { z } from "zod";
import { readAccount } from "../accounts/accounts.actions.ts";
import { readPlace, readPlaces } from "../estates/directory.actions.ts";
import { accountMarks, listVisits } from "../estates/visits.actions.ts";
import type { House } from "../house.ts";
import { type Feed, type Item, openFeed } from "../live/feed.ts";
import type { Subscriber } from "../live/hub.ts";
import { newestNotices } from "../notify/notices.actions.ts";
import { driverOf } from "./auth.ts";
import type { HttpDeps, LiveFeeds } from "./deps.ts";
import { walletView } from "./driver.ts";
import { estatePlaces } from "./estate-wire.ts";
import { followed } from "./live.ts";
import { ANY, refusals, settled } from "./problem.ts";
import { type App, iso, stayOf } from "./wire.ts";

/** The newest stays of a driver that are told of: those inside, and those that have just ended. */
const STAYS = 5;
/** What a running stay costs by now is told this often, ms of the house's clock. */
const COST_EVERY_MS = 30_000;

/** Reads what drivers follow, anew only where something moved: one short query tells for all of them. */
function openDriverItems(house: House) {
  const kept = new Map<string, { readonly mark: string; readonly items: readonly Item[] }>();
  const read = async (account: string): Promise<Item[]> => {
    const known = await readAccount(house, account);
    if ("refused" in known) return [];
    const visits = await listVisits(house, { account, limit: STAYS });
    const notices = await newestNotices(house, account, known.language);
    return [
      { event: "wallet", id: "", content: await walletView(house, account, known.currency) },
      ...visits.reverse().map((visit) => ({ event: "stay", id: visit.session.id, content: stayOf(visit) })),
      ...notices.map(({ key, at, ...shown }) => ({ event: "notice", id: key, content: { ...shown, at: iso(at) } })),
    ];
  };
  return async (accounts: readonly string[]): Promise<Map<string, readonly Item[]>> => {
    const marks = await accountMarks(house, accounts);
    for (const account of kept.keys()) if (!marks.has(account)) kept.delete(account);
    const period = Math.floor(house.clock.wallMs() / COST_EVERY_MS);
    for (const [account, { moved, isInside }] of marks) {
      const mark = isInside ? `${moved} ${period}` : moved;
      if (kept.get(account)?.mark !== mark) kept.set(account, { mark, items: await read(account) });
    }
    return new Map([...kept].map(([account, { items }]) => [account, items]));
  };
}

/** Opens both feeds. Nothing is read while nobody follows. */
export function openLiveFeeds(house: House, log: Pick<Logger, "error">, spacingMs?: number): LiveFeeds {
  const driverItems = openDriverItems(house);
  const pace = {
    ...(spacingMs === undefined ? {} : { spacingMs }),
    onFault: (error: unknown) => log.error({ err: error }, "cannot read what apps follow"),
  };
  return {
    estates: openFeed({
      ...pace,
      load: async () =>
        new Map(
          (await readPlaces(house)).map((place) => [
            place.id,
            [{ event: "estate", id: place.id, content: estatePlaces(place) }],
          ]),
        ),
    }),
    drivers: openFeed({ ...pace, load: (accounts) => driverItems(accounts ?? []) }),
  };
}

/** Who follows asks again after so long: a token that has ended follows no longer. Real ms. */
const LONGEST_MS = 15 * 60_000;

/** Follows for a while, and no longer. */
function forAWhile(feed: Feed, subjects: readonly string[] | null): (to: Subscriber) => () => void {
  return (to) => {
    const leave = feed.subscribe(to, subjects);
    const end = setTimeout(() => {
      leave();
      to.end();
    }, LONGEST_MS);
    end.unref();
    return () => {
      clearTimeout(end);
      leave();
    };
  };
}

const stream = (description: string, example: string) => ({
  description,
  content: { "text/event-stream": { schema: z.string(), example } },
});
/** What goes straight to the socket does not pass the frame, which would say this: no cookie is taken from elsewhere (app.ts). */
const ANY_PAGE = { "access-control-allow-origin": "*" };
const HOW =
  "Server-sent events, as `EventSource` reads them. First comes what is, then what changes; each event is the whole thing, so nothing has to be put together, and a connection that broke is simply opened again. The server ends it after 15 minutes.";

const estates = createRoute({
  ...{ method: "get", path: "/v1/estates/live", tags: ["estates"] },
  summary: "Follows free places, prices and opening",
  description: `${HOW} Each event \`estate\` holds an \`EstatePlaces\`, without a distance.`,
  request: {
    query: z.object({ estate: EstateId.optional().meta({ description: "Only this one." }) }),
  },
  responses: {
    200: stream("Events.", 'event: estate\ndata: {"id":"harbour", …}\n\n'),
    ...refusals("invalid-request", "estate-unknown"),
  },
});
const mine = createRoute({
  ...{ method: "get", path: "/v1/me/live", tags: ["driver"], security: [{ bearer: [] }] },
  summary: "Follows my stays, my wallet and what I am told",
  description: `${HOW} Events are \`stay\` (a \`Stay\`: the newest five, while inside with the cost by now), \`wallet\` (a \`Wallet\`) and \`notice\` (the newest three: \`kind\`, \`title\`, \`body\`, \`tag\`, \`url\`, \`lang\`, \`at\`, as in a push message; there are none before a browser takes messages or mails are wanted).`,
  responses: {
    200: stream("Events.", 'event: stay\ndata: {"id":"0198c0de-0000-7000-8000-000000000001", …}\n\n'),
    ...refusals(...ANY),
  },
});

/** What apps follow: the estates for anybody, before the route of one estate. */
export function addEstateFeed(app: App, deps: HttpDeps): void {
  app.get("/v1/estates/live", async (c) => {
    const asked = c.req.query("estate");
    if (asked !== undefined) settled(await readPlace(deps, asked));
    return followed(c, forAWhile(deps.feeds.estates, asked === undefined ? null : [asked]), ANY_PAGE);
  });
  app.openAPIRegistry.registerPath(estates);
}

/** A driver's own. Registered behind the drivers' guard of `addDriverRoutes`. */
export function addDriverFeed(app: App, deps: HttpDeps): void {
  app.get("/v1/me/live", (c) => followed(c, forAWhile(deps.feeds.drivers, [driverOf(c)]), ANY_PAGE));
  app.openAPIRegistry.registerPath(mine);
}
