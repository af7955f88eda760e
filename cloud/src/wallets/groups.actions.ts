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
  markGroup,
  selectBilledStays,
  selectKinds,
  selectMembers,
  selectMembership,
  selectOtherMoves,
  upsertMember,
} from "./groups.store.ts";
import { monthOf } from "./groups.ts";
import { lockWallets } from "./wallets.store.ts";

/** A group with its members, and what it has paid for each this month. */
export interface Group {
  readonly id: AccountRef;
  readonly name: string;
  readonly currency: Currency;
  /** "2026-11", by the calendar of UTC. */
  readonly month: string;
  readonly members: readonly MemberRow[];
}

async function audited(tx: Tx, house: House, actor: Actor, verb: string, subject: string, detail: object) {
  const at = new Date(house.clock.wallMs());
  await writeAudit(tx, { at, actor: actor.name, verb, subject, detail: { ...detail } });
}

const monthNow = (house: House): string => monthOf(house.clock.wallMs(), "UTC");

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
    return { id, ...asked, month: monthNow(house), members: [] };
  });
}

/** A group as it is; `by`: as one of its managers sees it, and nobody else. */
export async function readGroup(
  house: House,
  id: AccountRef,
  by?: AccountRef,
): Promise<Group | Refused<"group-unknown">> {
  return (await groupOf(house.db, house, id, by)) ?? refused("group-unknown");
}

async function groupOf(
  db: Pick<Tx, "orm">,
  house: House,
  id: AccountRef,
  by: AccountRef | undefined,
): Promise<Group | undefined> {
  const [row] = await selectKinds(db, [id]);
  if (row?.kind !== "group") return undefined;
  const month = monthNow(house);
  const members = await selectMembers(db, id, month);
  if (by !== undefined && !members.some(({ account, manages }) => account === by && manages)) return undefined;
  return { id, name: row.name, currency: row.currency, month, members };
}

/** Groups that pay for an account, with what they have paid this month: one, or none. */
export async function listMemberships(
  house: House,
  account: AccountRef,
): Promise<(Group & { readonly me: MemberRow })[]> {
  const membership = await selectMembership(house.db, account);
  const group = membership && (await groupOf(house.db, house, membership.group, undefined));
  const me = group?.members.find((each) => each.account === account);
  return group && me ? [{ ...group, me }] : [];
}

/** Why an account cannot be a member: `member-elsewhere`, it is of another group; `group-nested`, it is a group itself. */
export type NotAMember =
  | "group-unknown"
  | "account-unknown"
  | "member-elsewhere"
  | "group-nested"
  | "currency-mismatch";

/** What is agreed about a member; what is left out stays as it is. */
export interface MemberTerms {
  readonly monthlyLimitMinor?: bigint | null | undefined;
  /** May invite and dismiss members, and see the group's bills. */
  readonly manages?: boolean | undefined;
}

/** Makes an account a member of a group, or changes its terms. From now on the group pays for its stays, as far as the limit goes. */
export const putMember = (
  house: House,
  actor: Actor,
  group: AccountRef,
  asked: MemberTerms & { readonly account: AccountRef },
): Promise<Group | Refused<NotAMember>> => house.db.tx((tx) => joinGroup(tx, house, actor, group, asked));

/** `putMember` in the caller's transaction. */
export async function joinGroup(
  tx: Tx,
  house: House,
  actor: Actor,
  group: AccountRef,
  { account, ...terms }: MemberTerms & { readonly account: AccountRef },
): Promise<Group | Refused<NotAMember>> {
  // The wallets' locks keep charges and holds of the member away while its payer changes.
  await lockWallets(tx, [group, account].sort());
  const kinds = new Map((await selectKinds(tx, [group, account])).map((row) => [row.id, row]));
  const [owner, member] = [kinds.get(group), kinds.get(account)];
  if (owner?.kind !== "group") return refused("group-unknown");
  if (!member) return refused("account-unknown");
  if (member.kind === "group") return refused("group-nested");
  if (member.currency !== owner.currency)
    return refused("currency-mismatch", `The group pays in ${owner.currency}, the account in ${member.currency}.`);
  const before = await selectMembership(tx, account);
  if (before && before.group !== group) return refused("member-elsewhere");
  await saveTerms(tx, house, actor, { group, account, ...terms }, before);
  return (await groupOf(tx, house, group, undefined)) ?? refused("group-unknown");
}

async function saveTerms(
  tx: Tx,
  house: House,
  actor: Actor,
  { group, account, ...terms }: MemberTerms & { readonly group: AccountRef; readonly account: AccountRef },
  before: { readonly monthlyLimitMinor: bigint | null; readonly manages: boolean } | undefined,
): Promise<void> {
  const { monthlyLimitMinor = before?.monthlyLimitMinor ?? null, manages = before?.manages ?? false } = terms;
  const joinedAt = new Date(house.clock.wallMs());
  await upsertMember(tx, { account, group, monthlyLimitMinor, manages, joinedAt });
  await markAccounts(tx, [account]);
  if (before === undefined) await markGroup(tx, group);
  const limit = monthlyLimitMinor === null ? null : String(monthlyLimitMinor);
  const verb = before ? "group.member-changed" : "group.member-added";
  await audited(tx, house, actor, verb, group, { account, limit, manages });
}

/** Who asks: one of the group's managers, or the member itself, who leave no members without a manager; or the office, which may. */
export type GroupRight = { readonly by: AccountRef } | "self" | "office";

/** The group's members under its lock, as far as whoever asks may see them. */
async function lockMembers(tx: Tx, house: House, group: AccountRef, account: AccountRef, right: GroupRight) {
  await lockWallets(tx, [group, account].sort());
  const found = await groupOf(tx, house, group, typeof right === "string" ? undefined : right.by);
  if (!found) return refused("group-unknown");
  const member = found.members.find((each) => each.account === account);
  return member ? { member, others: found.members.filter((each) => each !== member) } : refused("account-unknown");
}

/** Whether nobody would manage the members that are left. */
const isOrphaned = (right: GroupRight, left: readonly MemberRow[]): boolean =>
  right !== "office" && left.length > 0 && !left.some(({ manages }) => manages);

/** Changes what is agreed about a member. */
export async function changeMember(
  house: House,
  actor: Actor,
  group: AccountRef,
  { account, ...terms }: MemberTerms & { readonly account: AccountRef },
  right: GroupRight,
): Promise<Group | Refused<"group-unknown" | "account-unknown" | "manager-last">> {
  return await house.db.tx(async (tx) => {
    const found = await lockMembers(tx, house, group, account, right);
    if ("refused" in found) return found;
    const { member, others } = found;
    const after = { ...member, manages: terms.manages ?? member.manages };
    if (isOrphaned(right, [...others, after])) return refused("manager-last");
    await saveTerms(tx, house, actor, { group, account, ...terms }, member);
    return (await groupOf(tx, house, group, undefined)) ?? refused("group-unknown");
  });
}

/** Ends a membership. Open visits are paid by whoever is to pay when they end; what the group holds for them is given back then. */
export async function removeMember(
  house: House,
  actor: Actor,
  group: AccountRef,
  account: AccountRef,
  right: GroupRight = "office",
): Promise<Group | Refused<"group-unknown" | "account-unknown" | "manager-last">> {
  return await house.db.tx(async (tx) => {
    const found = await lockMembers(tx, house, group, account, right);
    if ("refused" in found) return found;
    if (found.member.manages && isOrphaned(right, found.others)) return refused("manager-last");
    await deleteMember(tx, account);
    await markAccounts(tx, [account]);
    await markGroup(tx, group);
    await audited(tx, house, actor, "group.member-removed", group, { account });
    return (await groupOf(tx, house, group, undefined)) ?? refused("group-unknown");
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
 * @param month "2026-11", by the calendar of the estate where a stay, a subscription or a voucher was; of top-ups by UTC.
 * @param by as one of its managers sees it, and nobody else.
 */
export async function groupBill(
  house: House,
  group: AccountRef,
  month: string,
  by?: AccountRef,
): Promise<GroupBill | Refused<"group-unknown">> {
  return await house.db.tx(async (tx) => {
    const row = await lockAccount(tx, group);
    if (row?.kind !== "group" || !(await groupOf(tx, house, group, by))) return refused("group-unknown");
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
