import { isCardUid } from "@baygate/shared/pass";
import { v7 as uuid } from "uuid";
import type { Tx } from "../db/client.ts";
import { type Actor, type House, type Refused, refused } from "../house.ts";
import { markDirty } from "../rules/feed.store.ts";
import { ruleKey } from "../rules/rules.ts";
import {
  type AccountRow,
  type CardRow,
  deleteAccess,
  insertAccess,
  insertAccount,
  insertCard,
  lockAccount,
  lockCard,
  selectAccess,
  selectAccount,
  selectAccounts,
  selectCards,
  selectCredentialRefs,
  selectEstateCurrency,
  selectHolders,
  updateBlocked,
  updateCardRevoked,
} from "./accounts.store.ts";
import { writeAudit } from "./audit.store.ts";

/** What the office sees of an account. */
export interface AccountSeen extends AccountRow {
  readonly access: readonly string[];
  readonly cards: readonly CardRow[];
}

/** What a verb changed for the gates: the estates whose rules feed should run. */
export interface Touched {
  readonly estates: readonly string[];
}

const now = (house: House): Date => new Date(house.clock.wallMs());

async function audited(
  tx: Tx,
  house: House,
  actor: Actor,
  verb: string,
  subject: string,
  detail: Record<string, unknown>,
) {
  await writeAudit(tx, { at: now(house), actor: actor.name, verb, subject, detail });
}

/** Marks the rules of an account and of all its cards and plates at every estate that holds them; answers these estates. */
export async function markHolder(tx: Tx, account: string): Promise<string[]> {
  const estates = await selectHolders(tx, account);
  const { refs, alike } = await selectCredentialRefs(tx, account);
  const keys = [ruleKey.account(account), ...refs.map(ruleKey.credential), ...alike.map(ruleKey.plate)];
  for (const estate of estates) await markDirty(tx, estate, keys);
  return estates;
}

/** One page of accounts, by id. */
export const listAccounts = async (
  house: House,
  page: { after?: string | undefined; search?: string | undefined; limit: number },
): Promise<AccountRow[]> => await selectAccounts(house.db, page);

/** An account with its access and cards. */
export async function readAccount(house: House, id: string): Promise<AccountSeen | Refused<"account-unknown">> {
  const row = await selectAccount(house.db, id);
  if (!row) return refused("account-unknown");
  return { ...row, access: await selectAccess(house.db, id), cards: await selectCards(house.db, id) };
}

/** Opens an account with an empty wallet; no estate knows it yet. */
export async function openAccount(
  house: House,
  actor: Actor,
  asked: { name: string; currency: string },
): Promise<AccountSeen> {
  return await house.db.tx(async (tx) => {
    const row: AccountRow = {
      ...{ id: uuid(), ...asked, kind: "person", rank: null, creditLimitMinor: null, autoTopUp: null },
      ...{ language: null, blockedAt: null, erasedAt: null, createdAt: now(house) },
    };
    await insertAccount(tx, row);
    await audited(tx, house, actor, "account.opened", row.id, { currency: row.currency });
    return { ...row, access: [], cards: [] };
  });
}

/** Blocks an account, or lifts the block. Cars inside still get out. Doing it twice changes nothing. */
export async function blockAccount(
  house: House,
  actor: Actor,
  id: string,
  asked: { blocked: boolean; reason: string },
): Promise<Touched | Refused<"account-unknown">> {
  return await house.db.tx(async (tx) => {
    const row = await lockAccount(tx, id);
    if (!row) return refused("account-unknown");
    if ((row.blockedAt !== null) === asked.blocked) return { estates: [] };
    await updateBlocked(tx, id, asked.blocked ? now(house) : null);
    const estates = await markHolder(tx, id);
    await audited(tx, house, actor, asked.blocked ? "account.blocked" : "account.unblocked", id, {
      reason: asked.reason,
    });
    return { estates };
  });
}

/** Lets an account park at an estate. Money of another currency cannot pay there. */
export async function grantAccess(
  house: House,
  actor: Actor,
  id: string,
  at: string,
): Promise<Touched | Refused<"account-unknown" | "estate-unknown" | "currency-mismatch">> {
  return await house.db.tx(async (tx) => {
    const row = await lockAccount(tx, id);
    if (!row) return refused("account-unknown");
    const place = await selectEstateCurrency(tx, at);
    if (!place) return refused("estate-unknown");
    if (place.currency !== row.currency)
      return refused("currency-mismatch", `The account holds ${row.currency}, ${at} charges ${place.currency}.`);
    if (!(await insertAccess(tx, id, at))) return { estates: [] };
    await markHolder(tx, id);
    await audited(tx, house, actor, "access.granted", id, { estate: at });
    return { estates: [at] };
  });
}

/** Takes an account off an estate's gates; while its car is there, they go on knowing it for the way out alone. */
export async function withdrawAccess(
  house: House,
  actor: Actor,
  id: string,
  at: string,
): Promise<Touched | Refused<"account-unknown">> {
  return await house.db.tx(async (tx) => {
    if (!(await lockAccount(tx, id))) return refused("account-unknown");
    // Marked before it goes: afterwards nothing says where this account's rules are held.
    await markHolder(tx, id);
    if (await deleteAccess(tx, id, at)) await audited(tx, house, actor, "access.withdrawn", id, { estate: at });
    return { estates: [at] };
  });
}

/** Plain cards are told by their UID; a card with a key must prove itself (tier D). */
export type CardKind = "plain" | "aes";

/**
 * Gives an account a card. Of its UID only the keyed hash is kept; of a card with a key, that key: it is made of the UID.
 *
 * @param cardRef the house's keyed hash.
 * @param cardAes the key of the card with this UID (card-keys.ts).
 */
export async function addCard(
  house: House & { readonly cardRef: (uid: Uint8Array) => string; readonly cardAes: (uid: Uint8Array) => string },
  actor: Actor,
  id: string,
  asked: { uid: Uint8Array; label: string; kind: CardKind },
): Promise<(CardRow & Touched) | Refused<"account-unknown" | "card-uid-invalid" | "card-taken">> {
  if (!isCardUid(asked.uid)) return refused("card-uid-invalid");
  // NTAG 424 DNA and DESFire have seven bytes, and nothing else can hold a key.
  if (asked.kind === "aes" && asked.uid.length !== 7) return refused("card-uid-invalid");
  const row: CardRow = {
    ref: house.cardRef(asked.uid),
    aes: asked.kind === "aes" ? house.cardAes(asked.uid) : null,
    account: id,
    label: asked.label,
    vehicle: null,
    revokedAt: null,
    createdAt: now(house),
  };
  return await house.db.tx(async (tx) => {
    if (!(await lockAccount(tx, id))) return refused("account-unknown");
    if (!(await insertCard(tx, row))) return refused("card-taken");
    const estates = await markHolder(tx, id);
    await audited(tx, house, actor, "card.added", id, { card: row.ref, kind: asked.kind });
    return { ...row, estates };
  });
}

/** Revokes a card for good; doing it twice changes nothing. */
export async function revokeCard(
  house: House,
  actor: Actor,
  ref: string,
): Promise<(CardRow & Touched) | Refused<"card-unknown">> {
  return await house.db.tx(async (tx) => {
    const row = await lockCard(tx, ref);
    if (!row) return refused("card-unknown");
    if (row.revokedAt) return { ...row, estates: [] };
    const revokedAt = now(house);
    await updateCardRevoked(tx, ref, revokedAt);
    const estates = await markHolder(tx, row.account);
    await audited(tx, house, actor, "card.revoked", row.account, { card: ref });
    return { ...row, revokedAt, estates };
  });
}
