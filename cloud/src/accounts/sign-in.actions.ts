import { createHmac } from "node:crypto";
import { passkey as passkeys } from "@better-auth/passkey";
import { drizzleAdapter } from "better-auth/adapters/drizzle";
import { APIError, isAPIError } from "better-auth/api";
import { betterAuth } from "better-auth/minimal";
import { bearer, emailOTP } from "better-auth/plugins";
import type { Logger } from "pino";
import { v7 as uuid } from "uuid";
import { z } from "zod";
import { passkey, signInCode, signInMethod, signInSession, signInUser } from "../db/schema/sign-in.ts";
import type { House } from "../house.ts";
import type { Mailer } from "../notify/mail.ts";
import { enrol } from "./people.actions.ts";
import type { StaffRole } from "./permits.ts";
import { signInMail } from "./sign-in-mail.ts";
import { staffOf } from "./staff.actions.ts";

// People sign in with a code by mail or a passkey; better-auth does it, on our database. Everything here runs on the real clock: codes,
// challenges and sessions are people's, and the demo's town, whose clock runs 1440 times as fast, must not end them. better-auth asks
// Date.now() itself.

/** Seconds of real time. */
const CODE_LIFE_S = 10 * 60;
const SESSION_LIFE_S = 60 * 86_400;
/** A session in use lives on; it is written so often at most. */
const SESSION_RENEWAL_S = 86_400;
/** So long after signing in may somebody add a passkey. */
const FRESH_S = 60 * 60;
/** Guesses at one code. */
const GUESSES = 5;

export const SIGN_IN_PATH = "/v1/auth";
/** The header in which the transport says from where a request came. Whatever the request said itself is replaced. */
export const FROM_HEADER = "x-baygate-from";

export interface SignInOptions {
  readonly mailer: Mailer;
  readonly log: Logger;
  /** Signs cookies and bearers, keys the codes' hashes. */
  readonly secret: string;
  /** The address that people see; undefined: whatever they came by, over plain HTTP (the demo). */
  readonly publicUrl: string | undefined;
}

/** Somebody who is signed in. */
export interface Person {
  /** Also the account. */
  readonly id: string;
  readonly session: string;
  readonly email: string;
  /** What they work here as, beside being a driver. */
  readonly staff: { readonly role: StaffRole; readonly estates: readonly string[] | null } | undefined;
}

export interface SignIn {
  /**
   * Answers a request under `/v1/auth`, as better-auth does.
   *
   * @throws SignInRefused what better-auth refuses; MailError, and what the database throws
   */
  answer(request: Request): Promise<Response>;
  /** Who bears this cookie or `set-auth-token`; undefined: nobody, or no longer. */
  personOf(headers: Headers): Promise<Person | undefined>;
}

/** A refusal of better-auth, by its code. */
export class SignInRefused extends Error {
  readonly code: string;
  readonly status: number;
  constructor(code: string, status: number, options?: ErrorOptions) {
    super(code, options);
    this.code = code;
    this.status = status;
  }
}

/** Opens sign-in on the house's database. */
export function openSignIn(house: House, options: SignInOptions): SignIn {
  const auth = open(house, options);
  return {
    async answer(request) {
      const answer = await auth.handler(request).catch(refuse);
      if (answer.ok) return answer;
      const body: unknown = await answer.json().catch(() => undefined);
      throw refusalOf(body, answer.status);
    },
    async personOf(headers) {
      const query = { disableRefresh: true, disableCookieCache: true };
      const found = await auth.api.getSession({ headers, query }).catch(refuse);
      if (!found) return undefined;
      const { user, session } = found;
      const { id, email, emailVerified } = user;
      return { id, session: session.id, email, staff: emailVerified ? await staffOf(house, email) : undefined };
    },
  };
}

function open(house: House, { mailer, log, secret, publicUrl }: SignInOptions) {
  return betterAuth({
    appName: "Baygate",
    basePath: SIGN_IN_PATH,
    ...(publicUrl === undefined ? {} : { baseURL: new URL(publicUrl).origin }),
    secret,
    telemetry: { enabled: false },
    logger: {
      level: "warn",
      // Its arguments may hold what people typed.
      log: (level, message) => log[level]({ from: "sign-in" }, message),
    },
    database: drizzleAdapter(house.db.orm, {
      provider: "pg",
      schema: { user: signInUser, session: signInSession, account: signInMethod, verification: signInCode, passkey },
    }),
    advanced: {
      cookiePrefix: "baygate",
      database: { generateId: () => uuid() },
      ipAddress: { ipAddressHeaders: [FROM_HEADER] },
      useSecureCookies: publicUrl?.startsWith("https://") ?? false,
    },
    session: { expiresIn: SESSION_LIFE_S, updateAge: SESSION_RENEWAL_S, freshAge: FRESH_S },
    // The transport has refused by then what comes too often, in one place for all ways in.
    rateLimit: { enabled: false },
    onAPIError: { throw: true },
    databaseHooks: { session: { create: { before: async ({ userId }) => await enrol(house, userId) } } },
    plugins: [
      emailOTP({
        expiresIn: CODE_LIFE_S,
        allowedAttempts: GUESSES,
        // A million codes are hashed in no time: without the house's secret a stolen table must not tell them.
        storeOTP: { hash: async (code) => createHmac("sha256", secret).update(`code\0${code}`).digest("base64url") },
        changeEmail: { enabled: true },
        sendVerificationOTP: async ({ email, otp, type }) => await mailer.send({ to: email, ...signInMail(type, otp) }),
      }),
      passkeys({
        rpName: "Baygate",
        authenticatorSelection: { residentKey: "required", userVerification: "required" },
        authentication: {
          // A passkey alone signs in, so its device must have looked at who holds it.
          afterVerification: async ({ verification }) => {
            if (!verification.authenticationInfo.userVerified)
              throw APIError.from("UNAUTHORIZED", { code: "AUTHENTICATION_FAILED", message: "not verified" });
          },
        },
      }),
      bearer({ requireSignature: true }),
    ],
  });
}

/** better-auth's errors say what they are in their body; what is none of its own goes on as it is. */
function refuse(error: unknown): never {
  if (!isAPIError(error)) throw error;
  const cause = error.body?.["cause"] ?? error.cause;
  if (error.statusCode >= 500 && cause instanceof Error) throw cause;
  throw refusalOf(error.body, error.statusCode, { cause: error });
}

/** Some have no code, only a message. */
function refusalOf(body: unknown, status: number, options?: ErrorOptions): SignInRefused {
  const { code, message } = z.object({ code: z.string(), message: z.string() }).partial().catch({}).parse(body);
  return new SignInRefused(code ?? message ?? "UNKNOWN", status, options);
}
