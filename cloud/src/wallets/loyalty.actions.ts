import type { AccountRef } from "@baygate/shared/ids";
import { z } from "zod";
import { lockAccount } from "../accounts/accounts.store.ts";
import { writeAudit } from "../accounts/audit.store.ts";
import type { Tx } from "../db/client.ts";
import { type Actor, type House, type Refused, refused } from "../house.ts";
import { markAccounts } from "../rules/feed.store.ts";
import {
  deleteRank,
  isPositionTaken,
  selectCustom,
  selectPersons,
  selectRanked,
  selectRankedOn,
  selectRanks,
  updateRank,
  upsertRank,
  upsertRankedOn,
} from "./loyalty.store.ts";
import { earnedRank, type Rank, RankRule } from "./loyalty.ts";

/** A rank as the office sees it. */
export interface RankSeen extends Rank {
  readonly name: string;
  /** How far below zero an account of this rank may go. */
  readonly creditLimitMinor: bigint;
}

/** The ranks, the lowest first. */
export async function listRanks(house: House): Promise<RankSeen[]> {
  return (await selectRanks(house.db)).map((row) => ({ ...row, rule: RankRule.parse(row.rule) }));
}

async function audited(tx: Tx, house: House, actor: Actor, verb: string, subject: string, detail: object) {
  const at = new Date(house.clock.wallMs());
  await writeAudit(tx, { at, actor: actor.name, verb, subject, detail: { ...detail } });
}

/** Makes a rank, or changes one. Who holds it has its credit at once; who earns it is found out by the next ranking. */
export async function putRank(
  house: House,
  actor: Actor,
  asked: RankSeen,
): Promise<RankSeen | Refused<"rank-position-taken">> {
  return await house.db.tx(async (tx) => {
    if (await isPositionTaken(tx, asked.id, asked.position)) return refused("rank-position-taken");
    const rule = z.encode(RankRule, asked.rule);
    await upsertRank(tx, { ...asked, rule });
    await markAccounts(tx, await selectRanked(tx, asked.id));
    await upsertRankedOn(tx, "");
    await audited(tx, house, actor, "rank.put", asked.id, { rule, creditLimit: String(asked.creditLimitMinor) });
    return asked;
  });
}

/** Takes a rank away, also from who holds it. */
export async function removeRank(
  house: House,
  actor: Actor,
  id: string,
): Promise<{ readonly id: string } | Refused<"rank-unknown">> {
  return await house.db.tx(async (tx) => {
    const holders = await selectRanked(tx, id);
    if (!(await deleteRank(tx, id))) return refused("rank-unknown");
    await updateRank(tx, holders, null);
    await markAccounts(tx, holders);
    await upsertRankedOn(tx, "");
    await audited(tx, house, actor, "rank.removed", id, { holders: holders.length });
    return { id };
  });
}

/** Who does what nobody asked for. */
const WORKER: Actor = { name: "house:loyalty" };
const PAGE = 200;

/**
 * Ranks all persons by what they have done, once a day (UTC) and after ranks have changed.
 *
 * @returns how many ranks changed; undefined when today's ranking was done already.
 */
export async function rankAccounts(house: House): Promise<number | undefined> {
  const today = new Date(house.clock.wallMs()).toISOString().slice(0, 10);
  if ((await selectRankedOn(house.db)) === today) return undefined;
  let changed = 0;
  let after: AccountRef | undefined;
  for (;;) {
    const page = await selectPersons(house.db, after, PAGE);
    const last = page.at(-1);
    if (!last) break;
    changed += await rank(
      house,
      page.map(({ id }) => id),
    );
    after = last.id;
  }
  await upsertRankedOn(house.db, today);
  return changed;
}

/** Ranks some accounts as of now; answers how many ranks changed. */
export async function rank(house: House, accounts: readonly AccountRef[]): Promise<number> {
  return await house.db.tx(async (tx) => {
    const ranks: Rank[] = (await selectRanks(tx)).map((row) => ({ ...row, rule: RankRule.parse(row.rule) }));
    const days = [...new Set(ranks.map(({ rule }) => rule.days))];
    const done = await selectCustom(tx, accounts, days.length > 0 ? days : [1], new Date(house.clock.wallMs()));
    let changed = 0;
    for (const [id, { rank: before, debtMinor, custom }] of [...done].sort(([a], [b]) => (a < b ? -1 : 1))) {
      const earned = earnedRank(ranks, custom, debtMinor);
      if (before === earned || !(await isOther(tx, id, earned))) continue;
      await updateRank(tx, [id], earned);
      await markAccounts(tx, [id]);
      await audited(tx, house, WORKER, "rank.changed", id, { rank: earned });
      changed++;
    }
    return changed;
  });
}

async function isOther(tx: Tx, id: AccountRef, earned: string | null): Promise<boolean> {
  const row = await lockAccount(tx, id);
  return row !== undefined && row.rank !== earned;
}
