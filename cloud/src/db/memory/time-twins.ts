import { byText, number, text } from "./cells.ts";
import { squeezed, type Twins } from "./twins.ts";

/** What happens because time goes by, or because the cloud is back: statements of sessions.store.ts and fleet.store.ts. */
export const timeTwins: Twins = {
  [squeezed(`select d.fact, d.estate, d.gate, d.account, d.session from unmatched_departure d join estate e on e.id = d.estate
    where d.paired_with is null and d.heard_at < to_timestamp(($1::float8 - e.departure_waits_ms) / 1000)
    order by d.heard_at limit 100`)]: (tables, [nowMs]) =>
    [...tables.of("unmatched_departure").all()]
      .filter(({ paired_with, heard_at, estate }) => {
        const waitsMs = number(tables.of("estate").get(estate)?.["departure_waits_ms"]);
        return paired_with === null && number(heard_at) < number(nowMs) - waitsMs;
      })
      .sort((a, b) => number(a["heard_at"]) - number(b["heard_at"]))
      .slice(0, 100)
      .map(({ fact, estate, gate, account, session }) => ({ fact, estate, gate, account, session })),
  [squeezed(`select gate.estate, gate.id as gate, e.epoch, e.through, e.hash, e.forked_at is not null as forked
    from gate join gate_epoch e on e.gate = gate.id and e.epoch = gate.epoch
    where gate.id > $1 and gate.revoked_at is null order by gate.id limit $2`)]: (tables, [after, limit]) =>
    [...tables.of("gate").all()]
      .filter(({ id, revoked_at }) => text(id) > text(after) && revoked_at === null)
      .sort(byText("id"))
      .flatMap(({ estate, id, epoch }) => {
        const at = tables.of("gate_epoch").get(id, epoch);
        if (at === undefined) return [];
        return [
          { estate, gate: id, epoch, through: at["through"], hash: at["hash"], forked: at["forked_at"] !== null },
        ];
      })
      .slice(0, number(limit)),
};
