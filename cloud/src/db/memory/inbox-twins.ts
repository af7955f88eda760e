import { byText, minor, ms, number, orNull, text, unnest, words } from "./cells.ts";
import { present, type Row, Violation } from "./tables.ts";
import type { Twins } from "./twins.ts";

const wordsOf = (list: unknown): string[] => (list === "" ? [] : text(list).split(","));

/** Statements of inbox.store.ts, sessions.store.ts, wallets.store.ts, ledger.store.ts, pricing.store.ts, occupancy.store.ts. */
export const inboxTwins: Twins = {
  "lock-epoch": (tables, [gate, epoch]) => {
    const row = tables.of("gate_epoch").get(gate, epoch);
    if (!row) return [];
    const { through, hash, forked_at, dated_through, boot_id, boot_began, boot_heard } = row;
    const boot = { bootId: boot_id, beganAtMs: boot_began, heardAtMs: boot_heard };
    return [{ through, hash, forked: forked_at !== null, datedThroughMs: dated_through, ...boot }];
  },
  "insert into gate_epoch (gate, epoch) values ($1, $2) on conflict do nothing": (tables, [gate, epoch]) => {
    if (tables.of("gate_epoch").get(gate, epoch)) return 0;
    if (!tables.of("gate").get(gate)) throw new Violation("23503", `there is no gate ${text(gate)}`);
    tables.of("gate_epoch").insert({ gate, epoch });
    return 1;
  },
  "update gate set epoch = $2 where id = $1": (tables, [id, epoch]) => {
    const row = tables.of("gate").get(id);
    if (row) tables.of("gate").update(row, { epoch });
    return row ? 1 : 0;
  },
  "select from gate_epoch where gate = $1 order by epoch for update": (tables, [gate]) =>
    [...tables.of("gate_epoch").all()].filter((row) => row["gate"] === gate).map(() => ({})),
  "hashes-from": (tables, [gate, epoch, from]) =>
    tables
      .of("fact")
      .by("epoch", epoch)
      .filter((row) => row["gate"] === gate && number(row["seq"]) >= number(from))
      .sort((a, b) => number(a["seq"]) - number(b["seq"]))
      .slice(0, 1000)
      .map(({ seq, hash }) => ({ seq, hash })),
  "fact-dates": (tables, [ids]) =>
    words(ids)
      .flatMap((id) => [...tables.of("fact").by("id", id)])
      .map((row) => ({ id: row["id"], atMs: row["occurred_at"] })),
  "insert-facts": (tables, values) => {
    const names = [
      "gate",
      "epoch",
      "seq",
      "id",
      "kind",
      "estate",
      "occurred_at",
      "received_at",
      "clock",
      "hash",
      "text",
    ];
    const rows = unnest(values, ...names, "quarantine");
    for (const row of rows) tables.of("fact").insert(row);
    return rows.length;
  },
  "move-epoch": (tables, [gate, epoch, through, hash, datedThrough, bootId, began, heard]) => {
    const row = tables.of("gate_epoch").get(gate, epoch);
    const dated_through = orNull(datedThrough, ms);
    const boot = { boot_id: bootId, boot_began: ms(began), boot_heard: ms(heard) };
    if (row) tables.of("gate_epoch").update(row, { through: number(through), hash, dated_through, ...boot });
    return row ? 1 : 0;
  },
  "update gate_epoch set forked_at = to_timestamp($3::float8 / 1000) where gate = $1 and epoch = $2": (
    tables,
    [gate, epoch, at],
  ) => {
    const row = tables.of("gate_epoch").get(gate, epoch);
    if (row) tables.of("gate_epoch").update(row, { forked_at: ms(at) });
    return row ? 1 : 0;
  },
  "insert-forked-facts": (tables, values) => {
    const rows = unnest(values, "gate", "epoch", "seq", "hash", "text", "received_at");
    for (const row of rows) tables.of("forked_fact").insert(row);
    return rows.length;
  },
  "insert-exceptions": (tables, values) => {
    const rows = unnest(values, "estate", "kind", "at", "gate", "session", "fact", "words");
    for (const row of rows) tables.of("exception").insert(row);
    return rows.length;
  },
  "resolve-unmatched": (tables, values) => {
    let resolved = 0;
    for (const { estate, fact, at, now } of unnest(values, "estate", "fact", "at", "now"))
      for (const row of tables.of("exception").all())
        if (
          row["estate"] === estate &&
          row["fact"] === fact &&
          row["at"] === at &&
          row["kind"] === "departure-unmatched"
        ) {
          tables.of("exception").update(row, { resolved_at: ms(now) });
          resolved++;
        }
    return resolved;
  },
  "answer-orders": (tables, values) => {
    let answered = 0;
    for (const { id, outcome, at, gate } of unnest(values, "id", "outcome", "at", "gate")) {
      const row = tables.of("gate_order").get(id);
      if (row?.["gate"] !== gate || row?.["outcome"] !== null) continue;
      tables.of("gate_order").update(row, { outcome, answered_at: ms(at) });
      answered++;
    }
    return answered;
  },

  "visits-named": (tables, [ids]) =>
    present(words(ids).map((id) => tables.of("session").get(id))).map(({ account, granted_at }) => ({
      ...{ account, grantedAtMs: granted_at },
    })),
  "stay-revisions": (tables, [ids]) =>
    words(ids).flatMap((id) => {
      const newest = tables
        .of("stay")
        .by("session", id)
        .reduce<Row | undefined>((a, b) => (a && number(a["revision"]) > number(b["revision"]) ? a : b), undefined);
      if (!newest) return [];
      const { session, revision, transaction, total_minor } = newest;
      const tax = tables
        .of("ledger_entry")
        .by("transaction", transaction)
        .filter(({ ledger_account }) => text(ledger_account).startsWith("tax:"))
        .reduce((sum, { amount_minor }) => sum + minor(amount_minor), 0n);
      const payer = newest["payer"] ?? newest["account"];
      return [{ session, revision, charged: transaction === null ? 0n : total_minor, tax, payer }];
    }),
  "grants-of": (tables, [estate, gate]) =>
    [...tables.of("session").all()]
      .filter((row) => row["estate"] === estate && row["state"] === "granted" && row["gate_in"] === gate)
      .map(({ id }) => ({ id })),
  "lock-sessions": (tables, [ids, accounts, since]) => {
    const sessions = tables.of("session");
    const found = new Map<string, Row>();
    const waiting = words(accounts)
      .flatMap((account) => [...tables.of("unmatched_departure").by("account", account)])
      .filter((row) => row["paired_with"] === null && row["session"] !== null);
    for (const id of [...words(ids), ...waiting.map((row) => text(row["session"]))]) {
      const row = sessions.get(id);
      if (row) found.set(id, row);
    }
    for (const account of words(accounts))
      for (const row of sessions.by("account", account))
        if (isOpenState(row["state"]) || (row["departed_at"] !== null && number(row["departed_at"]) >= number(since)))
          found.set(text(row["id"]), row);
    return [...found.keys()].sort().map((id) => sessionRow(found.get(id) ?? {}));
  },
  "save-sessions": (tables, values) => {
    const sessions = tables.of("session");
    const names = ["id", "account", "estate", "zone", "state", "gate_in", "gate_out", "granted_at", "arrived_at"];
    const last = ["flags", "arrival_fact", "departure_fact", "class"];
    const rows = unnest(values, ...names, "departed_at", "offer", ...last);
    for (const given of rows) {
      const row = sessions.whole({ ...given, flags: wordsOf(given["flags"]) });
      const before = sessions.get(given["id"]);
      if (!before) sessions.insert(row);
      else {
        const { state, gate_out, arrived_at, departed_at, offer, flags, arrival_fact, departure_fact } = row;
        sessions.update(before, {
          state,
          gate_out,
          arrived_at,
          departed_at,
          offer,
          flags,
          arrival_fact,
          departure_fact,
        });
      }
    }
    return rows.length;
  },
  "lock-waiting-departures": (tables, [accounts, ids]) => {
    const departures = tables.of("unmatched_departure");
    const found = new Map<string, Row>();
    for (const row of [
      ...words(accounts).flatMap((account) => departures.by("account", account)),
      ...words(ids).flatMap((id) => departures.by("session", id)),
    ])
      if (row["paired_with"] === null) found.set(text(row["fact"]), row);
    return [...found.keys()].sort().map((key) => {
      const { fact, account, session, estate, zone, gate, departed_at, heard_at, clock_unsure } = found.get(key) ?? {};
      const times = { departedAtMs: departed_at, heardAtMs: heard_at, unsure: clock_unsure };
      return { fact, account, session, estate, zone, gate, ...times };
    });
  },
  "save-departures": (tables, values) => {
    const departures = tables.of("unmatched_departure");
    const names = ["fact", "account", "session", "estate", "zone", "gate", "departed_at", "heard_at", "clock_unsure"];
    const rows = unnest(values, ...names, "paired_with");
    for (const row of rows) {
      const before = departures.get(row["fact"]);
      if (before) departures.update(before, { paired_with: row["paired_with"] });
      else departures.insert(row);
    }
    return rows.length;
  },
  "insert-stays": (tables, values) => {
    const names = ["session", "account", "estate", "zone", "arrived_at", "departed_at", "currency", "total_minor"];
    const terms = ["terms", "taxes", "payer"];
    const rows = unnest(values, ...names, "lines", "offer", "flags", "transaction", "revision", "reason", ...terms);
    for (const row of rows) tables.of("stay").insert({ ...row, flags: wordsOf(row["flags"]) });
    return rows.length;
  },

  "payers-of": (tables, [accounts]) => {
    const payers = words(accounts).flatMap((account) => [
      ...present([tables.of("group_member").get(account)]).map((row) => row["group_account"]),
      ...tables
        .of("session")
        .by("account", account)
        .filter((row) => isOpenState(row["state"]))
        .flatMap((row) => present([tables.of("hold").get(row["id"])]))
        .filter((row) => row["state"] === "open")
        .map((row) => row["account"]),
    ]);
    return [...new Set(payers)].map((payer) => ({ payer }));
  },
  "account-terms": (tables, [accounts]) =>
    present(words(accounts).map((account) => tables.of("account").get(account))).map((row) => {
      const rank = tables.of("loyalty_rank").get(row["rank"]);
      const member = tables.of("group_member").get(row["id"]);
      return {
        ...{ account: row["id"], rank: row["rank"], topUp: row["auto_top_up"] },
        credit: row["credit_limit_minor"] ?? rank?.["credit_limit_minor"] ?? 0n,
        ...{ group: member?.["group_account"] ?? null, limit: member?.["monthly_limit_minor"] ?? null },
      };
    }),
  "group-spends": (tables, values) => {
    const members = unnest(values, "group", "account").map(({ group, account }) => `${group}/${account}`);
    return [...tables.of("group_spend").all()]
      .map(({ group_account, account, month, spent_minor }) => ({
        group: group_account,
        account,
        month,
        spent: spent_minor,
      }))
      .filter(({ group, account }) => members.includes(`${group}/${account}`));
  },
  "subscriptions-of": (tables, [owners, since]) =>
    words(owners)
      .flatMap((owner) => tables.of("subscription").by("account", owner))
      .filter(
        (row) =>
          number(row["until_at"]) > number(since) &&
          (orNull(row["ended_at"], number) ?? Number.POSITIVE_INFINITY) > number(since),
      )
      .map((row) => {
        const plan = tables.of("subscription_plan").get(row["plan"]) ?? {};
        return {
          ...{ id: row["id"], plan: row["plan"], owner: row["account"], estate: plan["estate"], zones: plan["zones"] },
          ...{ classes: plan["classes"], vehicles: row["vehicles"], windows: plan["windows"], places: plan["places"] },
          fromMs: row["from_at"],
          untilMs: Math.min(number(row["until_at"]), orNull(row["ended_at"], number) ?? Number.POSITIVE_INFINITY),
        };
      })
      .sort(byText("id")),
  "vouchers-of": (tables, [accounts, sessions]) =>
    words(accounts)
      .flatMap((account) => tables.of("voucher").by("account", account))
      .filter((row) => row["used_at"] === null || words(sessions).includes(text(row["session"])))
      .sort((a, b) => number(a["valid_until"]) - number(b["valid_until"]) || byText("id")(a, b))
      .map((row) => ({
        ...{ id: row["id"], estate: row["estate"], account: row["account"], kind: row["kind"], value: row["value"] },
        ...{ validFromMs: row["valid_from"], validUntilMs: row["valid_until"], session: row["session"] },
        billed: row["billed"] !== null,
      })),
  "lock-wallets": (tables, [accounts]) =>
    present(
      words(accounts)
        .toSorted()
        .map((account) => tables.of("wallet").get(account)),
    ).map(({ account, currency, balance_minor, held_minor, debt_minor }) => ({
      ...{ account, currency, balance: balance_minor, held: held_minor, debt: debt_minor },
    })),
  "make-wallets": (tables, [accounts]) => {
    let made = 0;
    for (const id of words(accounts)) {
      const account = tables.of("account").get(id);
      if (!account || tables.of("wallet").get(id)) continue;
      tables.of("wallet").insert({ account: id, currency: account["currency"] });
      made++;
    }
    return made;
  },
  "save-wallets": (tables, values) => {
    let saved = 0;
    for (const { account, balance, held, debt } of unnest(values, "account", "balance", "held", "debt")) {
      const row = tables.of("wallet").get(account);
      const money = { balance_minor: minor(balance), held_minor: minor(held), debt_minor: minor(debt) };
      if (Object.values(money).some((amount) => amount < 0n))
        throw new Violation("23514", `wallet ${text(account)} would be negative`);
      if (row === undefined) continue;
      tables.of("wallet").update(row, money);
      saved++;
    }
    return saved;
  },
  "open-holds": (tables, [sessions]) =>
    present(words(sessions).map((id) => tables.of("hold").get(id)))
      .filter((row) => row["state"] === "open")
      .map(({ session, account, amount_minor }) => ({ session, account, amount: amount_minor })),
  "save-holds": (tables, values) => {
    const rows = unnest(values, "session", "account", "amount_minor", "state");
    for (const row of rows) {
      const before = tables.of("hold").get(row["session"]);
      if (before) tables.of("hold").update(before, { state: row["state"] });
      else tables.of("hold").insert(row);
    }
    return rows.length;
  },
  "insert-ledger-transactions": (tables, values) => {
    const names = ["id", "idempotency_key", "fingerprint", "kind", "currency", "occurred_at", "account", "session"];
    const rows = unnest(values, ...names, "words");
    for (const row of rows) {
      if (tables.of("ledger_transaction").by("idempotency_key", row["idempotency_key"]).length > 0)
        throw new Violation("23505", `${text(row["idempotency_key"])} is posted already`);
      tables.of("ledger_transaction").insert(row);
    }
    return rows.length;
  },
  "insert-ledger-entries": (tables, values) => {
    const rows = unnest(values, "transaction", "line", "ledger_account", "amount_minor");
    for (const row of rows) tables.of("ledger_entry").insert(row);
    return rows.length;
  },

  "read-estate-terms": (tables, [ids]) =>
    present(words(ids).map((id) => tables.of("estate").get(id))).map(
      ({ id, time_zone, currency, missed_departure_minor }) => ({
        ...{ id, timeZone: time_zone, currency, missed: missed_departure_minor },
      }),
    ),
  "read-zone-terms": (tables, [estates]) =>
    words(estates)
      .flatMap((estate) => tables.of("zone").by("estate", estate))
      .map(({ estate, id, capacity, minimum_cover_minor, tariff }) => ({
        ...{ estate, id, capacity, cover: minimum_cover_minor, tariff },
      })),
  "read-tariffs": (tables, [ids, versions, whole]) => {
    const named = new Set(unnest([ids, versions], "id", "version").map(({ id, version }) => `${id}@${version}`));
    const all = new Set(words(whole));
    return [...tables.of("tariff").all()]
      .filter(({ id, version }) => named.has(`${id}@${version}`) || all.has(text(id)))
      .map(({ id, version, currency, content, effective_at }) => ({
        ...{ id, version, currency, content, effectiveAtMs: effective_at },
      }));
  },

  "move-places": (tables, values) => {
    const rows = unnest(values, "estate", "zone", "a", "d", "p");
    for (const { estate, zone, a, d, p } of rows) {
      const row = tables.of("occupancy").get(estate, zone) ?? tables.of("occupancy").insert({ estate, zone });
      tables.of("occupancy").update(row, {
        arrivals: number(row["arrivals"]) + number(a),
        departures: number(row["departures"]) + number(d),
        passing: number(row["passing"]) + number(p),
      });
    }
    return rows.length;
  },
  "move-leases": (tables, values) => {
    const names = ["gate", "epoch", "estate", "zone", "lent", "used", "returned", "voided"];
    let moved = 0;
    for (const move of unnest(values, ...names)) {
      const before = tables.of("lease").get(move["gate"], move["epoch"], move["zone"]);
      const counts = ["used", "returned", "voided"].map((name) => [name, number(move[name])] as const);
      const lent = Math.max(number(before?.["lent"] ?? 0), number(move["lent"]));
      if (before && lent === before["lent"] && counts.every(([, count]) => count === 0)) continue;
      moved++;
      if (!before) tables.of("lease").insert(move);
      else
        tables.of("lease").update(before, {
          lent,
          ...Object.fromEntries(counts.map(([name, count]) => [name, number(before[name]) + count])),
        });
    }
    return moved;
  },
};

const isOpenState = (state: unknown): boolean => state === "granted" || state === "unresolved" || state === "inside";

const sessionRow = (row: Row): Row => ({
  ...{ id: row["id"], account: row["account"], estate: row["estate"], zone: row["zone"], state: row["state"] },
  ...{ gateIn: row["gate_in"], gateOut: row["gate_out"], grantedAtMs: row["granted_at"] },
  ...{ arrivedAtMs: orNull(row["arrived_at"], number), departedAtMs: orNull(row["departed_at"], number) },
  ...{ offer: row["offer"], class: row["class"], flags: row["flags"], arrivalFact: row["arrival_fact"] },
  departureFact: row["departure_fact"],
});
