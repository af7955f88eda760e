import type { AccountRef, SessionId } from "@baygate/shared/ids";
import type { Currency } from "@baygate/shared/money";
import { v7 as uuidv7 } from "uuid";
import { insertAccount, lockAccount } from "../accounts/accounts.store.ts";
import { writeAudit } from "../accounts/audit.store.ts";
import type { Tx } from "../db/client.ts";
import { type Actor, type House, type Refused, refused } from "../house.ts";
import { markAccounts } from "../rules/feed.store.ts";
import {
  type BilledStay,
  deleteMember,
  type MemberRow,
  selectBilledStays,
  selectKinds,
  selectMembers,
  selectMembership,
  selectOtherMoves,
  upsertMember,
} from "./groups.store.ts";
import { lockWallets } from "./wallets.store.ts";

/** A group with its members. */
export interface Group {
  readonly id: AccountRef;
  readonly name: string;
  readonly currency: Currency;
  readonly members: readonly MemberRow[];
}

async function audited(tx: Tx, house: House, actor: Actor, verb: string, subject: string, detail: object) {
  const at = new Date(house.clock.wallMs());
  await writeAudit(tx, { at, actor: actor.name, verb, subject, detail: { ...detail } });
}

/** Opens a group: an account that others are members of, with one wallet and one bill. */
export async function openGroup(
  house: House,
  actor: Actor,
  asked: { readonly name: string; readonly currency: Currency },
): Promise<Group> {
  return await house.db.tx(async (tx) => {
    const id = uuidv7();
    await insertAccount(tx, { id, ...asked, kind: "group", createdAt: new Date(house.clock.wallMs()) });
    await audited(tx, house, actor, "group.opened", id, { currency: asked.currency });
    return { id, ...asked, members: [] };
  });
}

/** A group with its members. */
export async function readGroup(house: House, id: AccountRef): Promise<Group | Refused<"group-unknown">> {
  const [row] = await selectKinds(house.db, [id]);
  if (row?.kind !== "group") return refused("group-unknown");
  const { name, currency } = row;
  return { id, name, currency, members: await selectMembers(house.db, id) };
}

/** Why an account cannot be a member: `member-elsewhere`, it is of another group; `group-nested`, it is a group itself. */
export type NotAMember =
  | "group-unknown"
  | "account-unknown"
  | "member-elsewhere"
  | "group-nested"
  | "currency-mismatch";

/** Makes an account a member of a group, or changes its limit. From now on the group pays for its stays, as far as the limit goes. */
export async function putMember(
  house: House,
  actor: Actor,
  group: AccountRef,
  asked: { readonly account: AccountRef; readonly monthlyLimitMinor: bigint | null },
): Promise<Group | Refused<NotAMember>> {
  return await house.db.tx(async (tx) => {
    // The wallets' locks keep charges and holds of the member away while its payer changes.
    await lockWallets(tx, [group, asked.account].sort());
    const kinds = new Map((await selectKinds(tx, [group, asked.account])).map((row) => [row.id, row]));
    const [owner, member] = [kinds.get(group), kinds.get(asked.account)];
    if (owner?.kind !== "group") return refused("group-unknown");
    if (!member) return refused("account-unknown");
    if (member.kind === "group") return refused("group-nested");
    if (member.currency !== owner.currency)
      return refused("currency-mismatch", `The group pays in ${owner.currency}, the account in ${member.currency}.`);
    const before = await selectMembership(tx, asked.account);
    if (before && before.group !== group) return refused("member-elsewhere");
    await upsertMember(tx, { ...asked, group, joinedAt: new Date(house.clock.wallMs()) });
    await markAccounts(tx, [asked.account]);
    const limit = asked.monthlyLimitMinor === null ? null : String(asked.monthlyLimitMinor);
    await audited(tx, house, actor, before ? "group.limit-changed" : "group.member-added", group, {
      account: asked.account,
      limit,
    });
    return { id: group, name: owner.name, currency: owner.currency, members: await selectMembers(tx, group) };
  });
}

/** Ends a membership. Open visits are paid by whoever is to pay when they end; what the group holds for them is given back then. */
export async function removeMember(
  house: House,
  actor: Actor,
  group: AccountRef,
  account: AccountRef,
): Promise<Group | Refused<"group-unknown" | "account-unknown">> {
  return await house.db.tx(async (tx) => {
    await lockWallets(tx, [group, account].sort());
    const [owner] = await selectKinds(tx, [group]);
    if (owner?.kind !== "group") return refused("group-unknown");
    const before = await selectMembership(tx, account);
    if (before?.group !== group) return refused("account-unknown");
    await deleteMember(tx, account);
    await markAccounts(tx, [account]);
    await audited(tx, house, actor, "group.member-removed", group, { account });
    return { id: group, name: owner.name, currency: owner.currency, members: await selectMembers(tx, group) };
  });
}

/** What a group paid for a member in a month. */
export interface MemberBill {
  readonly account: AccountRef;
  readonly name: string;
  readonly totalMinor: bigint;
  readonly stays: readonly {
    readonly session: SessionId;
    readonly estate: string;
    readonly departedAt: Date;
    readonly totalMinor: bigint;
  }[];
}

/** A group's bill of a month. */
export interface GroupBill {
  readonly group: AccountRef;
  readonly month: string;
  readonly currency: Currency;
  readonly members: readonly MemberBill[];
  /** What else moved its money: top-ups positive, fees negative. */
  readonly others: readonly {
    readonly id: string;
    readonly at: Date;
    readonly kind: string;
    readonly words: string;
    readonly amountMinor: bigint;
  }[];
  /** What the stays cost together. */
  readonly totalMinor: bigint;
}

/**
 * The one bill of a group for a month: its members' stays that it paid, as they count now, member by member.
 *
 * @param month "2026-11", by the calendar of each stay's estate.
 */
export async function groupBill(
  house: House,
  group: AccountRef,
  month: string,
): Promise<GroupBill | Refused<"group-unknown">> {
  return await house.db.tx(async (tx) => {
    const row = await lockAccount(tx, group);
    if (row?.kind !== "group") return refused("group-unknown");
    const stays = await selectBilledStays(tx, group, month);
    const members = byMember(stays);
    const totalMinor = stays.reduce((sum, stay) => sum + stay.totalMinor, 0n);
    return {
      group,
      month,
      currency: row.currency,
      members,
      totalMinor,
      others: await selectOtherMoves(tx, group, month),
    };
  });
}

function byMember(stays: readonly BilledStay[]): MemberBill[] {
  const bills = new Map<AccountRef, { account: AccountRef; name: string; totalMinor: bigint; stays: BilledStay[] }>();
  for (const stay of stays) {
    const bill = bills.get(stay.account) ?? { account: stay.account, name: stay.name, totalMinor: 0n, stays: [] };
    bills.set(stay.account, { ...bill, totalMinor: bill.totalMinor + stay.totalMinor, stays: [...bill.stays, stay] });
  }
  return [...bills.values()].sort((a, b) => a.name.localeCompare(b.name, "en") || (a.account < b.account ? -1 : 1));
}
