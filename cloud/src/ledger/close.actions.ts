import { createHash } from "node:crypto";
import type { EstateId } from "@baygate/shared/ids";
import { z } from "zod";
import type { Tx } from "../db/client.ts";
import { type House, type Refused, refused } from "../house.ts";
import { localDate, nextLocalDayMs } from "../pricing/local-days.ts";
import {
  type CloseRow,
  closeBefore,
  closeOf,
  estatesToClose,
  findForClose,
  insertClose,
  raiseUnproved,
  seeOneMoment,
  selectCloses,
  writersSince,
} from "./close.store.ts";
import {
  type ClosedBefore,
  type CloseFinding,
  type CloseFindings,
  type CloseProof,
  faultsOfClose,
  hashedText,
  proofOf,
} from "./close.ts";

type EstateToClose = Awaited<ReturnType<typeof estatesToClose>>[number];

/** A day that was closed. */
export interface Closed {
  readonly estate: EstateId;
  readonly day: string;
  readonly proof: CloseProof;
  readonly hash: string;
}

/** `books-unproved`: something is wrong with the books; nothing was stored. */
export interface Unproved extends Refused<"books-unproved"> {
  readonly refused: "books-unproved";
  readonly words: string;
  readonly findings: readonly CloseFinding[];
}

export type CloseRefusal = "estate-unknown" | "day-closed" | "day-not-over" | "day-out-of-order" | "books-busy";

/** The first instant of a local date; undefined when there is no such date. */
function startOfDay(day: string, timeZone: string): number | undefined {
  // No zone is further than 15 hours from UTC, so the day before holds this instant, or the one before that.
  let at = Date.parse(`${day}T00:00:00Z`) - 40 * 3_600_000;
  if (Number.isNaN(at)) return undefined;
  while (localDate(at, timeZone) < day) at = nextLocalDayMs(at, timeZone);
  return localDate(at, timeZone) === day ? at : undefined;
}

/** The local date after one. */
const dayAfter = (day: string): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);

/**
 * Closes an estate's local day: proves that the books balance, and stores the proof with a hash chained to the day before. The day covers
 * what was *posted* in it, by the database's clock, so a fact that comes late is another day's and a closed day never changes. Days are
 * closed in their order, each once, and only when no transaction is under way that began in it.
 *
 * @param day local date, "2026-11-23".
 */
export async function closeDay(
  house: Pick<House, "db">,
  estate: EstateId,
  day: string,
): Promise<Closed | Unproved | Refused<CloseRefusal>> {
  const known = (await estatesToClose(house.db)).find(({ id }) => id === estate);
  if (!known) return refused("estate-unknown");
  const fromMs = startOfDay(day, known.timeZone);
  if (fromMs === undefined) return refused("day-out-of-order", `${day} is no day of this estate's calendar`);
  const opened = localDate(known.createdAt.getTime(), known.timeZone);
  if (day < opened) return refused("day-out-of-order", `the estate was opened on ${opened}`);
  const toMs = nextLocalDayMs(fromMs, known.timeZone);
  if (toMs > known.now.getTime()) return refused("day-not-over", `it ends at ${new Date(toMs).toISOString()}`);
  const answer = await house.db.tx((tx) => close(tx, known, day, fromMs, toMs));
  // In a transaction of its own: what could not be proved has stored nothing.
  if ("findings" in answer)
    await house.db.tx((tx) => raiseUnproved(tx, estate, known.now, `${day}: ${answer.words}`.slice(0, 500)));
  return answer;
}

async function close(
  tx: Tx,
  { id: estate, currency }: EstateToClose,
  day: string,
  fromMs: number,
  toMs: number,
): Promise<Closed | Unproved | Refused<CloseRefusal>> {
  await seeOneMoment(tx);
  // Asked before anything of the books is seen: whoever has ended by then is seen whole.
  if ((await writersSince(tx, toMs)) > 0)
    return refused("books-busy", "a transaction that began that day is under way");
  if (await closeOf(tx, estate, day)) return refused("day-closed");
  const last = await closeBefore(tx, estate, "9999-12-31");
  if (last && dayAfter(last.day) !== day)
    return refused("day-out-of-order", `the day to be closed next is ${dayAfter(last.day)}`);
  const found = await findForClose(tx, { estate, day, fromMs, toMs, currency });
  const before = last && beforeOf(last);
  const findings = faultsOfClose(found, before);
  if (findings.length > 0) return unproved(findings);
  const proof = proofOf(found, before);
  const hash = createHash("sha256").update(hashedText(proof, before?.hash)).digest("hex");
  const row = { estate, day, currency, proof, hash, closedAt: new Date() };
  return (await insertClose(tx, row)) ? { estate, day, proof, hash } : refused("day-closed");
}

const unproved = (findings: readonly CloseFinding[]): Unproved => ({
  refused: "books-unproved",
  words: findings.map(({ fault, words }) => `${fault}: ${words}`).join("; "),
  findings,
});

const Closing = z.object({ closing: z.string().transform(BigInt) });
const Proof = z.object({ revenue: Closing, tax: Closing });

function beforeOf({ day, hash, proof }: CloseRow): ClosedBefore {
  const { revenue, tax } = Proof.parse(proof);
  return { day, hash, revenueMinor: revenue.closing, taxMinor: tax.closing };
}

/** After midnight it waits so long: whoever began before has ended by then. Ms. */
const AFTER_MIDNIGHT_MS = 10 * 60_000;

/**
 * Closes every estate's days that are over and not closed yet, in their order. An estate whose day is not proved is tried again the next
 * time and keeps no other waiting.
 */
export async function closeDaysOver(
  house: Pick<House, "db">,
): Promise<{ readonly closed: Closed[]; readonly unproved: { readonly estate: EstateId; readonly words: string }[] }> {
  const closed: Closed[] = [];
  const failed: { estate: EstateId; words: string }[] = [];
  for (const each of await estatesToClose(house.db)) {
    const { id: estate, timeZone } = each;
    const now = each.now.getTime() - AFTER_MIDNIGHT_MS;
    let day = each.last === null ? localDate(each.createdAt.getTime(), timeZone) : dayAfter(each.last);
    while (day < localDate(now, timeZone)) {
      const answer = await closeDay(house, estate, day);
      if ("findings" in answer) failed.push({ estate, words: `${day}: ${answer.words}` });
      if ("refused" in answer && answer.refused !== "day-closed") break;
      if (!("refused" in answer)) closed.push(answer);
      day = dayAfter(day);
    }
  }
  return { closed, unproved: failed };
}

/** What the books of an estate's present day say, as a close would see them now; nothing is stored. */
export async function proveNow(
  house: Pick<House, "db">,
  estate: EstateId,
): Promise<{ readonly found: CloseFindings; readonly findings: readonly CloseFinding[] } | Refused<"estate-unknown">> {
  const known = (await estatesToClose(house.db)).find(({ id }) => id === estate);
  if (!known) return refused("estate-unknown");
  const day = localDate(known.now.getTime(), known.timeZone);
  const fromMs = startOfDay(day, known.timeZone) ?? known.now.getTime();
  const toMs = nextLocalDayMs(fromMs, known.timeZone);
  return await house.db.tx(async (tx) => {
    await seeOneMoment(tx);
    const found = await findForClose(tx, { estate, day, fromMs, toMs, currency: known.currency });
    return { found, findings: faultsOfClose(found, undefined) };
  });
}

/** An estate's closes, oldest first, each with whether its hash is still that of its proof and of the day before. */
export async function listCloses(house: Pick<House, "db">, estate: EstateId) {
  const rows = await selectCloses(house.db, estate);
  return rows.map((row, at) => {
    const text = hashedText(row.proof, rows[at - 1]?.hash);
    return { ...row, isSound: createHash("sha256").update(text).digest("hex") === row.hash };
  });
}
