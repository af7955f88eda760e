import { byText, ms, number, orNull, text, unnest, words } from "./cells.ts";
import { present, type Row } from "./tables.ts";
import { squeezed, type Twins } from "./twins.ts";

const leftOf = (row: Row): number =>
  number(row["lent"]) - number(row["used"]) - number(row["returned"]) + number(row["voided"]);

/** Statements of tend.store.ts, lease.store.ts and fleet.store.ts. */
export const fleetTwins: Twins = {
  "select id from zone where estate = $1 order by id": (tables, [estate]) =>
    tables
      .of("zone")
      .by("estate", estate)
      .sort(byText("id"))
      .map(({ id }) => ({ id })),
  "tend-unheard": (tables, [estate]) =>
    tables
      .of("gate")
      .by("estate", estate)
      .filter(({ id, revoked_at }) => revoked_at === null && tables.of("house").get(`unheard/${text(id)}`))
      .slice(0, 1)
      .map(() => ({ "?column?": 1 })),
  "tend-count-lending": (tables) => {
    const row = tables.of("house").get("lendings");
    if (row) tables.of("house").update(row, { value: String(Number(row["value"]) + 1) });
    else tables.of("house").insert({ id: "lendings", value: "1" });
    return 1;
  },
  "fleet-heard": (tables, [gate]) => {
    const row = tables.of("house").get(`unheard/${text(gate)}`);
    if (row) tables.of("house").delete(row);
    return row ? 1 : 0;
  },
  "tend-zone-row": (tables, [estate, zone]) => {
    if (!tables.of("zone").get(estate, zone) || tables.of("occupancy").get(estate, zone)) return 0;
    tables.of("occupancy").insert({ estate, zone });
    return 1;
  },
  "tend-lock-zone": (tables, [estate, zone]) => {
    const row = tables.of("occupancy").get(estate, zone);
    const { capacity, pricing, class: bays } = tables.of("zone").get(estate, zone) ?? {};
    if (!row || capacity === undefined) return [];
    const { arrivals, departures, corrections, passing, next_at } = row;
    const { factor_permille: factorPermille, next_permille: nextPermille } = row;
    return [
      {
        ...{ arrivals, departures, corrections, passing, factorPermille, nextPermille, capacity, bays, pricing },
        ...{ factorSince: new Date(ms(row["factor_since"])), nextAt: next_at === null ? null : new Date(ms(next_at)) },
        timeZone: tables.of("estate").get(estate)?.["time_zone"],
      },
    ];
  },
  "tend-leases": (tables, [estate, zone, now]) => {
    const borrowers = tables
      .of("gate")
      .by("estate", estate)
      .filter(
        (gate) =>
          words(gate["arrival_zones"]).includes(text(zone)) &&
          gate["revoked_at"] === null &&
          gate["epoch"] !== null &&
          (tables.of("gate_epoch").get(gate["id"], gate["epoch"])?.["forked_at"] ?? null) === null,
      );
    const askedOf = (gate: unknown): number =>
      tables
        .of("gate_order")
        .by("gate", gate)
        .filter((order) => order["outcome"] === null && number(order["expires_at"]) > ms(now))
        .map((order) => Object(order["content"]))
        .filter((content) => content.kind === "return-lease" && content.zone === zone)
        .reduce((sum, content) => sum + number(content.places), 0);
    const rows = new Map<string, Row>();
    for (const lease of tables.of("lease").by("estate", estate)) {
      const { gate, epoch, used } = lease;
      const left = leftOf(lease);
      if (lease["zone"] !== zone) continue;
      const live = borrowers.some((each) => each["id"] === gate && each["epoch"] === epoch);
      if (live || left > 0) rows.set(`${gate}/${epoch}`, { gate, epoch, left, used, live, online: false, asked: 0 });
    }
    for (const { id: gate, epoch, online } of borrowers) {
      const lease = rows.get(`${gate}/${epoch}`) ?? { gate, epoch, left: 0, used: 0 };
      rows.set(`${gate}/${epoch}`, { ...lease, live: true, online, asked: askedOf(gate) });
    }
    return present([...rows.keys()].sort().map((key) => rows.get(key)));
  },
  "tend-lend": (tables, [gate, epoch, estate, zone, lent]) => {
    const before = tables.of("lease").get(gate, epoch, zone);
    if (before) tables.of("lease").update(before, { lent: number(before["lent"]) + number(lent) });
    else tables.of("lease").insert({ gate, epoch, estate, zone, lent });
    return 1;
  },
  "insert into gate_order (id, gate, content, expires_at, created_at) values ($1, $2, $3, $4, $5)": (
    tables,
    [id, gate, content, expires_at, created_at],
  ) => {
    tables.of("gate_order").insert({ id, gate, content, expires_at, created_at });
    return 1;
  },
  "tend-price-records": (tables, [estate, zone, limit]) =>
    [...tables.of("price_move").all()]
      .filter((row) => row["estate"] === estate && row["zone"] === zone)
      .sort((a, b) => number(b["id"]) - number(a["id"]))
      .slice(0, number(limit))
      .map((row) => ({
        ...{ at: new Date(ms(row["at"])), fromPermille: row["from_permille"], toPermille: row["to_permille"] },
        step: Object(row["inputs"] ?? {}).step ?? "moved",
      })),
  "tend-set-price": (tables, [estate, zone, factor, since, next, nextAt]) => {
    const row = tables.of("occupancy").get(estate, zone);
    if (!row) return 0;
    tables.of("occupancy").update(row, {
      factor_permille: factor === null ? row["factor_permille"] : number(factor),
      factor_since: since === null ? row["factor_since"] : ms(since),
      ...{ next_permille: orNull(next, number), next_at: orNull(nextAt, ms) },
    });
    return 1;
  },
  "tend-price-record": (tables, [estate, zone, at, from_permille, to_permille, reason, announced_at, inputs]) => {
    tables.of("price_move").insert({
      ...{ estate, zone, at: ms(at), from_permille, to_permille, reason, inputs },
      announced_at: orNull(announced_at, ms),
    });
    return 1;
  },
  [squeezed(`insert into exception (estate, kind, at, gate, words)
     select $1, 'lease-lost', $2, $3, $4
     where not exists (select from exception where estate = $1 and kind = 'lease-lost' and gate = $3 and words = $4)`)]:
    (tables, [estate, at, gate, said]) => {
      for (const row of tables.of("exception").all())
        if (row["kind"] === "lease-lost" && row["gate"] === gate && row["words"] === said && row["estate"] === estate)
          return 0;
      tables.of("exception").insert({ estate, kind: "lease-lost", at, gate, words: said });
      return 1;
    },

  "tend-below-zero": (tables, [estate, zone, at, said]) => {
    const behind = tables
      .of("gate")
      .by("estate", estate)
      .some((gate) => gate["revoked_at"] === null && (gate["online"] !== true || Object(gate["status"]).waiting > 0));
    if (behind) return 0;
    for (const row of tables.of("exception").all())
      if (
        row["estate"] === estate &&
        row["kind"] === "count-below-zero" &&
        text(row["words"]).startsWith(`${zone}: `) &&
        number(row["at"]) > ms(at) - 24 * 3_600_000
      )
        return 0;
    tables.of("exception").insert({ estate, kind: "count-below-zero", at, words: `${zone}: ${said}` });
    return 1;
  },
  "lease-lock-gate": (tables, [id]) => present([tables.of("gate").get(id)]).map(({ estate }) => ({ estate })),
  "lease-reclaim": (tables, [estate, gate, zone]) => {
    const of = tables.of("gate").get(gate);
    const lost = tables
      .of("lease")
      .by("estate", estate)
      .filter((row) => row["gate"] === gate && row["zone"] === zone && leaseIsLost(of, row) && leftOf(row) > 0);
    return lost.map((row) => {
      const places = leftOf(row);
      tables.of("lease").update(row, { returned: number(row["returned"]) + places });
      return { epoch: row["epoch"], places };
    });

    function leaseIsLost(owner: Row | undefined, { epoch }: Row): boolean {
      const forkedAt = tables.of("gate_epoch").get(gate, epoch)?.["forked_at"] ?? null;
      return owner !== undefined && (owner["revoked_at"] !== null || forkedAt !== null || owner["epoch"] !== epoch);
    }
  },
  "lease-close-lost": (tables, [estate, gate, zone, epochs, at]) => {
    let closed = 0;
    for (const row of tables.of("exception").all())
      if (
        row["estate"] === estate &&
        row["gate"] === gate &&
        row["kind"] === "lease-lost" &&
        row["resolved_at"] === null &&
        words(epochs).some(
          (epoch) =>
            text(row["words"]).includes(` of ${zone} stay lent to `) && text(row["words"]).includes(` ${epoch},`),
        )
      ) {
        tables.of("exception").update(row, { resolved_at: ms(at) });
        closed++;
      }
    return closed;
  },

  "fleet-gate-of": (tables, [id, estate]) => {
    const gate = tables.of("gate").get(id);
    return gate && gate["estate"] === estate && gate["revoked_at"] === null ? [{}] : [];
  },
  "select id from estate order by id": (tables) =>
    [...tables.of("estate").all()].sort(byText("id")).map(({ id }) => ({ id })),
  "update gate set online = false where online": (tables) => {
    const online = [...tables.of("gate").all()].filter((gate) => gate["online"] === true);
    for (const gate of online) tables.of("gate").update(gate, { online: false });
    return online.length;
  },
  "fleet-status": (tables, [id, online, at, status, isUnheard, now]) => {
    const gate = tables.of("gate").get(id);
    if (!gate) return 0;
    const told: object = JSON.parse(text(status));
    const seen = Math.max(number(gate["last_seen_at"] ?? 0), ms(at));
    const before = Object(gate["status"] ?? {});
    const unheardSinceMs = isUnheard === true ? (before.unheardSinceMs ?? number(now)) : null;
    tables.of("gate").update(gate, {
      ...{ online, last_seen_at: seen },
      status: { ...(online ? told : { ...before, ...told }), unheardSinceMs },
    });
    return 1;
  },
  "select count(*) as online from gate where online": (tables) => [
    { online: [...tables.of("gate").all()].filter((gate) => gate["online"] === true).length },
  ],
  "select through, hash, forked_at is not null as forked from gate_epoch where gate = $1 and epoch = $2 for update": (
    tables,
    [gate, epoch],
  ) => {
    const row = tables.of("gate_epoch").get(gate, epoch);
    return row ? [{ through: row["through"], hash: row["hash"], forked: row["forked_at"] !== null }] : [];
  },
  "select from occupancy where estate = $1 and zone = any($2::text[]) order by zone for update": (
    tables,
    [estate, zones],
  ) => present([...new Set(words(zones))].map((zone) => tables.of("occupancy").get(estate, zone))).map(() => ({})),
  [squeezed(`update gate set last_seen_at = greatest(last_seen_at, $2),
    epoch = case when $3 or epoch is null then $4 else epoch end where id = $1`)]: (tables, [id, at, begun, epoch]) => {
    const gate = tables.of("gate").get(id);
    if (!gate) return 0;
    const seen = Math.max(number(gate["last_seen_at"] ?? 0), ms(at));
    tables.of("gate").update(gate, {
      last_seen_at: seen,
      epoch: begun === true || gate["epoch"] === null ? epoch : gate["epoch"],
    });
    return 1;
  },
  [squeezed(`insert into lease (gate, epoch, estate, zone, lent)
       select $1, $2, $3, told.zone, told.lent from unnest($4::text[], $5::int8[], $6::int8[]) as told (zone, lent, lft)
       join zone on zone.estate = $3 and zone.id = told.zone
       -- A claim to more places than there are is not believed.
       where told.lft <= zone.capacity
       order by told.zone
       on conflict (gate, epoch, zone) do update set lent = excluded.lent where lease.lent < excluded.lent
       returning zone`)]: (tables, [gate, epoch, estate, ...told]) =>
    unnest(told, "zone", "lent", "left").flatMap(({ zone, lent, left }) => {
      const capacity = tables.of("zone").get(estate, zone)?.["capacity"];
      if (capacity === undefined || number(left) > number(capacity)) return [];
      const before = tables.of("lease").get(gate, epoch, zone);
      if (before && number(before["lent"]) >= number(lent)) return [];
      if (before) tables.of("lease").update(before, { lent: number(lent) });
      else tables.of("lease").insert({ gate, epoch, estate, zone, lent });
      return [{ zone }];
    }),
  "select content from gate_order where gate = $1 and outcome is null and expires_at > $2 order by created_at": (
    tables,
    [gate, now],
  ) =>
    tables
      .of("gate_order")
      .by("gate", gate)
      .filter((row) => row["outcome"] === null && number(row["expires_at"]) > ms(now))
      .sort((a, b) => number(a["created_at"]) - number(b["created_at"]))
      .map(({ content }) => ({ content })),
  "insert into exception (estate, kind, at, gate, words) values ($1, $2, $3, $4, $5)": (
    tables,
    [estate, kind, at, gate, said],
  ) => {
    tables.of("exception").insert({ estate, kind, at, gate, words: said });
    return 1;
  },
  // What dashboards are shown follows from tables that are looked at otherwise.
  "fleet-live": () => [],
};
