import type { Tx } from "../db/client.ts";
import { writeRows } from "../db/rows.ts";
import type { GroupMove } from "./groups.ts";

/**
 * Notes that what gates say to groups' members has changed, where it has: they compare a group's cover with what their zones ask for, and
 * with zero. So a group with much money is charged without a word to all its members' gates.
 */
export const markMembers = ({ client }: Pick<Tx, "client">, moves: readonly GroupMove[]): Promise<void> =>
  writeRows(
    client,
    {
      name: "mark-members",
      text: `insert into rule_dirty (estate, key)
        select x.estate, 'account/' || m.account
        from unnest($1::uuid[], $2::bigint[], $3::bigint[]) as t(id, before, after)
        join group_member m on m.group_account = t.id
        join access x on x.account = m.account
        where (t.before >= 0) <> (t.after >= 0)
          or exists (select from zone z where z.estate = x.estate
            and (t.before >= z.minimum_cover_minor) <> (t.after >= z.minimum_cover_minor))`,
    },
    moves.filter(({ beforeMinor, afterMinor }) => beforeMinor !== afterMinor),
    (m) => m.group,
    (m) => m.beforeMinor,
    (m) => m.afterMinor,
  );
