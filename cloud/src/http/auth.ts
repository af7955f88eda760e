import type { Context } from "hono";
import { createMiddleware } from "hono/factory";
import { type Bearer, bearerOf, type Role } from "../accounts/tokens.actions.ts";
import type { HttpDeps } from "./deps.ts";
import { Problem, settled } from "./problem.ts";
import type { Env } from "./wire.ts";

const CHALLENGE = { "www-authenticate": 'Bearer realm="baygate"' };
const READS = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Lets pass who may act in this role. Who one is, is said in one of three ways: a token of the house (`Bearer baygate_…`), the bearer
 * that a person's app was given at sign-in, or the cookie that a person's browser was.
 */
export const requireRole = (deps: HttpDeps, role: Role) =>
  createMiddleware<Env>(async (c, next) => {
    const roles = await rolesOf(deps, c);
    const bearer = roles.find((each) => each.role === role);
    if (!bearer) throw new Problem("role-insufficient", { detail: `This is for the role ${role}.` });
    c.set("bearer", bearer);
    await next();
  });

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
  return person.staff ? [driver, { role: person.staff, actor: { name: `${person.staff}:${person.id}` } }] : [driver];
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
