import { createHash, randomBytes } from "node:crypto";
import { selectEstates } from "../estates/estates.store.ts";
import { type Actor, type House, type Refused, refused } from "../house.ts";
import {
  deleteKey,
  deleteToken,
  insertToken,
  selectAccount,
  selectKeys,
  selectToken,
  selectTokens,
  type TokenRow,
} from "./accounts.store.ts";
import { writeAudit } from "./audit.store.ts";
import { type Held, isScope, type Scope, type StaffRole } from "./permits.ts";

/** SHA-256 in hex, under which tokens are kept: they are 256 random bits, so no slow hash is needed. */
export const tokenHash = (token: string): string => createHash("sha256").update(token).digest("hex");

/** 256 random bits, with a prefix by which scanners for leaked secrets can know them. */
export const newToken = (kind: "driver" | "operator" | "integrator" | "gate"): string =>
  `baygate_${kind}_${randomBytes(32).toString("base64url")}`;

/** Who asks, in one role. */
export type Bearer = Held &
  ({ readonly actor: Actor } & (
    | { readonly role: StaffRole | "integrator" }
    | { readonly role: "driver"; readonly account: string; readonly session?: string }
  ));

/** Finds out who bears this token. */
export async function bearerOf(
  house: House,
  token: string,
): Promise<Bearer | Refused<"token-unknown" | "token-expired">> {
  const row = await selectToken(house.db, tokenHash(token));
  if (!row) return refused("token-unknown");
  if (row.expiresAt && row.expiresAt.getTime() <= house.clock.wallMs()) return refused("token-expired");
  if (row.role === "operator") return { role: "operator", estates: null, actor: { name: `operator:${row.label}` } };
  if (row.role === "integrator") {
    const { scopes, estates, label } = row;
    return { role: "integrator", scopes: scopes.filter(isScope), estates, actor: { name: `integrator:${label}` } };
  }
  if (row.role === "driver" && row.account)
    return { role: "driver", account: row.account, actor: { name: `driver:${row.account}` } };
  return refused("token-unknown");
}

/** Makes a driver's token. The token itself is in this answer and nowhere else. */
export async function issueDriverToken(
  house: House,
  actor: Actor,
  account: string,
  asked: { label: string; expiresAt?: Date | undefined },
): Promise<{ readonly token: string; readonly row: TokenRow } | Refused<"account-unknown">> {
  return await house.db.tx(async (tx) => {
    if (!(await selectAccount(tx, account))) return refused("account-unknown");
    const token = newToken("driver");
    const row: TokenRow = {
      hash: tokenHash(token),
      role: "driver",
      account,
      label: asked.label,
      ...{ scopes: [], estates: null },
      createdAt: new Date(house.clock.wallMs()),
      expiresAt: asked.expiresAt ?? null,
    };
    await insertToken(tx, row);
    const detail = { token: row.hash.slice(0, 12) };
    await writeAudit(tx, { at: row.createdAt, actor: actor.name, verb: "token.issued", subject: account, detail });
    return { token, row };
  });
}

/** A driver's tokens, without the tokens. */
export const listTokens = async (house: House, account: string): Promise<TokenRow[]> =>
  await selectTokens(house.db, account);

/** Ends a driver's token. `id`: the first 12 characters of its hash, as listed. */
export async function endToken(
  house: House,
  actor: Actor,
  account: string,
  id: string,
): Promise<object | Refused<"token-not-found">> {
  return await house.db.tx(async (tx) => {
    if (!(await deleteToken(tx, account, id))) return refused("token-not-found");
    const at = new Date(house.clock.wallMs());
    await writeAudit(tx, { at, actor: actor.name, verb: "token.ended", subject: account, detail: { token: id } });
    return {};
  });
}

/** Makes an integrator's key. The key itself is in this answer and nowhere else. */
export async function issueKey(
  house: House,
  actor: Actor,
  asked: {
    readonly label: string;
    readonly scopes: readonly Scope[];
    readonly estates: readonly string[] | null;
    readonly expiresAt: Date | null;
  },
): Promise<{ readonly token: string; readonly row: TokenRow } | Refused<"estate-unknown">> {
  const known = new Set((await selectEstates(house.db)).map(({ id }) => id));
  if (asked.estates?.some((estate) => !known.has(estate))) return refused("estate-unknown");
  return await house.db.tx(async (tx) => {
    const token = newToken("integrator");
    const { label, expiresAt } = asked;
    const [scopes, estates] = [[...new Set(asked.scopes)].sort(), asked.estates && [...new Set(asked.estates)].sort()];
    const createdAt = new Date(house.clock.wallMs());
    const row: TokenRow = {
      ...{ hash: tokenHash(token), role: "integrator", account: null, label, scopes, estates, createdAt, expiresAt },
    };
    await insertToken(tx, row);
    const subject = row.hash.slice(0, 12);
    await writeAudit(tx, {
      at: createdAt,
      actor: actor.name,
      verb: "key.issued",
      subject,
      detail: { scopes, estates },
    });
    return { token, row };
  });
}

/** One page of integrators' keys, without the keys, by their hashes. */
export const listKeys = (house: House, page: Parameters<typeof selectKeys>[1]): Promise<TokenRow[]> =>
  selectKeys(house.db, page);

/** Ends an integrator's key, at once. `id`: the first 12 characters of its hash, as listed. */
export async function endKey(house: House, actor: Actor, id: string): Promise<object | Refused<"token-not-found">> {
  return await house.db.tx(async (tx) => {
    if (!(await deleteKey(tx, id))) return refused("token-not-found");
    const at = new Date(house.clock.wallMs());
    await writeAudit(tx, { at, actor: actor.name, verb: "key.ended", subject: id, detail: {} });
    return {};
  });
}
