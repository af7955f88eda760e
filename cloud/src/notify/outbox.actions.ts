import type { AccountRef, EstateId, SessionId } from "@baygate/shared/ids";
import { v7 as uuidv7 } from "uuid";
import type { Tx } from "../db/client.ts";
import { selectEstates, selectZones } from "../estates/estates.store.ts";
import type { House } from "../house.ts";
import type { Channels, Outcome } from "./channel.ts";
import { carriageOf, LEASE_MS, messageOf, standingAfter } from "./delivery.ts";
import {
  decideFavourite,
  decideStay,
  decideWallet,
  keyOf,
  LIFE_MS,
  type Notice,
  quietUntilMs,
  type Verdict,
} from "./notice.ts";
import {
  addressesOf,
  balancesOf,
  begunStays,
  type Claimed,
  claimDeliveries,
  countQueued,
  type Due,
  endedStays,
  expireDeliveries,
  forgetAddress,
  lockFavourites,
  lockWishes,
  pruneDeliveries,
  putOff,
  queueDeliveries,
  saveToldFull,
  saveToldLow,
  settleDelivery,
  takeDue,
  type Wish,
} from "./outbox.store.ts";
import { roomOf } from "./room.ts";
import { languageOf } from "./texts.ts";

/** What the outbox needs beside the house. Stays, wallets and quiet hours go by the house's clock, retries by the world's. */
export interface Outbox extends House {
  readonly channels: Channels;
  /** The world's time, ms. */
  readonly realMs: () => number;
  /** From 0 to 1, drawn anew. */
  readonly chance: () => number;
}

/** A notice for an account. */
interface Told {
  readonly account: AccountRef;
  readonly notice: Notice;
}

/**
 * Decides what is told of what has happened: one transaction takes it from the queue and puts the notices on their way, so that nothing
 * is lost and nothing is decided twice.
 *
 * @returns how many things were looked at.
 */
export async function decideNotices(outbox: Omit<Outbox, "channels" | "chance">, limit: number): Promise<number> {
  return await outbox.db.tx(async (tx) => {
    const nowMs = outbox.clock.wallMs();
    const due = await takeDue(tx, nowMs, limit);
    if (due.length === 0) return 0;
    const wishes = await lockWishes(tx, [...new Set(due.flatMap(({ account }) => account ?? []))].sort());
    const decided = [...(await decideStays(tx, due, wishes, nowMs)), ...(await decideWallets(tx, due, wishes, nowMs))];
    await putOff(
      tx,
      decided.flatMap(({ each, verdict }) => (verdict.kind === "later" ? { ...each, atMs: verdict.atMs } : [])),
    );
    const told = decided.flatMap(({ each, verdict }) =>
      verdict.kind === "tell" && each.account ? { account: each.account, notice: verdict.notice } : [],
    );
    const estates = new Set(due.flatMap(({ estate }) => estate ?? []));
    for (const estate of [...estates].sort()) told.push(...(await decideFavourites(tx, estate, nowMs)));
    await queue(tx, told, nowMs, outbox.realMs());
    return due.length;
  });
}

interface Decided {
  readonly each: Due;
  readonly verdict: Verdict;
}

async function decideStays(
  tx: Tx,
  due: readonly Due[],
  wishes: ReadonlyMap<AccountRef, Wish>,
  nowMs: number,
): Promise<Decided[]> {
  const sessionsOf = (kind: Due["kind"]): SessionId[] =>
    due.flatMap((each) => (each.kind === kind && each.session ? each.session : []));
  const begun = await begunStays(tx, sessionsOf("stay-began"));
  const ended = await endedStays(tx, sessionsOf("stay-ended"));
  return due.flatMap((each) => {
    const { kind, account, session } = each;
    const wish = account ? wishes.get(account) : undefined;
    if (!wish || !session || (kind !== "stay-began" && kind !== "stay-ended")) return [];
    const row = kind === "stay-began" ? begun.get(session) : ended.get(session);
    if (!row || !(kind === "stay-began" ? wish.stayBegan : wish.stayEnded)) return [];
    const { isOver, ...content } = { isOver: false, ...row };
    const notice = { kind, ...content } as Parameters<typeof decideStay>[0];
    return { each, verdict: decideStay(notice, { isOver, quiet: wish.quiet }, nowMs) };
  });
}

async function decideWallets(
  tx: Tx,
  due: readonly Due[],
  wishes: ReadonlyMap<AccountRef, Wish>,
  nowMs: number,
): Promise<Decided[]> {
  // Of several changes only how things stand now is looked at.
  const byAccount = new Map<AccountRef, Due>();
  for (const each of due)
    if (each.kind === "wallet" && each.account && byAccount.get(each.account)?.isFresh !== false)
      byAccount.set(each.account, each);
  const balances = await balancesOf(tx, [...byAccount.keys()]);
  const decided: Decided[] = [];
  for (const [account, each] of byAccount) {
    const [wish, balance] = [wishes.get(account), balances.get(account)];
    if (!wish?.lowBalance || !balance) continue;
    const { verdict, toldLow } = decideWallet({ ...balance, ...wish }, each.isFresh, nowMs);
    if (toldLow !== wish.toldLow) await saveToldLow(tx, account, toldLow);
    decided.push({ each, verdict });
  }
  return decided;
}

async function decideFavourites(tx: Tx, estate: EstateId, nowMs: number): Promise<Told[]> {
  const [place] = await selectEstates(tx, estate);
  if (!place) return [];
  const room = roomOf(place, await selectZones(tx, estate));
  const isFull = room.free <= 0;
  const told: Told[] = [];
  for (const favourite of await lockFavourites(tx, estate, !isFull)) {
    const verdict = decideFavourite(favourite, room, nowMs);
    if (verdict.kind === "tell") told.push({ account: favourite.account, notice: verdict.notice });
  }
  await saveToldFull(
    tx,
    estate,
    told.map(({ account }) => account),
    isFull,
    nowMs,
  );
  return told;
}

/** Puts notices on their way to every address of whom they are for. What is left of their life begins to run in the world's time. */
async function queue(tx: Tx, told: readonly Told[], nowMs: number, realNowMs: number): Promise<void> {
  const addresses = await addressesOf(tx, [...new Set(told.map(({ account }) => account))]);
  const deliveries = told.flatMap(({ account, notice }) =>
    addresses
      .filter((address) => address.account === account)
      .map((address) => ({
        ...{ ...address, id: uuidv7(), key: keyOf(notice), content: notice, createdAtMs: realNowMs },
        expiresAtMs: realNowMs + LIFE_MS[notice.kind] - Math.max(0, nowMs - notice.atMs),
      })),
  );
  await queueDeliveries(tx, deliveries);
}

/** What a round of deliveries came to, by how each stands now. */
export type Delivered = Readonly<Record<string, number>>;

/**
 * Tries deliveries that are due, side by side. Each is taken for a while before it is tried: if the process dies, another try comes
 * after that, and a driver sees both as one, by their tag.
 *
 * @returns how many were tried, and how they stand now.
 */
export async function deliverNotices(
  outbox: Outbox,
  limit: number,
): Promise<{ readonly tried: number; readonly standings: Delivered }> {
  const realNowMs = outbox.realMs();
  const { expired, claimed } = await outbox.db.tx(async (tx) => ({
    expired: await expireDeliveries(tx, realNowMs),
    claimed: await claimDeliveries(tx, realNowMs, realNowMs + LEASE_MS, limit),
  }));
  const states = await Promise.all(claimed.map((each) => deliver(outbox, each)));
  const standings: Record<string, number> = { expired };
  for (const state of states) standings[state] = (standings[state] ?? 0) + 1;
  return { tried: claimed.length, standings };
}

async function deliver(outbox: Outbox, claimed: Claimed): Promise<string> {
  const { db, realMs } = outbox;
  const { id, attempts, address } = claimed;
  // Tried again after hours of a provider's absence, it must not wake anybody.
  const nowMs = outbox.clock.wallMs();
  const untilMs = quietUntilMs(claimed.quiet, nowMs);
  if (untilMs !== undefined) {
    const nextMs = Math.min(realMs() + untilMs - nowMs, claimed.expiresAtMs);
    await settleDelivery(db, { id, attempts, state: "queued", failure: "quiet-hours", nextMs }, realMs());
    return "queued";
  }
  const outcome = await send(outbox, claimed);
  const standing = standingAfter(outcome, attempts, realMs(), outbox.chance());
  if (standing.state === "gone") await db.tx((tx) => forgetAddress(tx, address, realMs()));
  const nextMs = standing.state === "queued" ? Math.min(standing.nextMs, claimed.expiresAtMs) : null;
  await settleDelivery(db, { id, attempts, state: standing.state, failure: standing.failure, nextMs }, realMs());
  return standing.state;
}

async function send({ channels, realMs }: Outbox, claimed: Claimed): Promise<Outcome> {
  const { channel, push, mail, content, language, expiresAtMs } = claimed;
  const message = messageOf(content, languageOf(language));
  const carriage = carriageOf(content, expiresAtMs, realMs());
  if (channel === "push" && push !== null) return await channels.push.send(push, message, carriage);
  if (channel === "mail" && mail !== null) return await channels.mail.send(mail, message, carriage);
  return { kind: "gone", failure: "the address was given up" };
}

/** Ended deliveries are kept so long, for whoever asks what became of them. World's ms. */
const KEPT_MS = 30 * 86_400_000;

/** Forgets deliveries that ended long ago; answers how many. */
export const forgetDeliveries = ({ db, realMs }: Pick<Outbox, "db" | "realMs">, limit: number): Promise<number> =>
  pruneDeliveries(db, realMs() - KEPT_MS, limit);

/** How many deliveries are on their way. */
export const queuedDeliveries = ({ db }: Pick<Outbox, "db">): Promise<number> => countQueued(db);
