import { sql } from "drizzle-orm";
import { boolean, index, pgTable, text, uuid } from "drizzle-orm/pg-core";
import { account } from "./accounts.ts";
import { at, count } from "./columns.ts";

// People who sign in, and who works here. better-auth reads and writes the first five tables (accounts/sign-in.actions.ts); their
// times are real ones and never the town's, which may run many times as fast.

export const issuerKey = pgTable("issuer_key", {
  /** Key id, hex. */
  kid: text().primaryKey(),
  /** Raw Ed25519 public key, base64url. */
  publicKey: text("public_key").notNull(),
  notBefore: at("not_before").notNull(),
  notAfter: at("not_after").notNull(),
});

/** Bearer tokens, by SHA-256 in hex. */
export const token = pgTable("token", {
  hash: text().primaryKey(),
  /** driver | operator | integrator */
  role: text().notNull(),
  account: uuid().references(() => account.id),
  label: text().notNull(),
  /** What an integrator's key may: `Scope`s of accounts/permits.ts. */
  scopes: text().array().notNull().default(sql`'{}'`),
  /** Estates that an integrator's key is for; null: all. */
  estates: text().array(),
  createdAt: at("created_at").notNull().defaultNow(),
  expiresAt: at("expires_at"),
});

/** A person with a mail address. The id is the account's. */
export const signInUser = pgTable("sign_in_user", {
  id: uuid().primaryKey(),
  email: text().notNull().unique(),
  emailVerified: boolean("email_verified").notNull().default(false),
  /** Only what was said at sign-up; `account.name` is the name. */
  name: text().notNull(),
  image: text(),
  createdAt: at("created_at").notNull().defaultNow(),
  updatedAt: at("updated_at").notNull().defaultNow(),
});

const ofSignInUser = () =>
  uuid("user_id")
    .notNull()
    .references(() => signInUser.id, { onDelete: "cascade" });

/** A device on which somebody is signed in. Its token is of no use without the house's sign-in secret. */
export const signInSession = pgTable(
  "sign_in_session",
  {
    id: uuid().primaryKey(),
    userId: ofSignInUser(),
    token: text().notNull().unique(),
    expiresAt: at("expires_at").notNull(),
    ipAddress: text("ip_address"),
    userAgent: text("user_agent"),
    createdAt: at("created_at").notNull().defaultNow(),
    updatedAt: at("updated_at").notNull().defaultNow(),
  },
  (t) => [index("sign_in_session_user").on(t.userId), index("sign_in_session_expiry").on(t.expiresAt)],
);

/** Sign-in by passwords and other houses, which there is none of: the library wants the table. */
export const signInMethod = pgTable(
  "sign_in_method",
  {
    id: uuid().primaryKey(),
    accountId: text("account_id").notNull(),
    providerId: text("provider_id").notNull(),
    userId: ofSignInUser(),
    accessToken: text("access_token"),
    refreshToken: text("refresh_token"),
    idToken: text("id_token"),
    accessTokenExpiresAt: at("access_token_expires_at"),
    refreshTokenExpiresAt: at("refresh_token_expires_at"),
    scope: text(),
    password: text(),
    createdAt: at("created_at").notNull().defaultNow(),
    updatedAt: at("updated_at").notNull().defaultNow(),
  },
  (t) => [index("sign_in_method_user").on(t.userId)],
);

/** Codes that were mailed (as keyed hashes) and challenges of passkeys, until they are used or expire. */
export const signInCode = pgTable(
  "sign_in_code",
  {
    id: uuid().primaryKey(),
    identifier: text().notNull(),
    value: text().notNull(),
    expiresAt: at("expires_at").notNull(),
    createdAt: at("created_at").notNull().defaultNow(),
    updatedAt: at("updated_at").notNull().defaultNow(),
  },
  (t) => [index("sign_in_code_identifier").on(t.identifier), index("sign_in_code_expiry").on(t.expiresAt)],
);

/** Public keys of passkeys (WebAuthn). */
export const passkey = pgTable(
  "passkey",
  {
    id: uuid().primaryKey(),
    name: text(),
    publicKey: text("public_key").notNull(),
    userId: ofSignInUser(),
    credentialID: text("credential_id").notNull().unique(),
    counter: count("counter"),
    deviceType: text("device_type").notNull(),
    backedUp: boolean("backed_up").notNull(),
    transports: text(),
    aaguid: text(),
    createdAt: at("created_at"),
  },
  (t) => [index("passkey_user").on(t.userId)],
);

/** Who works here: whoever proves to have this mail address has the role. */
export const staff = pgTable("staff", {
  id: uuid().notNull().unique().defaultRandom(),
  /** In small letters. */
  email: text().primaryKey(),
  /** operator | installer */
  role: text().notNull(),
  /** Estates where they have it; null: all, and what is no estate's alone. */
  estates: text().array(),
  invitedBy: text("invited_by").notNull(),
  createdAt: at("created_at").notNull().defaultNow(),
});
