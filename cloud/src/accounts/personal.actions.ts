import type { AccountRef } from "@baygate/shared/ids";
import { takeRightBackIn } from "../access/access.actions.ts";
import { selectRightsOf } from "../access/access.store.ts";
import { isStanding } from "../access/access.ts";
import type { Tx } from "../db/client.ts";
import { type Actor, type House, type Refused, refused } from "../house.ts";
import { forgetNotices } from "../notify/notices.store.ts";
import { revokeDeviceIn } from "../passes/devices.actions.ts";
import { selectDevices } from "../passes/devices.store.ts";
import { takeTicketsBackIn } from "../passes/tickets.actions.ts";
import { lockWallets } from "../wallets/wallets.store.ts";
import { markHolder } from "./accounts.actions.ts";
import { lockAccount, selectAccount } from "./accounts.store.ts";
import { writeAudit } from "./audit.store.ts";
import { type ConsentRow, saveConsent, selectConsents, selectPerson } from "./people.store.ts";
import { endDisputes, erasePersonal, type PersonalRow, selectPersonal, selectUnfinished } from "./personal.store.ts";

/** What somebody may agree to. Nobody parks without the terms; `habits`: it may be learnt when one usually comes. */
export const CONSENT_KINDS = ["terms", "habits", "marketing"] as const;
export type ConsentKind = (typeof CONSENT_KINDS)[number];

/** What somebody has said last; null: nothing yet, which is no. */
export interface Consent {
  readonly kind: ConsentKind;
  readonly given: boolean;
  readonly saidAt: Date | null;
}

const consentOf = (kind: ConsentKind, row: ConsentRow | undefined): Consent => ({
  ...{ kind, given: row?.given ?? false, saidAt: row?.saidAt ?? null },
});

/** Every consent there is, given or not. */
export async function listConsents(house: House, account: AccountRef): Promise<Consent[]> {
  const rows = await selectConsents(house.db, account);
  return CONSENT_KINDS.map((kind) =>
    consentOf(
      kind,
      rows.find((row) => row.kind === kind),
    ),
  );
}

/** Gives a consent, or takes it back: but for the terms, without which there is no account. */
export async function sayConsent(
  house: House,
  actor: Actor,
  account: AccountRef,
  { kind, given }: { readonly kind: ConsentKind; readonly given: boolean },
): Promise<Consent | Refused<"consent-needed">> {
  const saidAt = new Date(house.clock.wallMs());
  return await house.db.tx(async (tx) => {
    const before = (await selectConsents(tx, account)).find((row) => row.kind === kind);
    if (kind === "terms" && !given && before?.given) return refused("consent-needed");
    const row = { account, kind, given, saidAt };
    await saveConsent(tx, row);
    const line = { at: saidAt, actor: actor.name, verb: "consent.said", subject: account };
    await writeAudit(tx, { ...line, detail: { kind, given } });
    return consentOf(kind, row);
  });
}

const whoseIs = async (tx: Tx, account: AccountRef) => ({
  ...{ account, email: (await selectPerson(tx, account))?.email ?? null },
});

/** Everything that is kept about somebody, for them to take along. */
export async function readPersonal(
  house: House,
  account: AccountRef,
): Promise<{ readonly data: Readonly<Record<string, readonly PersonalRow[]>> } | Refused<"account-unknown">> {
  return await house.db.tx(async (tx) => {
    if (!(await selectAccount(tx, account))) return refused("account-unknown");
    return { data: await selectPersonal(tx, await whoseIs(tx, account)) };
  });
}

/** What is left of an account that was deleted. */
export interface Erased {
  /** What its wallet still holds: the ledger goes on owing it, under the account's id. */
  readonly restMinor: bigint;
  readonly currency: string;
  /** Where rules follow. */
  readonly estates: readonly string[];
}

/**
 * Deletes an account: everything that says whose it was goes, everywhere people sign in is signed out, and nothing of theirs opens a gate
 * any more. The ledger, stays and receipts stay, under the account's id alone.
 */
export async function eraseAccount(
  house: House,
  actor: Actor,
  account: AccountRef,
): Promise<Erased | Refused<"account-unknown" | "stay-running" | "debt-open" | "payment-running">> {
  return await house.db.tx(async (tx) => {
    // Before anything else is locked, as whoever charges does.
    const wallet = (await lockWallets(tx, [account])).get(account);
    const row = await lockAccount(tx, account);
    if (!wallet || !row || row.erasedAt || row.kind !== "person") return refused("account-unknown");
    const { isInside, isPaying } = await selectUnfinished(tx, account);
    if (isInside) return refused("stay-running");
    if (wallet.debtMinor > 0n) return refused("debt-open");
    if (isPaying) return refused("payment-running");

    const at = new Date(house.clock.wallMs());
    const estates = new Set(await markHolder(tx, account));
    for (const { id } of await selectDevices(tx, account)) {
      const revoked = await revokeDeviceIn(tx, house, actor, account, id);
      if (!("refused" in revoked)) for (const estate of revoked.estates) estates.add(estate);
    }
    for (const { id } of (await selectRightsOf(tx, account)).filter((right) => isStanding(right, at))) {
      const ended = await takeRightBackIn(tx, house, actor, id);
      if (!("refused" in ended)) for (const estate of ended.estates) estates.add(estate);
    }
    for (const estate of await takeTicketsBackIn(tx, house, actor, account)) estates.add(estate);
    await endDisputes(tx, account, at);
    await forgetNotices(tx, account);
    await erasePersonal(tx, await whoseIs(tx, account), at);
    const rest = { restMinor: wallet.balanceMinor, currency: wallet.currency };
    const detail = { rest: String(rest.restMinor), currency: rest.currency };
    await writeAudit(tx, { at, actor: actor.name, verb: "account.erased", subject: account, detail });
    return { ...rest, estates: [...estates] };
  });
}
