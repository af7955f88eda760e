import { createRoute } from "@hono/zod-openapi";
import { z } from "zod";
import { SIGN_IN_PATH } from "../accounts/sign-in.actions.ts";
import { requirePermit } from "./auth.ts";
import type { HttpDeps } from "./deps.ts";
import { AUTH, BODY, refusals } from "./problem.ts";
import { FORM, type Limit, SignedIn } from "./sign-in.ts";
import { askLibrary } from "./sign-in-wire.ts";
import { type App, At, Done, done, iso, jsonAnswer, jsonBody, words } from "./wire.ts";

const tags = ["sign-in"];
const security = [{ bearer: [] }];
const path = `${SIGN_IN_PATH}/passkey` as const;

const Base64Url = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,20000}$/, "base64url")
  .meta({ examples: ["q83vEjRWeJA"] });
/** As `toJSON()` of a `PublicKeyCredential` gives them (WebAuthn level 3). */
const common = {
  id: Base64Url.max(2000),
  rawId: Base64Url.max(2000),
  type: z.literal("public-key"),
  authenticatorAttachment: z.enum(["platform", "cross-platform"]).optional(),
  clientExtensionResults: z.looseObject({}).default({}),
};
const Registration = z
  .object({
    ...common,
    response: z.object({
      clientDataJSON: Base64Url,
      attestationObject: Base64Url,
      transports: z
        .array(z.string().regex(/^[a-z-]{1,20}$/, "a transport"))
        .max(8)
        .optional(),
    }),
  })
  .meta({ id: "PasskeyRegistration" });
const Assertion = z
  .object({
    ...common,
    response: z.object({
      clientDataJSON: Base64Url,
      authenticatorData: Base64Url,
      signature: Base64Url,
      userHandle: Base64Url.optional(),
    }),
  })
  .meta({ id: "PasskeyAssertion" });
const Options = z
  .looseObject({ challenge: z.string() })
  .meta({ description: "For `PublicKeyCredential.parse…OptionsFromJSON()` in the browser." });

const Passkey = z
  .object({ id: z.uuid(), name: z.string().nullable(), backedUp: z.boolean(), createdAt: At })
  .meta({ id: "Passkey" });
const Kept = z.object({
  id: z.uuid(),
  name: z.string().nullish(),
  backedUp: z.boolean(),
  createdAt: z.coerce.date(),
});
const passkeyOf = ({ id, name, backedUp, createdAt }: z.output<typeof Kept>): z.input<typeof Passkey> => ({
  ...{ id, name: name ?? null, backedUp, createdAt: iso(createdAt) },
});

const routes = {
  registerOptions: createRoute({
    ...{ method: "get", path: `${path}/generate-register-options` as const, tags, security },
    summary: "Begins to add a passkey of this device; needs a sign-in of the last hour",
    responses: { 200: jsonAnswer("What the device needs.", Options), ...refusals("sign-in-stale", ...AUTH) },
  }),
  register: createRoute({
    ...{ method: "post", path: `${path}/verify-registration` as const, tags, security },
    summary: "Adds the passkey that the device made",
    request: jsonBody(z.strictObject({ response: Registration, name: words(80).optional() })),
    responses: { 200: jsonAnswer("The passkey.", Passkey), ...refusals("passkey-refused", "sign-in-stale", ...BODY) },
  }),
  signInOptions: createRoute({
    ...{ method: "get", path: `${path}/generate-authenticate-options` as const, tags },
    summary: "Begins to sign in with a passkey",
    responses: {
      200: jsonAnswer("What the device needs.", Options),
      ...refusals("origin-refused", "too-many-requests"),
    },
  }),
  signIn: createRoute({
    ...{ method: "post", path: `${path}/verify-authentication` as const, tags },
    summary: "Signs in with a passkey",
    request: jsonBody(z.strictObject({ response: Assertion })),
    responses: {
      200: jsonAnswer("Signed in.", SignedIn),
      ...refusals("passkey-refused", "too-many-requests", ...FORM),
    },
  }),
  list: createRoute({
    ...{ method: "get", path: `${path}/list-user-passkeys` as const, tags, security },
    summary: "My passkeys",
    responses: { 200: jsonAnswer("My passkeys.", z.object({ items: z.array(Passkey) })), ...refusals(...AUTH) },
  }),
  remove: createRoute({
    ...{ method: "post", path: `${path}/delete-passkey` as const, tags, security },
    summary: "Removes one of my passkeys",
    request: jsonBody(z.strictObject({ id: z.uuid() })),
    responses: { 200: jsonAnswer("It signs nobody in any more.", Done), ...refusals("passkey-refused", ...BODY) },
  }),
};

/** Signing in with what a device holds (WebAuthn): no mail, nothing to type. */
export function addPasskeyRoutes(app: App, deps: HttpDeps, limit: Limit): void {
  for (const each of ["generate-register-options", "verify-registration", "list-user-passkeys", "delete-passkey"])
    app.use(`${path}/${each}`, requirePermit(deps, "driver"));
  app.openapi(routes.registerOptions, async (c) =>
    c.json(Options.parse(await askLibrary(deps, c, "/passkey/generate-register-options")), 200),
  );
  app.openapi(routes.register, async (c) => {
    const kept = Kept.parse(await askLibrary(deps, c, "/passkey/verify-registration", c.req.valid("json")));
    return c.json(passkeyOf(kept), 200);
  });
  app.openapi(routes.signInOptions, async (c) => {
    await limit(c, "passkey-options");
    return c.json(Options.parse(await askLibrary(deps, c, "/passkey/generate-authenticate-options")), 200);
  });
  app.openapi(routes.signIn, async (c) => {
    await limit(c, "passkey");
    const answer = await askLibrary(deps, c, "/passkey/verify-authentication", c.req.valid("json"));
    return c.json({ user: SignedIn.parse(answer).user }, 200);
  });
  app.openapi(routes.list, async (c) => {
    const kept = z.array(Kept).parse(await askLibrary(deps, c, "/passkey/list-user-passkeys"));
    return c.json({ items: kept.map(passkeyOf) }, 200);
  });
  app.openapi(routes.remove, async (c) => {
    await askLibrary(deps, c, "/passkey/delete-passkey", c.req.valid("json"));
    return c.json(done, 200);
  });
}
