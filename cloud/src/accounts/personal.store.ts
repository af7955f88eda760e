import { eq, inArray, type SQL, sql } from "drizzle-orm";
import type { PgColumn, PgTable } from "drizzle-orm/pg-core";
import type { Tx } from "../db/client.ts";
import { schema as db } from "../db/schema.ts";

// What the database keeps about a person, table by table: what of it is handed out when they ask for their data, and what becomes of it
// when they have it deleted. Every table with a person in it stands here, or the test of it says so.

/** Whose personal data it is. The mail address of whoever signs in; null: nobody does. */
export interface Whose {
  readonly account: string;
  readonly email: string | null;
}

interface Kept {
  readonly table: PgTable;
  readonly whose: (whose: Whose) => SQL;
  /** Columns that are not handed out: keys and their hashes, of use to nobody but a thief. */
  readonly hides?: readonly string[];
  /** Gone with the account, blanked, or kept since the books need it: what is kept knows the account's id alone. */
  readonly erased: "gone" | "kept" | Readonly<Record<string, unknown>>;
}

const of =
  (column: PgColumn) =>
  ({ account }: Whose): SQL =>
    eq(column, account);
const to =
  (column: PgColumn) =>
  ({ email }: Whose): SQL =>
    email === null ? sql`false` : eq(column, email);

const ownPayments = ({ account }: Whose): SQL =>
  sql`(select ${db.payment.id} from ${db.payment} where ${db.payment.account} = ${account})`;
const ownTransactions = ({ account }: Whose): SQL =>
  sql`(select ${db.ledgerTransaction.id} from ${db.ledgerTransaction} where ${db.ledgerTransaction.account} = ${account})`;

/** The name of an account whose owner had it deleted. */
export const ERASED_NAME = "(deleted)";

export const PERSONAL: Readonly<Record<string, Kept>> = {
  account: {
    ...{ table: db.account, whose: of(db.account.id) },
    erased: { name: ERASED_NAME, language: null, autoTopUp: null, rank: null, creditLimitMinor: null },
  },
  person: { table: db.signInUser, whose: of(db.signInUser.id), erased: "gone" },
  sessions: { table: db.signInSession, whose: of(db.signInSession.userId), hides: ["token"], erased: "gone" },
  passkeys: { table: db.passkey, whose: of(db.passkey.userId), erased: "gone" },
  signInMethods: {
    ...{ table: db.signInMethod, whose: of(db.signInMethod.userId) },
    ...{ hides: ["accessToken", "refreshToken", "idToken", "password"], erased: "gone" },
  },
  codes: {
    table: db.signInCode,
    // As better-auth calls its codes.
    whose: ({ account, email }) =>
      sql`${db.signInCode.identifier} = ${`sign-in-otp-${email}`} or starts_with(${db.signInCode.identifier}, ${`change-email-otp-${account}:`})`,
    ...{ hides: ["value"], erased: "gone" },
  },
  staff: { table: db.staff, whose: to(db.staff.email), erased: "gone" },
  consents: { table: db.consent, whose: of(db.consent.account), erased: "gone" },
  access: { table: db.access, whose: of(db.access.account), erased: "gone" },
  tokens: { table: db.token, whose: of(db.token.account), hides: ["hash"], erased: "gone" },
  cards: { table: db.card, whose: of(db.card.account), hides: ["aes"], erased: "gone" },
  vehicles: { table: db.vehicle, whose: of(db.vehicle.account), erased: "gone" },
  // A key that is given up stays known until its certificates have ended, so that gates deny them.
  devices: { table: db.device, whose: of(db.device.account), erased: { label: "" } },
  cardLinks: { table: db.cardLink, whose: of(db.cardLink.account), erased: "gone" },
  gateOpenings: { table: db.gateOpening, whose: of(db.gateOpening.account), erased: "kept" },
  // Whom somebody invited. What was printed opens nothing any more when the account is deleted.
  visitorTickets: {
    ...{ table: db.visitorTicket, whose: of(db.visitorTicket.host) },
    ...{ hides: ["ref"], erased: { label: "", plate: null } },
  },
  rights: { table: db.bayRight, whose: of(db.bayRight.account), erased: "kept" },
  membership: { table: db.groupMember, whose: of(db.groupMember.account), erased: "gone" },
  groupSpends: { table: db.groupSpend, whose: of(db.groupSpend.account), erased: "kept" },
  invitations: { table: db.groupInvitation, whose: to(db.groupInvitation.email), erased: "gone" },
  subscriptions: { table: db.subscription, whose: of(db.subscription.account), erased: { renews: false } },
  vouchers: { table: db.voucher, whose: of(db.voucher.account), hides: ["codeHash"], erased: "kept" },
  visits: { table: db.session, whose: of(db.session.account), erased: "kept" },
  stays: { table: db.stay, whose: of(db.stay.account), erased: "kept" },
  departures: { table: db.unmatchedDeparture, whose: of(db.unmatchedDeparture.account), erased: "kept" },
  receipts: { table: db.receipt, whose: of(db.receipt.account), erased: "kept" },
  disputes: { table: db.dispute, whose: of(db.dispute.account), erased: { words: "", answer: null } },
  wallet: { table: db.wallet, whose: of(db.wallet.account), erased: "kept" },
  holds: { table: db.hold, whose: of(db.hold.account), erased: "kept" },
  transactions: { table: db.ledgerTransaction, whose: of(db.ledgerTransaction.account), erased: "kept" },
  entries: {
    table: db.ledgerEntry,
    whose: (whose) => inArray(db.ledgerEntry.transaction, ownTransactions(whose)),
    erased: "kept",
  },
  paymentMethods: { table: db.paymentMethod, whose: of(db.paymentMethod.account), erased: "gone" },
  payments: { table: db.payment, whose: of(db.payment.account), erased: "kept" },
  // What a provider said may name the payer.
  paymentEvents: {
    table: db.paymentEvent,
    whose: (whose) => inArray(db.paymentEvent.payment, ownPayments(whose)),
    erased: { content: {} },
  },
  noticeWishes: { table: db.noticeWish, whose: of(db.noticeWish.account), erased: "gone" },
  pushSubscriptions: {
    ...{ table: db.pushSubscription, whose: of(db.pushSubscription.account) },
    ...{ hides: ["p256dh", "auth"], erased: "gone" },
  },
  favourites: { table: db.favourite, whose: of(db.favourite.account), erased: "gone" },
  notices: { table: db.noticeDelivery, whose: of(db.noticeDelivery.account), erased: "gone" },
  noticesDue: { table: db.noticeDue, whose: of(db.noticeDue.account), erased: "gone" },
  doings: {
    table: db.audit,
    whose: ({ account }) => eq(db.audit.actor, `driver:${account}`),
    erased: "kept",
  },
};

export type PersonalRow = Readonly<Record<string, unknown>>;

/** Everything that is kept about somebody, by the names of the register, rows as they stand but for what it hides. */
export async function selectPersonal(tx: Tx, whose: Whose): Promise<Record<string, PersonalRow[]>> {
  const all: Record<string, PersonalRow[]> = {};
  for (const [name, kept] of Object.entries(PERSONAL)) {
    const rows: PersonalRow[] = await tx.orm.select().from(kept.table).where(kept.whose(whose));
    all[name] = rows.map((row) =>
      Object.fromEntries(Object.entries(row).filter(([column]) => !kept.hides?.includes(column))),
    );
  }
  return all;
}

/** Takes away everything that says who somebody was. The account's row stays, marked. */
export async function erasePersonal(tx: Tx, whose: Whose, at: Date): Promise<void> {
  for (const { table, whose: which, erased } of Object.values(PERSONAL)) {
    if (erased === "gone") await tx.orm.delete(table).where(which(whose));
    else if (erased !== "kept") await tx.orm.update(table).set(erased).where(which(whose));
  }
  await tx.orm.update(db.account).set({ erasedAt: at, blockedAt: at }).where(eq(db.account.id, whose.account));
}

/** Why an account cannot be deleted yet: its car, or that of a visitor of its, is inside, or a payment has not come to its end. */
export async function selectUnfinished(
  tx: Tx,
  account: string,
): Promise<{ readonly isInside: boolean; readonly isPaying: boolean }> {
  const { rows } = await tx.orm.execute<{ isInside: boolean; isPaying: boolean }>(sql`
    select exists (
        select from session where state in ('granted', 'unresolved', 'inside')
          and (account = ${account} or account in (select account from visitor_ticket where host = ${account}))
      ) as "isInside",
      exists (select from payment where account = ${account} and next_at is not null) as "isPaying"`);
  return rows[0] ?? { isInside: false, isPaying: false };
}

/** Ends the disputes that nobody waits for any more. */
export async function endDisputes(tx: Tx, account: string, at: Date): Promise<void> {
  await tx.orm
    .update(db.dispute)
    .set({ state: "refused", endedAt: at })
    .where(sql`${db.dispute.account} = ${account} and ${db.dispute.endedAt} is null`);
}
