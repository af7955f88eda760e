import type { VehicleClass } from "@baygate/shared/estate";
import { normalPlate, plateBytes, skeletonBytes } from "@baygate/shared/plate";
import { v7 as uuid } from "uuid";
import { markHolder, type Touched } from "../accounts/accounts.actions.ts";
import { type CardRow, lockAccount, lockCard, selectAccount, selectHolders } from "../accounts/accounts.store.ts";
import { writeAudit } from "../accounts/audit.store.ts";
import type { Tx } from "../db/client.ts";
import { lockEstate, selectZones } from "../estates/estates.store.ts";
import { type Actor, type House, type Refused, refused } from "../house.ts";
import { markAccounts } from "../rules/feed.store.ts";
import {
  freePlate,
  hasAccess,
  insertRight,
  insertVehicle,
  lockFamily,
  lockVehicle,
  lockVehiclesWithoutAlike,
  type RightRow,
  selectRight,
  selectRights,
  selectRightsOf,
  selectVehicles,
  updateCardVehicle,
  updatePlateAlike,
  updateRightsRevoked,
  updateVehicle,
  updateVehicleEnded,
  type VehicleRow,
} from "./access.store.ts";
import { guestFault, type RightAsked, rightFault } from "./access.ts";

const now = (house: House): Date => new Date(house.clock.wallMs());

async function audited(tx: Tx, house: House, actor: Actor, verb: string, subject: string, detail: object) {
  await writeAudit(tx, { at: now(house), actor: actor.name, verb, subject, detail: { ...detail } });
}

/** An account's vehicles, given up or not. */
export async function listVehicles(
  house: House,
  account: string,
): Promise<{ readonly vehicles: readonly VehicleRow[] } | Refused<"account-unknown">> {
  if (!(await selectAccount(house.db, account))) return refused("account-unknown");
  return { vehicles: await selectVehicles(house.db, account) };
}

/**
 * Adds a vehicle to an account. Its plate, if it has one, is a credential from now on, and nobody else's; a plate of a vehicle that was
 * given up is free again.
 */
export async function addVehicle(
  house: House & { readonly cardRef: (bytes: Uint8Array) => string },
  actor: Actor,
  account: string,
  asked: { readonly label: string; readonly class: VehicleClass; readonly plate: string | null },
): Promise<(VehicleRow & Touched) | Refused<"account-unknown" | "plate-invalid" | "plate-taken">> {
  const normal = asked.plate === null ? null : normalPlate(asked.plate);
  if (normal === undefined) return refused("plate-invalid");
  const at = now(house);
  const row: VehicleRow = {
    ...{ id: uuid(), account, ...asked, endedAt: null, createdAt: at },
    plateRef: normal === null ? null : house.cardRef(plateBytes(normal)),
    plateAlike: normal === null ? null : house.cardRef(skeletonBytes(normal)),
  };
  return await house.db.tx(async (tx) => {
    if (!(await lockAccount(tx, account))) return refused("account-unknown");
    const before = row.plateRef === null ? [] : await freePlate(tx, row.plateRef, at);
    if (!(await insertVehicle(tx, row))) return refused("plate-taken");
    const estates = new Set(await markHolder(tx, account));
    for (const owner of before) for (const estate of await markHolder(tx, owner)) estates.add(estate);
    await audited(tx, house, actor, "vehicle.added", account, { vehicle: row.id, class: row.class });
    return { ...row, estates: [...estates] };
  });
}

/** Renames a driver's vehicle, or says what kind it is. */
export async function changeVehicle(
  house: House,
  actor: Actor,
  owner: string,
  id: string,
  changes: { readonly label?: string | undefined; readonly class?: VehicleClass | undefined },
): Promise<(VehicleRow & Touched) | Refused<"vehicle-unknown">> {
  return await house.db.tx(async (tx) => {
    const row = await lockVehicle(tx, id);
    if (row?.account !== owner) return refused("vehicle-unknown");
    await updateVehicle(tx, id, changes);
    const estates = changes.class === undefined ? [] : await markHolder(tx, owner);
    await audited(tx, house, actor, "vehicle.changed", owner, {
      vehicle: id,
      // What somebody calls their car is not for the audit.
      fields: Object.keys(changes),
    });
    return { ...row, label: changes.label ?? row.label, class: changes.class ?? row.class, estates };
  });
}

/**
 * Gives the plates of vehicles from before plates were compared by their looks what they have in common with others. At start; the second
 * time it finds nothing.
 */
export async function fillPlatesAlike(
  house: House & { readonly cardRef: (bytes: Uint8Array) => string },
): Promise<Touched> {
  return await house.db.tx(async (tx) => {
    const estates = new Set<string>();
    for (const { id, account, plate } of await lockVehiclesWithoutAlike(tx)) {
      const normal = normalPlate(plate ?? "");
      if (normal === undefined) continue;
      await updatePlateAlike(tx, id, house.cardRef(skeletonBytes(normal)));
      for (const estate of await markHolder(tx, account)) estates.add(estate);
    }
    return { estates: [...estates] };
  });
}

/**
 * Gives up a vehicle, now or at a time to come: what stands for it lets nobody in any more, and out whoever is inside. An end that has
 * passed stays.
 *
 * @param asked.owner whose it has to be; absent: anybody's.
 */
export async function endVehicle(
  house: House,
  actor: Actor,
  id: string,
  asked: { readonly at: Date | null; readonly owner?: string },
): Promise<(VehicleRow & Touched) | Refused<"vehicle-unknown">> {
  return await house.db.tx(async (tx) => {
    const row = await lockVehicle(tx, id);
    if (!row || (asked.owner !== undefined && row.account !== asked.owner)) return refused("vehicle-unknown");
    const at = now(house);
    if (row.endedAt && row.endedAt <= at) return { ...row, estates: [] };
    const endedAt = asked.at && asked.at > at ? asked.at : at;
    await updateVehicleEnded(tx, id, endedAt);
    const estates = await markHolder(tx, row.account);
    await audited(tx, house, actor, "vehicle.ended", row.account, { vehicle: id, at: endedAt.toISOString() });
    return { ...row, endedAt, estates };
  });
}

/** Says which of its account's vehicles a card is for: its class is the card's, and it ends with it. Null: any. */
export async function tieCard(
  house: House,
  actor: Actor,
  ref: string,
  asked: { readonly vehicle: string | null },
): Promise<(CardRow & Touched) | Refused<"card-unknown" | "vehicle-unknown">> {
  return await house.db.tx(async (tx) => {
    const card = await lockCard(tx, ref);
    if (!card) return refused("card-unknown");
    const vehicle = asked.vehicle === null ? null : await lockVehicle(tx, asked.vehicle);
    if (vehicle !== null && vehicle?.account !== card.account) return refused("vehicle-unknown");
    await updateCardVehicle(tx, ref, asked.vehicle);
    const estates = await markHolder(tx, card.account);
    await audited(tx, house, actor, "card.tied", card.account, { card: ref, vehicle: asked.vehicle });
    return { ...card, vehicle: asked.vehicle, estates };
  });
}

/** Rights to bays, of one zone or of one account, ended or not. */
export const listRights = async (
  house: House,
  of: { readonly estate: string; readonly zone: string } | { readonly account: string },
): Promise<RightRow[]> =>
  "account" in of ? await selectRightsOf(house.db, of.account) : await selectRights(house.db, of.estate, of.zone);

/** A right and its guests', ended or not; a guest's alone. */
export async function readRight(
  house: House,
  id: string,
): Promise<{ readonly right: RightRow; readonly guests: readonly RightRow[] } | Refused<"right-unknown">> {
  const right = await selectRight(house.db, id);
  if (!right) return refused("right-unknown");
  const all = await selectRights(house.db, right.estate, right.zone);
  return { right, guests: all.filter(({ guestOf }) => guestOf === id) };
}

/** What was given, and where rules follow. */
export type RightGiven = RightRow & Touched;

/** Marks the rules of everybody on the same places: each holds who the others are. */
async function markFamily(tx: Tx, family: readonly { readonly account: string }[]): Promise<string[]> {
  const accounts = [...new Set(family.map(({ account }) => account))];
  await markAccounts(tx, accounts);
  const estates = new Set<string>();
  for (const account of accounts) for (const estate of await selectHolders(tx, account)) estates.add(estate);
  return [...estates];
}

/** Makes an account the owner of reserved bays. */
export async function giveRight(
  house: House,
  actor: Actor,
  at: { readonly estate: string; readonly zone: string },
  asked: RightAsked,
): Promise<
  | RightGiven
  | Refused<
      | "estate-unknown"
      | "zone-unknown"
      | "access-missing"
      | "zone-not-reserved"
      | "right-times-invalid"
      | "right-exists"
      | "bays-taken"
    >
> {
  return await house.db.tx(async (tx) => {
    // Whoever gives away bays of an estate waits for whoever else does.
    if (!(await lockEstate(tx, at.estate))) return refused("estate-unknown");
    const found = (await selectZones(tx, at.estate)).find(({ zone }) => zone.id === at.zone);
    if (!found) return refused("zone-unknown");
    if (!(await hasAccess(tx, asked.account, at.estate))) return refused("access-missing");
    const fault = rightFault(asked, found.zone, await selectRights(tx, at.estate, at.zone), now(house));
    if (fault) return refused(fault);
    return await keepRight(tx, house, actor, { ...at, ...asked, guestOf: null }, []);
  });
}

/** Lets a guest use an owner's bays until a time. */
export async function inviteGuest(
  house: House,
  actor: Actor,
  owner: string,
  asked: RightAsked,
): Promise<
  | RightGiven
  | Refused<
      | "right-unknown"
      | "access-missing"
      | "right-ended"
      | "right-of-guest"
      | "right-times-invalid"
      | "right-exists"
      | "guests-too-many"
    >
> {
  return await house.db.tx((tx) => inviteGuestIn(tx, house, actor, owner, asked));
}

/** `inviteGuest` in the caller's transaction. */
export async function inviteGuestIn(
  tx: Tx,
  house: House,
  actor: Actor,
  owner: string,
  asked: RightAsked,
): ReturnType<typeof inviteGuest> {
  const family = await lockFamily(tx, owner);
  const right = family.find(({ id }) => id === owner);
  if (!right) return refused("right-unknown");
  if (!(await hasAccess(tx, asked.account, right.estate))) return refused("access-missing");
  const fault = guestFault(asked, right, family, now(house));
  if (fault) return refused(fault);
  const { estate, zone } = right;
  return await keepRight(tx, house, actor, { estate, zone, ...asked, guestOf: owner }, family);
}

async function keepRight(
  tx: Tx,
  house: House,
  actor: Actor,
  given: Omit<RightRow, "id" | "revokedAt" | "createdAt">,
  family: readonly RightRow[],
): Promise<RightGiven> {
  const row: RightRow = { ...given, id: uuid(), revokedAt: null, createdAt: now(house) };
  await insertRight(tx, row);
  const estates = await markFamily(tx, [...family, row]);
  const { id, zone, estate, places, untilAt, guestOf } = row;
  const detail = { right: id, places, until: untilAt?.toISOString() ?? null, guestOf };
  const verb = guestOf === null ? "right.given" : "guest.invited";
  await audited(tx, house, actor, verb, row.account, { ...detail, bays: `${estate}/${zone}` });
  return { ...row, estates };
}

/** Takes a right back; an owner's with its guests'. Cars inside still get out. Doing it twice changes nothing. */
export async function takeRightBack(
  house: House,
  actor: Actor,
  id: string,
): Promise<RightGiven | Refused<"right-unknown">> {
  return await house.db.tx((tx) => takeRightBackIn(tx, house, actor, id));
}

/** `takeRightBack` in the caller's transaction. */
export async function takeRightBackIn(
  tx: Tx,
  house: House,
  actor: Actor,
  id: string,
): Promise<RightGiven | Refused<"right-unknown">> {
  const known = await selectRight(tx, id);
  if (!known) return refused("right-unknown");
  const family = await lockFamily(tx, known.guestOf ?? id);
  const right = family.find((each) => each.id === id);
  if (!right) return refused("right-unknown");
  if (right.revokedAt) return { ...right, estates: [] };
  const at = now(house);
  const ended = family.filter((each) => each.id === id || each.guestOf === id);
  await updateRightsRevoked(
    tx,
    ended.map((each) => each.id),
    at,
  );
  const estates = await markFamily(tx, family);
  await audited(tx, house, actor, "right.revoked", right.account, { right: id, guests: ended.length - 1 });
  return { ...right, revokedAt: at, estates };
}
