import type { Database } from "../../cloud/src/db/client.ts";
import { access, account, card } from "../../cloud/src/db/schema/accounts.ts";
import { gate } from "../../cloud/src/db/schema/gates.ts";
import { wallet } from "../../cloud/src/db/schema/money.ts";
import { estate, tariff, zone } from "../../cloud/src/db/schema/places.ts";
import { topUp } from "../../cloud/src/wallets/wallets.actions.ts";
import { cardRef } from "../../edge/src/claim.ts";
import { CARD_KEY } from "./cloud.ts";
import { ESTATE, type Plan, ZONE } from "./plan.ts";
import { TARIFF } from "./price.ts";
import { STORY_BEGINS_MS } from "./world.ts";

/** What an operator would have entered before the first car comes. */
export async function furnish(db: Database, plan: Plan): Promise<void> {
  await db.tx(async ({ orm }) => {
    const long = new Date(STORY_BEGINS_MS - 86_400_000);
    await orm.insert(estate).values({
      ...{ id: ESTATE, name: "Harbour", timeZone: "Europe/Berlin", currency: "EUR", missedDepartureMinor: 500n },
      ...{ createdAt: long, overdraw: plan.overdraw },
    });
    const content = { version: 1, rules: TARIFF };
    await orm.insert(tariff).values({ id: "day", version: 1, currency: "EUR", content, effectiveAt: long });
    const shared = { estate: ESTATE, class: "standard", minimumCoverMinor: 300n, tariff: "day" };
    await orm.insert(zone).values({ ...shared, id: ZONE, name: "Main", capacity: plan.capacity });
    await orm.insert(zone).values({
      ...{ ...shared, id: "reserved", name: "Reserved", class: "reserved", capacity: plan.reserved },
    });
    for (const { id, direction } of plan.gates)
      await orm.insert(gate).values({
        ...{ id, estate: ESTATE, name: id, tokenHash: id, arrivalZones: direction === "arrive" ? [ZONE] : [] },
      });
    const { drivers } = plan;
    await orm
      .insert(account)
      .values(
        drivers.map((each, at) => ({ id: each.account, name: `driver ${at}`, currency: "EUR", createdAt: long })),
      );
    await orm.insert(wallet).values(drivers.map((each) => ({ account: each.account, currency: "EUR" })));
    await orm.insert(access).values(drivers.map((each) => ({ account: each.account, estate: ESTATE })));
    await orm
      .insert(card)
      .values(drivers.map((each) => ({ ref: refOf(each.uid), account: each.account, label: "card", createdAt: long })));
  });
  for (const driver of plan.drivers) {
    if (driver.purseMinor > 0)
      await topUp(db, {
        ...{ account: driver.account, amountMinor: BigInt(driver.purseMinor), currency: "EUR", actor: "operator:desk" },
        ...{ idempotencyKey: `first ${driver.account}`, atMs: STORY_BEGINS_MS, words: "cash" },
      });
  }
  const { markDirty, markGround } = await import("../../cloud/src/rules/feed.store.ts");
  await db.tx(async (tx) => {
    await markGround(tx, ESTATE);
    const keys = plan.drivers.flatMap(({ account: id, uid }) => [`account/${id}`, `credential/${refOf(uid)}`]);
    await markDirty(tx, ESTATE, keys);
  });
}

export const refOf = (uid: string): string => cardRef(CARD_KEY, Buffer.from(uid, "hex"));
