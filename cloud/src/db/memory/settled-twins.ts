import { minor, number, text, unnest } from "./cells.ts";
import type { Twins } from "./twins.ts";

/** Statements of settled.store.ts and groups.store.ts: what a batch changes of agreements. */
export const settledTwins: Twins = {
  "save-group-spends": (tables, values) => {
    const spends = unnest(values, "group_account", "account", "month", "spent_minor");
    for (const row of spends) {
      const before = tables.of("group_spend").get(row["group_account"], row["account"], row["month"]);
      if (before) tables.of("group_spend").update(before, { spent_minor: minor(row["spent_minor"]) });
      else tables.of("group_spend").insert(row);
    }
    return spends.length;
  },
  "save-voucher-uses": (tables, values) => {
    let saved = 0;
    for (const { id, session, used, at } of unnest(values, "id", "session", "used", "at")) {
      const row = tables.of("voucher").get(id);
      if (row === undefined || row["billed"] !== null) continue;
      const use = { used_minor: used === null ? null : minor(used), used_at: at === null ? null : number(at) };
      tables.of("voucher").update(row, { session, ...use });
      saved++;
    }
    return saved;
  },
  "mark-members": (tables, values) => {
    let marked = 0;
    for (const { id, before, after } of unnest(values, "id", "before", "after"))
      for (const { group_account, account } of tables.of("group_member").all()) {
        if (group_account !== id) continue;
        for (const { estate } of tables.of("access").by("account", account)) {
          const minimums = tables
            .of("zone")
            .by("estate", estate)
            .map((zone) => minor(zone["minimum_cover_minor"]));
          const crosses = (least: bigint): boolean => minor(before) >= least !== minor(after) >= least;
          if (![0n, ...minimums].some(crosses)) continue;
          tables.of("rule_dirty").insert({ estate, key: `account/${text(account)}` });
          marked++;
        }
      }
    return marked;
  },
};
