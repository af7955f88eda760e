import { createMiddleware } from "hono/factory";
import { bearerOf } from "../accounts/tokens.actions.ts";
import type { HttpDeps } from "./deps.ts";
import { Problem, settled } from "./problem.ts";
import type { Env } from "./wire.ts";

const CHALLENGE = { "www-authenticate": 'Bearer realm="baygate"' };

/** Lets pass who bears a token of this role. */
export const requireRole = (deps: HttpDeps, role: "driver" | "operator") =>
  createMiddleware<Env>(async (c, next) => {
    const token = /^Bearer ([\x21-\x7e]{1,200})$/i.exec(c.req.header("authorization") ?? "")?.[1];
    if (token === undefined) throw new Problem("token-missing", { headers: CHALLENGE });
    const answer = await bearerOf(deps, token);
    if ("refused" in answer) throw new Problem(answer.refused, { headers: CHALLENGE });
    const bearer = settled(answer);
    if (bearer.role !== role)
      throw new Problem("role-insufficient", { detail: `This is for a token of role ${role}.` });
    c.set("bearer", bearer);
    await next();
  });

/** The driver's account behind a route of drivers. */
export function driverOf(c: { readonly var: Env["Variables"] }): string {
  const { bearer } = c.var;
  if (bearer.role !== "driver") throw new Problem("role-insufficient");
  return bearer.account;
}
