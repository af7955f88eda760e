import type { Context } from "hono";
import { createMiddleware } from "hono/factory";
import { matchedRoutes } from "hono/route";
import { holdsOneOf, type Permit } from "../accounts/permits.ts";
import { type Bearer, bearerOf } from "../accounts/tokens.actions.ts";
import { estateOfGate } from "../estates/gates.actions.ts";
import type { HttpDeps } from "./deps.ts";
import { type Guarded, guardedRoutes, usualPermits } from "./permits.ts";
import { Problem, settled } from "./problem.ts";
import type { App, Env } from "./wire.ts";

const CHALLENGE = { "www-authenticate": 'Bearer realm="baygate"' };
const READS = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Lets pass who holds a permit of the route that is asked for (permits.ts), and keeps staff and keys of some estates within them. Who one
 * is, is said in one of three ways: a token of the house (`Bearer baygate_…`), the bearer that a person's app was given at sign-in, or the
 * cookie that a person's browser was.
 */
export function guard(app: App, deps: HttpDeps) {
  let routes: ReadonlyMap<string, Guarded> | undefined;
  return createMiddleware<Env>(async (c, next) => {
    routes ??= guardedRoutes(app);
    const method = c.req.method === "HEAD" ? "GET" : c.req.method;
    const path = matchedRoutes(c).findLast((each) => each.method === method)?.path ?? "";
    const route = routes.get(`${method} ${path}`);
    const bearer = await bearerFor(deps, c, route?.permits ?? usualPermits(c.req.path));
    await keepWithinEstates(deps, c, bearer, path, route?.estateBy ?? "nothing");
    c.set("bearer", bearer);
    await next();
  });
}

/** Lets pass who holds this permit, everywhere: for what is no estate's alone. */
export const requirePermit = (deps: HttpDeps, permit: Permit) =>
  createMiddleware<Env>(async (c, next) => {
    const bearer = await bearerFor(deps, c, [permit]);
    await keepWithinEstates(deps, c, bearer, "", "nothing");
    c.set("bearer", bearer);
    await next();
  });

async function bearerFor(deps: HttpDeps, c: Context<Env>, permits: readonly Permit[]): Promise<Bearer> {
  const bearer = (await rolesOf(deps, c)).find((each) => holdsOneOf(each, permits));
  if (!bearer) throw new Problem("role-insufficient", { detail: `This is for ${permits.join(", ")}.` });
  return bearer;
}

/** Estates of others are not known to who works for some; what is of no estate is for who works for all. */
async function keepWithinEstates(
  deps: HttpDeps,
  c: Context<Env>,
  bearer: Bearer,
  route: string,
  by: Guarded["estateBy"],
): Promise<void> {
  const estates = estatesOf(bearer);
  if (estates === null || by === "itself") return;
  const named = (name: string) => c.req.path.split("/")[route.split("/").indexOf(`:${name}`)] ?? "";
  if (by === "path" && !estates.includes(named("estate"))) throw new Problem("estate-unknown");
  if (by === "gate" && !estates.includes((await estateOfGate(deps, named("gate"))) ?? ""))
    throw new Problem("gate-unknown");
  if (by === "query" && !estates.includes(c.req.query("estate") ?? ""))
    throw new Problem("role-insufficient", { detail: "Say which of your estates it is about." });
  if (by === "nothing") throw new Problem("role-insufficient", { detail: "This is for who works for every estate." });
}

/** Where whoever asks may act; null: everywhere. */
export const estatesOf = (bearer: Bearer): readonly string[] | null =>
  bearer.role === "driver" ? null : bearer.estates;

/** The roles in which whoever asks may act. */
async function rolesOf(deps: HttpDeps, c: Context<Env>): Promise<Bearer[]> {
  const header = c.req.header("authorization");
  const token = /^Bearer ([\x21-\x7e]{1,400})$/i.exec(header ?? "")?.[1];
  if (token?.startsWith("baygate_")) {
    const answer = await bearerOf(deps, token);
    if ("refused" in answer) throw new Problem(answer.refused, { headers: CHALLENGE });
    return [settled(answer)];
  }
  const cookie = header === undefined ? c.req.header("cookie") : undefined;
  const isCookie = cookie?.includes("baygate.session_token=") ?? false;
  if (token === undefined && !isCookie) throw new Problem("token-missing", { headers: CHALLENGE });
  // A browser sends the cookie along whoever's page asks.
  if (isCookie && !READS.has(c.req.method)) refuseForeignOrigin(deps, c, "needed");
  const said = isCookie ? { cookie: cookie ?? "" } : { authorization: `Bearer ${token}` };
  const person = await deps.signIn.personOf(new Headers(said));
  if (!person) throw new Problem("token-unknown", { headers: CHALLENGE });
  const driver: Bearer = {
    ...{ role: "driver", account: person.id, session: person.session },
    actor: { name: `driver:${person.id}` },
  };
  const { staff } = person;
  return staff ? [driver, { ...staff, actor: { name: `${staff.role}:${person.id}` } }] : [driver];
}

/** Where people see the house. */
export const ownOrigin = (deps: HttpDeps, c: Context<Env>): string => new URL(deps.publicUrl ?? c.req.url).origin;

/**
 * Refuses what another house's page makes a browser send.
 *
 * @param header whether there has to be an `Origin`; browsers send it with all that changes something
 */
export function refuseForeignOrigin(deps: HttpDeps, c: Context<Env>, header: "needed" | "optional"): void {
  const origin = c.req.header("origin");
  if (origin === undefined ? header === "needed" : origin !== ownOrigin(deps, c)) throw new Problem("origin-refused");
}

/** The driver's account behind a route of drivers. */
export function driverOf(c: { readonly var: Env["Variables"] }): string {
  const { bearer } = c.var;
  if (bearer.role !== "driver") throw new Problem("role-insufficient");
  return bearer.account;
}
