import type { EstateId, GateId, ZoneId } from "@baygate/shared/ids";
import { writeAudit } from "../accounts/audit.store.ts";
import { type Actor, type House, type Refused, refused } from "../house.ts";
import { markDirty } from "../rules/feed.store.ts";
import { ruleKey } from "../rules/rules.ts";
import { closeLostLeases, lockGate, type Reclaimed, reclaim } from "./lease.store.ts";
import { lockZone } from "./tend.store.ts";

/** What came back, and so what is risked: so many cars too many get in if the box lives after all and nobody hears it. */
export interface ReclaimedLeases {
  readonly estate: EstateId;
  readonly places: number;
  readonly journals: readonly Reclaimed[];
}

/**
 * The verb `reclaim-lease`: takes back what is lent to journals that a gate does not write any more (lost, forked, or the gate is
 * revoked), which nothing else ever frees. Whoever asks answers for the box being dead. Asked again it takes back nothing.
 */
export async function reclaimLeases(
  house: House,
  actor: Actor,
  gate: GateId,
  asked: { readonly zone: ZoneId; readonly reason: string },
): Promise<ReclaimedLeases | Refused<"gate-unknown" | "zone-unknown">> {
  const { zone, reason } = asked;
  const at = new Date(house.clock.wallMs());
  return await house.db.tx(async (tx) => {
    const estate = await lockGate(tx.client, gate);
    if (estate === undefined) return refused("gate-unknown");
    if ((await lockZone(tx.client, estate, zone)) === undefined) return refused("zone-unknown");
    const journals = await reclaim(tx.client, estate, gate, zone);
    const places = journals.reduce((sum, each) => sum + each.places, 0);
    const epochs = journals.map(({ epoch }) => epoch);
    await closeLostLeases(tx.client, estate, gate, { zone, epochs }, at);
    await markDirty(tx, estate, [ruleKey.lease(gate, zone)]);
    const taken = Object.fromEntries(journals.map((each) => [each.epoch, each.places]));
    const line = { at, actor: actor.name, verb: "lease.reclaimed", subject: `${gate}/${zone}` };
    await writeAudit(tx, { ...line, detail: { reason, places, epochs: taken } });
    return { estate, places, journals };
  });
}
