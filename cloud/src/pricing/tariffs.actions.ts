import type { EstateId, ZoneId } from "@baygate/shared/ids";
import type { Currency } from "@baygate/shared/money";
import { v7 as uuid } from "uuid";
import { writeAudit } from "../accounts/audit.store.ts";
import type { Tx } from "../db/client.ts";
import {
  deleteTariff,
  insertTariff,
  lockTariff,
  nextTariffVersion,
  selectEstates,
  selectTariffVersions,
  selectZones,
  selectZonesOfTariff,
  type TariffRow,
} from "../estates/estates.store.ts";
import { type Actor, type House, type Refused, refused } from "../house.ts";
import { markDirty } from "../rules/feed.store.ts";
import { type Comparison, compareTariffs, comparisonWords, joined, NOTHING_COMPARED } from "./compare.ts";
import { TariffContent, tariffOf } from "./tariff.ts";
import {
  type DraftRow,
  deleteDraft,
  insertDraft,
  lockDraft,
  readStaysPriced,
  type StayCursor,
  selectDraft,
  selectDrafts,
  updateDraft,
} from "./tariffs.store.ts";

/** A tariff that somebody works on. Its content stands as it was written, and is valid. */
export type TariffDraft = DraftRow;

/** What a draft is made of. `content` as JSON, as a tariff's; `words`: what it is to change, for who looks at it next. */
export interface DraftAsked {
  readonly tariff: string;
  readonly currency: Currency;
  readonly content: unknown;
  readonly words: string;
}

/** Every fault of a tariff's content with where it stands: `content.rules.1.minutes: …`. */
const faultWords = (error: Extract<ReturnType<typeof TariffContent.safeParse>, { success: false }>["error"]): string =>
  error.issues.map((issue) => `${["content", ...issue.path].join(".")}: ${issue.message}`).join("; ");

type Unfit = Refused<"tariff-invalid" | "currency-mismatch">;

/** Whether this may become a version of its tariff: it can be read, and charges what the versions before it do. */
async function unfit(
  tx: Pick<Tx, "orm">,
  asked: Pick<DraftAsked, "tariff" | "currency" | "content">,
): Promise<Unfit | undefined> {
  const content = TariffContent.safeParse(asked.content);
  if (!content.success) return refused("tariff-invalid", faultWords(content.error));
  const [newest] = await selectTariffVersions(tx, asked.tariff);
  return newest && newest.currency !== asked.currency
    ? refused("currency-mismatch", `This tariff charges ${newest.currency}.`)
    : undefined;
}

const now = (house: House): Date => new Date(house.clock.wallMs());

async function audited(tx: Tx, house: House, actor: Actor, verb: string, subject: string, detail: object) {
  await writeAudit(tx, { at: now(house), actor: actor.name, verb, subject, detail: { ...detail } });
}

/** Begins a draft, of a tariff that there is or of a new one. */
export async function draftTariff(house: House, actor: Actor, asked: DraftAsked): Promise<TariffDraft | Unfit> {
  return await house.db.tx(async (tx) => {
    const fault = await unfit(tx, asked);
    if (fault) return fault;
    const at = now(house);
    const { tariff, currency, content, words } = asked;
    const row: DraftRow = {
      ...{ id: uuid(), tariff, currency, content, words },
      ...{ author: actor.name, createdAt: at, changedAt: at, publishedVersion: null },
    };
    await insertDraft(tx, row);
    await audited(tx, house, actor, "tariff.drafted", row.id, { tariff });
    return row;
  });
}

type NotOpen = Refused<"draft-unknown" | "draft-published">;

async function lockOpen(tx: Tx, id: string): Promise<DraftRow | NotOpen> {
  const row = await lockDraft(tx, id);
  if (!row) return refused("draft-unknown");
  return row.publishedVersion === null ? row : refused("draft-published", `It is version ${row.publishedVersion}.`);
}

/** Changes a draft's content or words. The author is who changed it last. */
export async function saveDraft(
  house: House,
  actor: Actor,
  id: string,
  changes: Partial<Pick<DraftAsked, "content" | "words">>,
): Promise<TariffDraft | Unfit | NotOpen> {
  return await house.db.tx(async (tx) => {
    const row = await lockOpen(tx, id);
    if ("refused" in row) return row;
    const { content = row.content, words = row.words } = changes;
    const changed: DraftRow = { ...row, content, words, author: actor.name, changedAt: now(house) };
    const fault = await unfit(tx, changed);
    if (fault) return fault;
    await updateDraft(tx, id, { content, words, author: changed.author, changedAt: changed.changedAt });
    await audited(tx, house, actor, "tariff.draft-changed", id, { tariff: row.tariff });
    return changed;
  });
}

/** Throws a draft away. */
export async function dropDraft(house: House, actor: Actor, id: string): Promise<object | NotOpen> {
  return await house.db.tx(async (tx) => {
    const row = await lockOpen(tx, id);
    if ("refused" in row) return row;
    await deleteDraft(tx, id);
    await audited(tx, house, actor, "tariff.draft-dropped", id, { tariff: row.tariff });
    return {};
  });
}

/** The drafts that are not published, or one tariff's, the last changed first. */
export const readDrafts = async (house: House, tariff?: string): Promise<TariffDraft[]> =>
  await selectDrafts(house.db, tariff);

/** One draft, also when it is published. */
export const readDraft = async (house: House, id: string): Promise<TariffDraft | Refused<"draft-unknown">> =>
  (await selectDraft(house.db, id)) ?? refused("draft-unknown");

/** What a draft would have made of an estate's stays. */
export interface Trial extends Comparison {
  readonly currency: Currency;
  /** "This would have taken 4.0 % more: …" */
  readonly words: string;
  /** False: there are more stays than are tried at once; the earliest were. */
  readonly isWhole: boolean;
}

async function hasZone(house: House, estate: EstateId, zone: ZoneId): Promise<boolean> {
  return (await selectZones(house.db, estate)).some((each) => each.zone.id === zone);
}

const PAGE = 2_000;
const PAGES = 100;

/**
 * Tries a draft on stays of an estate, against what they were charged. Those priced by no tariff (nobody saw them begin or end, somebody
 * agreed to another total) are left out.
 *
 * @param where with a zone its stays, whatever tariff priced them; without one the estate's that the draft's tariff priced: of a new tariff
 * there are none.
 * @param since departures from then on.
 * @param until and before then.
 */
export async function tryTariff(
  house: House,
  where: { readonly estate: EstateId; readonly zone?: ZoneId | undefined },
  draft: Pick<DraftAsked, "tariff" | "currency" | "content">,
  since: Date,
  until: Date,
): Promise<Trial | Refused<"tariff-invalid" | "currency-mismatch" | "estate-unknown" | "zone-unknown">> {
  const content = TariffContent.safeParse(draft.content);
  if (!content.success) return refused("tariff-invalid", faultWords(content.error));
  const { estate, zone } = where;
  const [place] = await selectEstates(house.db, estate);
  if (!place) return refused("estate-unknown");
  if (zone !== undefined && !(await hasZone(house, estate, zone))) return refused("zone-unknown");
  const which = zone === undefined ? { tariff: draft.tariff } : { zone };
  const { timeZone, currency } = place;
  if (currency !== draft.currency) return refused("currency-mismatch", `The estate charges ${currency}.`);
  const after = tariffOf(draft.currency, content.data);
  const span = { sinceMs: since.getTime(), untilMs: until.getTime() };
  let comparison = NOTHING_COMPARED;
  let cursor: StayCursor | null = null;
  // Page by page, so that a month of stays does not keep everybody else waiting.
  for (let page = 0; page < PAGES; page++) {
    const read = await readStaysPriced(house.db, { id: estate, timeZone, currency }, which, span, {
      ...{ after: cursor, limit: PAGE },
    });
    comparison = joined(comparison, compareTariffs(read.stays, null, after));
    cursor = read.next;
    if (!cursor) break;
  }
  return { ...comparison, currency, words: comparisonWords(comparison, currency), isWhole: cursor === null };
}

type NotPublished = NotOpen | Unfit | Refused<"effect-in-the-past" | "effect-before-newest">;

/**
 * Makes a draft the next version of its tariff. Cars inside keep what they were offered.
 *
 * @param effectiveAt from when the next arrivals are offered it; null: at once. Not before the newest version's own date: of versions in
 * force the newest counts, so that one would never have its time.
 */
export async function publishTariff(
  house: House,
  actor: Actor,
  id: string,
  effectiveAt: Date | null,
): Promise<(TariffRow & { readonly estates: readonly string[] }) | NotPublished> {
  return await house.db.tx(async (tx) => {
    const draft = await lockOpen(tx, id);
    if ("refused" in draft) return draft;
    await lockTariff(tx, draft.tariff);
    const fault = await unfit(tx, draft);
    if (fault) return fault;
    const at = now(house);
    const effect = effectiveAt ?? at;
    if (effect < at) return refused("effect-in-the-past");
    const [newest] = await selectTariffVersions(tx, draft.tariff);
    if (newest && newest.effectiveAt > effect)
      return refused(
        "effect-before-newest",
        `Version ${newest.version} takes effect on ${newest.effectiveAt.toISOString()}.`,
      );
    const { tariff, currency, content } = draft;
    const row: TariffRow = {
      id: tariff,
      version: await nextTariffVersion(tx, tariff),
      currency,
      content,
      effectiveAt: effect,
    };
    await insertTariff(tx, row);
    await updateDraft(tx, id, { publishedVersion: row.version });
    // A version whose time has not come changes nothing yet: the upkeep looks at zones now and then anyway.
    const zones = await selectZonesOfTariff(tx, tariff);
    for (const { estate, zone } of zones) await markDirty(tx, estate, [`zone/${zone}`]);
    const detail = { currency, draft: id, effectiveAt: effect.toISOString() };
    await audited(tx, house, actor, "tariff.published", `${tariff}/${row.version}`, detail);
    return { ...row, estates: [...new Set(zones.map(({ estate }) => estate))] };
  });
}

/** So long before its time a version is withdrawn at the latest: gates are told by a clock that may be a little ahead. */
const WITHDRAWN_BEFORE_MS = 60_000;

type NotWithdrawn = Refused<"tariff-unknown" | "version-unknown" | "version-in-force" | "version-awaited">;

/**
 * Takes back a version whose time has not come: no gate was told of it and no stay was offered it. The audit keeps what it said; its number
 * is given to no other.
 */
export async function withdrawTariff(
  house: House,
  actor: Actor,
  tariff: string,
  version: number,
): Promise<object | NotWithdrawn> {
  return await house.db.tx(async (tx) => {
    await lockTariff(tx, tariff);
    const versions = await selectTariffVersions(tx, tariff);
    const row = versions.find((each) => each.version === version);
    if (!row) return refused(versions.length === 0 ? "tariff-unknown" : "version-unknown");
    const { currency, content, effectiveAt } = row;
    const effect = effectiveAt.toISOString();
    if (effectiveAt.getTime() - WITHDRAWN_BEFORE_MS <= house.clock.wallMs())
      return refused("version-in-force", `It takes effect on ${effect}.`);
    const isOnly = versions.length === 1;
    if (isOnly && (await selectZonesOfTariff(tx, tariff)).length > 0) return refused("version-awaited");
    await deleteTariff(tx, tariff, version);
    const detail = { currency, content, effectiveAt: effect };
    await audited(tx, house, actor, "tariff.withdrawn", `${tariff}/${version}`, detail);
    return {};
  });
}
