import { byText, ms, number, orNull, text, unnest, words } from "./cells.ts";
import { present, type Row, type Tables } from "./tables.ts";
import { squeezed, type Twins } from "./twins.ts";

/** Statements of feed.store.ts and source.store.ts. */
export const feedTwins: Twins = {
  "insert into rule_dirty (estate, key) select $1, unnest($2::text[])": (tables, [estate, keys]) => {
    for (const key of words(keys)) tables.of("rule_dirty").insert({ estate, key });
    return words(keys).length;
  },
  [squeezed(`
    with held as (
      select account, estate from access where account = any($1::uuid[])
      union select account, estate from session
        where account = any($2::uuid[]) and state in ('granted', 'unresolved', 'inside')
      union select * from unnest($3::uuid[], $4::text[])
    )
    insert into rule_dirty (estate, key)
    select estate, 'account/' || account from held
    union all
    select h.estate, c.key from held h
    join (select account, 'credential/' || ref as key from card
          union all select account, 'credential/' || plate_ref from vehicle where plate_ref is not null
          union all select account, 'plate/' || plate_alike from vehicle where plate_alike is not null) c
      on c.account = h.account
    where not exists (select from access a where a.account = h.account and a.estate = h.estate)`)]: (
    tables,
    [accounts, , ...visited],
  ) => {
    const held = new Map<string, Row>();
    const hold = ({ account, estate }: Row) => void held.set(`${account}/${estate}`, { account, estate });
    for (const account of words(accounts)) {
      for (const row of tables.of("access").by("account", account)) hold(row);
      for (const row of tables.of("session").by("account", account)) if (isOpen(row)) hold(row);
    }
    for (const row of unnest(visited, "account", "estate")) hold(row);
    let marked = 0;
    const mark = (estate: unknown, key: string): void => {
      tables.of("rule_dirty").insert({ estate, key });
      marked++;
    };
    for (const { account, estate } of held.values()) {
      mark(estate, `account/${text(account)}`);
      if (tables.of("access").get(account, estate)) continue;
      for (const { ref } of tables.of("card").by("account", account)) mark(estate, `credential/${text(ref)}`);
      for (const { account: owner, plate_ref, plate_alike } of tables.of("vehicle").all()) {
        if (owner === account && plate_ref !== null) mark(estate, `credential/${text(plate_ref)}`);
        if (owner === account && plate_alike !== null) mark(estate, `plate/${text(plate_alike)}`);
      }
    }
    return marked;
  },
  [squeezed(`insert into rule_dirty (estate, key)
    select $1, key from (
      select 'estate' as key
      union all select 'card-key'
      union all select 'zone/' || id from zone where estate = $2
      union all select 'key/' || kid from issuer_key
      union all select id from house where id = 'trust-list'
      union all select 'denied/' || ref from device where revoked_at is not null
      union all select 'denied/' || ref from visitor_ticket
        where estate = $3 and (used_at is not null or revoked_at is not null)
      union all select distinct 'lease/' || gate || '/' || zone from lease where estate = $4
    ) ground`)]: (tables, [estate]) => {
    const leases = tables
      .of("lease")
      .by("estate", estate)
      .map((row) => `lease/${row["gate"]}/${row["zone"]}`);
    const keys = [
      ...["estate", "card-key"],
      ...tables
        .of("zone")
        .by("estate", estate)
        .map((row) => `zone/${text(row["id"])}`),
      ...[...tables.of("issuer_key").all()].map((row) => `key/${text(row["kid"])}`),
      ...(tables.of("house").get("trust-list") ? ["trust-list"] : []),
      ...[...tables.of("device").all()].flatMap(({ ref, revoked_at }) =>
        revoked_at === null ? [] : `denied/${text(ref)}`,
      ),
      ...[...tables.of("visitor_ticket").all()]
        .filter((row) => row["estate"] === estate && (row["used_at"] !== null || row["revoked_at"] !== null))
        .map(({ ref }) => `denied/${text(ref)}`),
      ...new Set(leases),
    ];
    for (const key of keys) tables.of("rule_dirty").insert({ estate, key });
    return keys.length;
  },
  "insert into rule_dirty (estate, key) select estate, 'zone/' || id from zone where estate = $1 union all select $2, 'estate'":
    (tables, [estate]) => {
      const zones = tables.of("zone").by("estate", estate);
      tables.of("rule_dirty").insert({ estate, key: "estate" });
      for (const { id } of zones) tables.of("rule_dirty").insert({ estate, key: `zone/${text(id)}` });
      return zones.length + 1;
    },
  "select distinct estate from rule_dirty": (tables) =>
    [...new Set([...tables.of("rule_dirty").all()].map((row) => text(row["estate"])))].map((estate) => ({ estate })),
  "gate-positions": (tables, [estate]) =>
    tables
      .of("gate")
      .by("estate", estate)
      .filter((gate) => gate["revoked_at"] === null)
      .sort(byText("id"))
      .map(({ id, epoch }) => {
        const at = tables.of("gate_epoch").get(id, epoch);
        return { id, epoch: at ? epoch : null, through: at?.["through"] ?? null };
      }),
  "select rules_version, rules_digest from estate where id = $1 for no key update": (tables, [estate]) =>
    present([tables.of("estate").get(estate)]).map(({ rules_version, rules_digest }) => ({
      rules_version,
      rules_digest,
    })),
  "rules-take-dirty": (tables, [estate]) => {
    const rows = tables.of("rule_dirty").by("estate", estate);
    for (const row of rows) tables.of("rule_dirty").delete(row);
    return [...new Set(rows.map((row) => text(row["key"])))].map((key) => ({ key }));
  },
  "rules-published": (tables, [estate, keys]) =>
    present(words(keys).map((key) => tables.of("rule").get(estate, key))).map(({ key, text: value }) => ({
      key,
      text: value,
    })),
  "rules-write": (tables, [estate, version, keys, texts]) => {
    const changes = unnest([keys, texts], "key", "text");
    for (const { key, text: value } of changes) {
      const before = tables.of("rule").get(estate, key);
      if (before) tables.of("rule").update(before, { version: number(version), text: value });
      else tables.of("rule").insert({ estate, key, version, text: value });
    }
    return changes.length;
  },
  "update estate set rules_version = $2, rules_digest = $3 where id = $1": (tables, [id, version, digest]) => {
    const row = tables.of("estate").get(id);
    if (row) tables.of("estate").update(row, { rules_version: number(version), rules_digest: digest });
    return row ? 1 : 0;
  },
  "rules-since": (tables, [estate, from]) => rulesOf(tables, estate, (row) => number(row["version"]) > number(from)),
  "select key, text from rule where estate = $1 and text is not null order by key": (tables, [estate]) =>
    rulesOf(tables, estate, (row) => row["text"] !== null),

  [squeezed(`select name, time_zone as "timeZone", currency, unknown_at_departure as "unknownAtDeparture",
            grant_ms as "grantMs", stuck_ms as "stuckMs", repeat_ms as "repeatMs", anti_passback as "antiPassback",
            stale_after_ms as "staleAfterMs", stale_arrivals as "staleArrivals", plate_match as "plateMatch",
            plate_confidence_permille as "plateConfidencePermille", plain_cards as "plainCards",
            unsure_clock as "unsureClock", overdraw
     from estate where id = $1`)]: (tables, [id]) => {
    const row = tables.of("estate").get(id);
    if (!row) return [];
    const { name, time_zone, currency, unknown_at_departure, grant_ms, stuck_ms, repeat_ms } = row;
    const policy = { unknownAtDeparture: unknown_at_departure, grantMs: grant_ms, stuckMs: stuck_ms };
    const { anti_passback: antiPassback, stale_after_ms: staleAfterMs, stale_arrivals: staleArrivals } = row;
    const stale = { antiPassback, staleAfterMs, staleArrivals };
    const { plate_match: plateMatch, plate_confidence_permille: plateConfidencePermille } = row;
    const plates = { plateMatch, plateConfidencePermille, plainCards: row["plain_cards"] };
    const { unsure_clock: unsureClock, overdraw } = row;
    return [
      {
        ...{ name, timeZone: time_zone, currency, repeatMs: repeat_ms, unsureClock, overdraw },
        ...{ ...policy, ...stale, ...plates },
      },
    ];
  },
  "rule-source-unheard": (tables, [estate, before]) =>
    tables
      .of("gate")
      .by("estate", estate)
      .filter((gate) => gate["revoked_at"] === null && words(gate["arrival_zones"]).length === 0)
      .map((gate) => Object(gate["status"] ?? {}).unheardSinceMs ?? null)
      .filter((since) => since !== null && since < number(before))
      .map(() => ({})),
  "rule-source-zones": (tables, [estate, zones, now]) =>
    words(zones).flatMap((id) => {
      const zone = tables.of("zone").get(estate, id);
      if (!zone) return [];
      const [tariff] = tables
        .of("tariff")
        .by("id", zone["tariff"])
        .filter((row) => number(row["effective_at"]) <= ms(now))
        .sort((a, b) => number(b["version"]) - number(a["version"]));
      if (!tariff) return [];
      return [
        {
          ...{ id, class: zone["class"], capacity: zone["capacity"], minimumCoverMinor: zone["minimum_cover_minor"] },
          factorPermille: tables.of("occupancy").get(estate, id)?.["factor_permille"] ?? 1000,
          ...{ tariff: tariff["id"], tariffVersion: tariff["version"], tariffCurrency: tariff["currency"] },
          tariffContent: tariff["content"],
        },
      ];
    }),
  "rule-source-accounts": (tables, [estate, accounts]) =>
    words(accounts).flatMap((id) => {
      const account = tables.of("account").get(id);
      const access = tables.of("access").get(id, estate);
      if (!account || (!access && !isGuest(tables, id, estate))) return [];
      const wallet = tables.of("wallet").get(id);
      const [stay] = tables
        .of("session")
        .by("account", id)
        .filter(({ state }) => state === "granted" || state === "inside")
        .sort((a, b) => number(b["granted_at"]) - number(a["granted_at"]) || byText("id")(b, a));
      const since = stay && number(stay["arrived_at"] ?? stay["granted_at"]);
      return [
        {
          ...{ id, blocked: account["blocked_at"] !== null || !access },
          ...{ balance: wallet?.["balance_minor"] ?? null, held: wallet?.["held_minor"] ?? null },
          ...{ debt: wallet?.["debt_minor"] ?? null, session: stay?.["id"] ?? null },
          ...{
            estate: stay?.["estate"] ?? null,
            zone: stay?.["zone"] ?? null,
            since: since === undefined ? null : new Date(since),
          },
        },
      ];
    }),
  "rule-source-credentials": (tables, [estate, refs, now]) => {
    const cards = words(refs).flatMap((ref) => present([tables.of("card").get(ref)]));
    const plates = [...tables.of("vehicle").all()].filter(({ plate_ref }) => words(refs).includes(String(plate_ref)));
    return [
      ...cards.map(({ ref, account, revoked_at, aes, vehicle }) => ({
        ...{ ref, account, revoked: revoked_at !== null },
        ...{ aes: aes ?? null, vehicle },
      })),
      ...plates.map(({ id, account, plate_ref: ref }) => ({ ref, account, revoked: false, aes: null, vehicle: id })),
    ]
      .filter(({ account }) => tables.of("access").get(account, estate) || isGuest(tables, account, estate))
      .map(({ ref, account, revoked, aes, vehicle }) => {
        const { class: kind, id, ended_at } = tables.of("vehicle").get(vehicle) ?? {};
        const until = orNull(ended_at ?? null, dateOf);
        const isOver = until !== null && until.getTime() <= ms(now);
        return { ref, account, revoked: revoked || isOver, aes, class: kind ?? null, vehicle: id ?? null, until };
      });
  },
  "rule-source-plates": (tables, [estate, alike]) =>
    words(alike).flatMap((each) => {
      const refs = [...tables.of("vehicle").all()]
        .filter((row) => row["plate_alike"] === each && row["plate_ref"] !== null)
        .filter(({ account }) => tables.of("access").get(account, estate) || isGuest(tables, account, estate))
        .map((row) => text(row["plate_ref"]))
        .sort();
      return refs.length === 0 ? [] : [{ alike: each, refs }];
    }),
  "rule-source-denied": (tables, [refs, now]) =>
    [
      ...[...tables.of("device").all()]
        .filter(({ revoked_at }) => revoked_at !== null)
        .map(({ ref, certified_until }) => ({ ref, until: dateOf(certified_until), used: false })),
      ...[...tables.of("visitor_ticket").all()]
        .filter(({ used_at, revoked_at }) => used_at !== null || revoked_at !== null)
        .map(({ ref, until_at, used_at }) => ({ ref, until: dateOf(until_at), used: used_at !== null })),
    ]
      .filter(({ ref }) => words(refs).includes(text(ref)))
      .filter(({ until }) => until.getTime() > ms(now)),
  "rule-source-rights": (tables, [estate, accounts, since]) => {
    const rights = [...tables.of("bay_right").all()].filter(({ revoked_at }) => revoked_at === null);
    const family = ({ id, guest_of }: Row) => guest_of ?? id;
    return rights
      .filter((row) => row["estate"] === estate && words(accounts).includes(text(row["account"])))
      .sort((a, b) => number(a["from_at"]) - number(b["from_at"]) || byText("id")(a, b))
      .map((row) => ({ row, owner: rights.find(({ id }) => id === family(row)) }))
      .flatMap(({ row, owner }) => (owner ? [{ row, owner }] : []))
      .map(({ row, owner }) => ({
        ...{ account: row["account"], zone: row["zone"], places: owner["places"], own: row["places"] },
        fromAt: dateOf(Math.max(number(row["from_at"]), number(owner["from_at"]))),
        untilMs: Math.min(...[row, owner].map(({ until_at }) => orNull(until_at, number) ?? Number.POSITIVE_INFINITY)),
        shared: rights
          .filter((each) => family(each) === owner["id"] && each["account"] !== row["account"])
          .map((each) => text(each["account"]))
          .sort(),
      }))
      .filter(({ untilMs }) => untilMs > ms(since))
      .map(({ untilMs, ...row }) => ({
        ...row,
        untilAt: untilMs === Number.POSITIVE_INFINITY ? null : dateOf(untilMs),
      }));
  },
  "rule-source-classes": (tables, [accounts, now]) =>
    words(accounts).flatMap((account) => {
      const classes = new Set(
        [...tables.of("vehicle").all()]
          .filter((row) => row["account"] === account && (orNull(row["ended_at"], number) ?? ms(now) + 1) > ms(now))
          .map((row) => row["class"]),
      );
      return classes.size === 1 ? [{ account, class: [...classes][0] }] : [];
    }),
  "rule-source-covers": (tables, [id]) =>
    present([tables.of("estate").get(id)]).map(({ currency, time_zone }) => ({
      ...{ currency, timeZone: time_zone },
      covers: tables
        .of("zone")
        .by("estate", id)
        .map((zone) => text(zone["minimum_cover_minor"])),
    })),
  "rule-source-wallets": (tables, [accounts]) =>
    present(words(accounts).map((account) => tables.of("wallet").get(account))).map(
      ({ account, currency, balance_minor, held_minor, debt_minor }) => ({
        ...{ account, currency, balance: balance_minor, held: held_minor, debt: debt_minor },
      }),
    ),
  [squeezed(`select kid, public_key as "publicKey", not_before as "notBefore", not_after as "notAfter"
     from issuer_key where kid = any($1::text[])`)]: (tables, [kids]) =>
    present(words(kids).map((kid) => tables.of("issuer_key").get(kid))).map(
      ({ kid, public_key, not_before, not_after }) => ({
        ...{ kid, publicKey: public_key, notBefore: orNull(not_before, dateOf), notAfter: orNull(not_after, dateOf) },
      }),
    ),
  "rule-source-leases": (tables, [estate, leases]) =>
    words(leases).flatMap((id) => {
      const [gateId, zone] = id.split("/");
      const gate = tables.of("gate").get(gateId);
      if (!gate || gate["estate"] !== estate || gate["revoked_at"] !== null) return [];
      const lease = tables.of("lease").get(gateId, gate["epoch"], zone);
      return lease ? [{ id, epoch: lease["epoch"], lent: lease["lent"] }] : [];
    }),
};

const isOpen = ({ state }: Row): boolean => state === "granted" || state === "unresolved" || state === "inside";

const isGuest = (tables: Tables, account: unknown, estate: unknown): boolean =>
  tables
    .of("session")
    .by("account", account)
    .some((row) => row["estate"] === estate && isOpen(row));

const dateOf = (value: unknown): Date => new Date(number(value));

const rulesOf = (tables: Tables, estate: unknown, wanted: (row: Row) => boolean): Row[] =>
  tables
    .of("rule")
    .by("estate", estate)
    .filter(wanted)
    .sort(byText("key"))
    .map(({ key, text: value }) => ({ key, text: value }));
