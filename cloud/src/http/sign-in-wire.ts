import { isIP } from "node:net";
import type { Context } from "hono";
import { FROM_HEADER, SIGN_IN_PATH, SignInRefused } from "../accounts/sign-in.actions.ts";
import { MailError } from "../notify/mail.ts";
import { ownOrigin } from "./auth.ts";
import type { HttpDeps } from "./deps.ts";
import { Problem, type ProblemCode } from "./problem.ts";
import type { Env } from "./wire.ts";

/** What goes on to the library of a request's headers. */
const PASSED = [
  "cookie",
  "authorization",
  "origin",
  "user-agent",
  "sec-fetch-site",
  "sec-fetch-mode",
  "sec-fetch-dest",
];

/**
 * The library's refusals as the house's. Several are one, where a difference would tell a stranger who has an account or who is just
 * signing in.
 */
const REFUSALS: Readonly<Record<string, ProblemCode>> = {
  INVALID_OTP: "code-refused",
  OTP_EXPIRED: "code-refused",
  TOO_MANY_ATTEMPTS: "code-refused",
  USER_NOT_FOUND: "code-refused",
  "Email already in use": "code-refused",
  "origin missing": "origin-refused",
  "Email is the same": "email-unchanged",
  INVALID_EMAIL: "invalid-request",
  VALIDATION_ERROR: "invalid-request",
  UNAUTHORIZED: "token-missing",
  SESSION_REQUIRED: "token-missing",
  SESSION_NOT_FRESH: "sign-in-stale",
  SESSION_EXPIRED: "sign-in-stale",
  CHALLENGE_NOT_FOUND: "passkey-refused",
  FAILED_TO_VERIFY_REGISTRATION: "passkey-refused",
  AUTHENTICATION_FAILED: "passkey-refused",
  PASSKEY_NOT_FOUND: "passkey-refused",
  YOU_ARE_NOT_ALLOWED_TO_REGISTER_THIS_PASSKEY: "passkey-refused",
  INVALID_ORIGIN: "origin-refused",
  MISSING_OR_NULL_ORIGIN: "origin-refused",
  CROSS_SITE_NAVIGATION_LOGIN_BLOCKED: "origin-refused",
};

/** Has the library answer, and hands on the cookies that it sets. */
export async function askLibrary(deps: HttpDeps, c: Context<Env>, path: string, body?: object): Promise<unknown> {
  const headers = new Headers({ [FROM_HEADER]: remoteAddress(deps, c) });
  for (const name of PASSED) {
    const value = c.req.header(name);
    if (value !== undefined) headers.set(name, value);
  }
  if (body !== undefined) headers.set("content-type", "application/json");
  const request = new Request(new URL(`${SIGN_IN_PATH}${path}`, ownOrigin(deps, c)), {
    method: c.req.method,
    headers,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const answer = await deps.signIn.answer(request).catch(refuse);
  for (const cookie of answer.headers.getSetCookie()) c.header("set-cookie", cookie, { append: true });
  // A page has its cookie, which no script can read: it gets nothing that one could.
  const isPage = c.req.header("origin") !== undefined || c.req.header("sec-fetch-site") !== undefined;
  const token = answer.headers.get("set-auth-token");
  if (token !== null && !isPage) c.header("set-auth-token", token);
  return await answer.json();
}

/**
 * From where somebody asks: the connection's other end, or, behind so many proxies of the house's own, what the first of them saw. Whatever
 * stands farther left in X-Forwarded-For was said by whoever asked, and may be anything.
 */
export function remoteAddress({ trustedProxies }: Pick<HttpDeps, "trustedProxies">, c: Context<Env>): string {
  const direct = c.env?.incoming?.socket.remoteAddress ?? "127.0.0.1";
  if (trustedProxies === 0) return direct;
  const said = (c.req.header("x-forwarded-for") ?? "").split(",").at(-trustedProxies)?.trim() ?? "";
  return isIP(said) === 0 ? direct : said;
}

/** What a mail that nobody took is to whoever asked for it. */
export function delivered(error: unknown): never {
  if (error instanceof MailError) throw new Problem(error.code, { headers: { "retry-after": "30" } });
  throw error;
}

function refuse(error: unknown): never {
  if (error instanceof MailError) delivered(error);
  const code = error instanceof SignInRefused ? REFUSALS[error.code] : undefined;
  throw code ? new Problem(code) : error;
}
