import { createRoute } from "@hono/zod-openapi";
import { z } from "zod";
import { SIGN_IN_PATH } from "../accounts/sign-in.actions.ts";
import { emailChangedMail } from "../accounts/sign-in-mail.ts";
import { MailError } from "../notify/mail.ts";
import { refuseForeignOrigin } from "./auth.ts";
import type { HttpDeps } from "./deps.ts";
import type { openSignInLimits } from "./limits.ts";
import { refusals } from "./problem.ts";
import { askLibrary } from "./sign-in-wire.ts";
import { type App, At, Done, done, Email, jsonAnswer, jsonBody, words } from "./wire.ts";

const tags = ["sign-in"];
/** What may be wrong with a form of somebody who is not signed in. */
export const FORM = [
  "invalid-request",
  "malformed-json",
  "media-type-unsupported",
  "body-too-large",
  "origin-refused",
] as const;

const Otp = z
  .string()
  .regex(/^\d{6}$/, "six digits")
  .meta({ examples: ["123456"] });

const User = z.object({ id: z.uuid().meta({ description: "Also the account." }), email: z.string(), name: z.string() });
export const SignedIn = z.object({ user: User }).meta({ id: "SignedIn" });
const SessionNow = z
  .object({ session: z.object({ id: z.uuid(), createdAt: At, expiresAt: At }), user: User })
  .nullable()
  .meta({ id: "SessionNow", description: "Null: nobody is signed in." });

/** What `SIGN_IN_PATH` answers to whom. */
const routes = {
  sendCode: createRoute({
    ...{ method: "post", path: `${SIGN_IN_PATH}/email-otp/send-verification-otp`, tags },
    summary: "Sends a code of six digits by mail, good for ten minutes",
    description: "The answer is the same whether the address has an account or not.",
    request: jsonBody(z.strictObject({ email: Email, type: z.literal("sign-in") }).meta({ id: "CodeAsked" })),
    responses: {
      200: jsonAnswer("It is on its way.", Done),
      ...refusals("mail-refused", "mail-unavailable", "too-many-requests", ...FORM),
    },
  }),
  signIn: createRoute({
    ...{ method: "post", path: `${SIGN_IN_PATH}/sign-in/email-otp`, tags },
    summary: "Signs in with a code; an address without an account gets one",
    description:
      "A browser gets a cookie. Whoever sends neither `Origin` nor `Sec-Fetch-Site` also gets a bearer in the header `set-auth-token`.",
    request: jsonBody(
      z
        .strictObject({
          email: Email,
          otp: Otp,
          name: words(120).optional().meta({ description: "For a new account." }),
        })
        .meta({ id: "CodeSignIn" }),
    ),
    responses: { 200: jsonAnswer("Signed in.", SignedIn), ...refusals("code-refused", "too-many-requests", ...FORM) },
  }),
  askChange: createRoute({
    ...{ method: "post", path: `${SIGN_IN_PATH}/email-otp/request-email-change`, tags, security: [{ bearer: [] }] },
    summary: "Sends a code to another address that shall be mine",
    description: "The answer is the same whether that address has an account or not; one that has gets no code.",
    request: jsonBody(z.strictObject({ newEmail: Email }).meta({ id: "EmailChangeAsked" })),
    responses: {
      200: jsonAnswer("It is on its way.", Done),
      ...refusals("email-unchanged", "mail-refused", "mail-unavailable", "too-many-requests", "token-missing", ...FORM),
    },
  }),
  change: createRoute({
    ...{ method: "post", path: `${SIGN_IN_PATH}/email-otp/change-email`, tags, security: [{ bearer: [] }] },
    summary: "Changes my mail address to one that I prove to have with the code sent there",
    description: "The old address is told.",
    request: jsonBody(z.strictObject({ newEmail: Email, otp: Otp }).meta({ id: "EmailChange" })),
    responses: {
      200: jsonAnswer("It is changed.", Done),
      ...refusals("code-refused", "email-unchanged", "too-many-requests", "token-missing", ...FORM),
    },
  }),
  signOut: createRoute({
    ...{ method: "post", path: `${SIGN_IN_PATH}/sign-out`, tags },
    summary: "Ends the session that asks",
    responses: { 200: jsonAnswer("Nobody is signed in.", Done), ...refusals("origin-refused") },
  }),
  session: createRoute({
    ...{ method: "get", path: `${SIGN_IN_PATH}/get-session`, tags },
    summary: "Who is signed in, if anybody; prolongs the session",
    responses: { 200: jsonAnswer("The session.", SessionNow), ...refusals("origin-refused") },
  }),
};

/** Counts a try, and throws when there were too many. */
export type Limit = ReturnType<typeof openSignInLimits>;

/** How people sign in. The library that does it (better-auth) has more addresses; only these are open. */
export function addSignInRoutes(app: App, deps: HttpDeps, limit: Limit): void {
  // A foreign page must not sign anybody in or out, not even without a cookie yet.
  app.use(`${SIGN_IN_PATH}/*`, async (c, next) => {
    refuseForeignOrigin(deps, c, "optional");
    await next();
  });
  app.openapi(routes.sendCode, async (c) => {
    const asked = c.req.valid("json");
    await limit(c, "code", asked.email);
    await askLibrary(deps, c, "/email-otp/send-verification-otp", asked);
    return c.json(done, 200);
  });
  app.openapi(routes.signIn, async (c) => {
    const asked = c.req.valid("json");
    await limit(c, "sign-in", asked.email);
    const { user } = SignedIn.parse(await askLibrary(deps, c, "/sign-in/email-otp", asked));
    // A new account's access goes to the gates.
    deps.look();
    return c.json({ user }, 200);
  });
  app.openapi(routes.askChange, async (c) => {
    const asked = c.req.valid("json");
    await limit(c, "code", asked.newEmail);
    await askLibrary(deps, c, "/email-otp/request-email-change", asked);
    return c.json(done, 200);
  });
  app.openapi(routes.change, async (c) => {
    const asked = c.req.valid("json");
    await limit(c, "sign-in", asked.newEmail);
    const before = await deps.signIn.personOf(c.req.raw.headers);
    await askLibrary(deps, c, "/email-otp/change-email", asked);
    // Whoever has taken a session over must not take the account over unnoticed. That nobody takes the mail does not undo it.
    if (before)
      await deps.mailer.send({ to: before.email, ...emailChangedMail }).catch((error: unknown) => {
        if (!(error instanceof MailError)) throw error;
        deps.log.warn({ err: error }, "a changed account's old mail address was not told");
      });
    return c.json(done, 200);
  });
  app.openapi(routes.signOut, async (c) => {
    await askLibrary(deps, c, "/sign-out", {});
    return c.json(done, 200);
  });
  app.openapi(routes.session, async (c) => c.json(SessionNow.parse(await askLibrary(deps, c, "/get-session")), 200));
}
