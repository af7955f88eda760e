import type { Books } from "./books.ts";
import type { Town } from "./town.ts";

/** What the demo prints last, and everything in which the cloud's books and the town disagree. */
export function outcome(
  books: Books,
  facts: number,
  town: Pick<Town, "inside"> & { readonly tally: Pick<Town["tally"], "keptIn"> },
) {
  const zones = books.zones.map((zone) => ({ ...zone, physical: town.inside(zone.estate, zone.zone) }));
  const { decisions, stays, halfSeen, ledger, acked } = books;
  // A car that took so long that its grant was over drives in undecided, and its departure ends nothing.
  const left = stays.departed - halfSeen.departures + halfSeen.stays;
  const faults = [
    ...zones
      .filter(({ inside, physical }) => inside !== physical)
      .map((z) => `${z.estate}/${z.zone}: the cloud counts ${z.inside} cars, the town ${z.physical}`),
    ledger.sumMinor !== 0 && `the ledger sums to ${ledger.sumMinor}`,
    books.chargedTwice > 0 && `${books.chargedTwice} stays were charged twice`,
    books.walletsOff > 0 && `${books.walletsOff} wallets differ from their entries`,
    acked !== facts && `${facts - acked} facts are not acknowledged`,
    stays.arrived - left !== stays.open && "arrivals less departures are not the open stays",
    town.tally.keptIn > 0 && `${town.tally.keptIn} departures did not open at once`,
  ].filter((fault) => fault !== false);
  return {
    faults,
    report: { ok: faults.length === 0, decisions, stays, ledger, zones, sync: { facts, acked } },
  };
}
