import { randomUUID } from "node:crypto";
import type { AccountRef, EstateId } from "@baygate/shared/ids";
import { selectEstates, selectZones } from "../estates/estates.store.ts";
import { type House, type Refused, refused } from "../house.ts";
import type { Message, PushAddress } from "./channel.ts";
import { messageOf } from "./delivery.ts";
import { Notice, QuietHours } from "./notice.ts";
import {
  deleteFavourite,
  deleteSubscriptions,
  type FavouriteRow,
  insertFavourite,
  type PushSubscriptionRow,
  saveSubscription,
  saveWish,
  selectDeliveries,
  selectFavourites,
  selectSubscriptions,
  selectWish,
} from "./notices.store.ts";
import { roomOf } from "./room.ts";
import { languageOf } from "./texts.ts";

export type { FavouriteRow, PushSubscriptionRow } from "./notices.store.ts";

/** Which notices a driver wants. */
export interface Wishes {
  readonly stayBegan: boolean;
  readonly stayEnded: boolean;
  readonly lowBalance: boolean;
  readonly favouriteFull: boolean;
  readonly lowBalanceMinor: bigint;
  readonly quietHours: QuietHours | null;
  /** By mail, while no browser takes messages. */
  readonly byMail: boolean;
}

/** What is wanted by whoever has not said anything. */
const BY_DEFAULT: Wishes = {
  ...{ stayBegan: true, stayEnded: true, lowBalance: true, favouriteFull: true },
  ...{ lowBalanceMinor: 500n, quietHours: null, byMail: false },
};

export async function readWishes({ db }: House, account: AccountRef): Promise<Wishes> {
  const row = await selectWish(db, account);
  if (!row) return BY_DEFAULT;
  const { account: _, toldLow, ...wishes } = row;
  return { ...wishes, quietHours: QuietHours.nullable().parse(row.quietHours) };
}

/** From now on these are the driver's wishes, all of them. */
export async function saveWishes({ db }: House, account: AccountRef, wishes: Wishes): Promise<Wishes> {
  await db.tx((tx) => saveWish(tx, { account, ...wishes }));
  return wishes;
}

/** More browsers than these a person does not have: the oldest subscription makes room. */
const SUBSCRIPTIONS = 20;

/**
 * A browser of the driver takes messages from now on. The same browser again changes its language; where another account had signed in
 * before, that one is told nothing there any more.
 */
export async function subscribe(
  { db, clock }: House,
  account: AccountRef,
  { endpoint, p256dh, auth, language }: PushAddress & { readonly language: string | null },
): Promise<PushSubscriptionRow> {
  const createdAt = new Date(clock.wallMs());
  return await db.tx(async (tx) => {
    await saveWish(tx, { account });
    const row = { id: randomUUID(), account, endpoint, p256dh, auth, language, createdAt };
    const saved = await saveSubscription(tx, row);
    const others = (await selectSubscriptions(tx, account)).filter(({ id }) => id !== saved.id);
    const surplus = others.slice(0, Math.max(0, others.length + 1 - SUBSCRIPTIONS));
    if (surplus.length > 0)
      await deleteSubscriptions(
        tx,
        account,
        surplus.map(({ id }) => id),
      );
    return saved;
  });
}

export const listSubscriptions = ({ db }: House, account: AccountRef): Promise<PushSubscriptionRow[]> =>
  selectSubscriptions(db, account);

/** A notice as it is shown, and when it was decided. */
export interface Shown extends Message {
  /** What it is about, once for ever. */
  readonly key: string;
  readonly at: Date;
}

/** The newest notices of an account, the oldest of them first, each once however many ways it went. */
export async function newestNotices({ db }: House, account: AccountRef, language: string | null): Promise<Shown[]> {
  const rows = await selectDeliveries(db, account, NEWEST * SUBSCRIPTIONS);
  const once = new Map(rows.map((row) => [row.key, row]));
  return [...once.values()]
    .slice(0, NEWEST)
    .reverse()
    .map(({ key, content, createdAt }) => ({
      ...{ key, at: createdAt, ...messageOf(Notice.parse(content), languageOf(language)) },
    }));
}
const NEWEST = 3;

/** That browser is told nothing any more, by its subscription's id or its endpoint. */
export async function unsubscribe(
  { db }: House,
  account: AccountRef,
  which: { readonly id: string } | { readonly endpoint: string },
): Promise<object | Refused<"push-subscription-unknown">> {
  return await db.tx(async (tx) => {
    const found = (await selectSubscriptions(tx, account)).find((each) =>
      "id" in which ? each.id === which.id : each.endpoint === which.endpoint,
    );
    if (!found) return refused("push-subscription-unknown");
    await deleteSubscriptions(tx, account, [found.id]);
    return {};
  });
}

/** More than these nobody looks at. */
const FAVOURITES = 50;

export const listFavourites = ({ db }: House, account: AccountRef): Promise<FavouriteRow[]> =>
  selectFavourites(db, account);

/** The driver wants to know whether there is room at an estate. What is so now is seen, not told. */
export async function addFavourite(
  { db, clock }: House,
  account: AccountRef,
  estate: EstateId,
): Promise<FavouriteRow | Refused<"estate-unknown" | "favourites-too-many">> {
  return await db.tx(async (tx) => {
    const [place] = await selectEstates(tx, estate);
    if (!place) return refused("estate-unknown");
    const known = await selectFavourites(tx, account);
    if (known.length >= FAVOURITES && !known.some((each) => each.estate === estate))
      return refused("favourites-too-many", `${FAVOURITES} are the most.`);
    const { free } = roomOf(place, await selectZones(tx, estate));
    const createdAt = new Date(clock.wallMs());
    const row = await insertFavourite(tx, { account, estate, toldFull: free <= 0, toldAt: null, createdAt });
    return row ?? refused("estate-unknown");
  });
}

export async function removeFavourite(
  { db }: House,
  account: AccountRef,
  estate: EstateId,
): Promise<object | Refused<"favourite-unknown">> {
  return (await deleteFavourite(db, account, estate)) ? {} : refused("favourite-unknown");
}
