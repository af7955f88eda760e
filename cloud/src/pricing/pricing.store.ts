import type { EstateId, ZoneId } from "@baygate/shared/ids";
import type { Currency } from "@baygate/shared/money";
import type { Tx } from "../db/client.ts";
import { msOf } from "../db/rows.ts";
import { TariffContent, tariffOf } from "./tariff.ts";

/** By what an estate prices. */
export interface EstateRow {
  readonly id: EstateId;
  readonly timeZone: string;
  readonly currency: Currency;
  readonly missedDepartureMinor: bigint;
}

export interface ZoneRow {
  readonly estate: EstateId;
  readonly id: ZoneId;
  readonly capacity: number;
  readonly minimumCoverMinor: bigint;
  readonly tariff: string;
}

/** The estates and all their zones. */
export async function readTerms(
  { client }: Tx,
  estates: readonly EstateId[],
): Promise<{ readonly estates: EstateRow[]; readonly zones: ZoneRow[] }> {
  const found = await client.query<Omit<EstateRow, "missedDepartureMinor"> & { missed: string }>({
    name: "read-estate-terms",
    text: `select id, time_zone as "timeZone", currency, missed_departure_minor as missed from estate where id = any($1::text[])`,
    values: [estates],
  });
  const zones = await client.query<Omit<ZoneRow, "minimumCoverMinor"> & { cover: string }>({
    name: "read-zone-terms",
    text: "select estate, id, capacity, minimum_cover_minor as cover, tariff from zone where estate = any($1::text[])",
    values: [estates],
  });
  return {
    estates: found.rows.map(({ missed, ...row }) => ({ ...row, missedDepartureMinor: BigInt(missed) })),
    zones: zones.rows.map(({ cover, ...row }) => ({ ...row, minimumCoverMinor: BigInt(cover) })),
  };
}

/** The versions named, and every version of the tariffs in `whole`. Content that does not validate is left out: it cannot price. */
export async function readTariffs(
  { client }: Tx,
  versions: readonly { readonly tariff: string; readonly version: number }[],
  whole: readonly string[],
) {
  if (versions.length === 0 && whole.length === 0) return [];
  const { rows } = await client.query<{
    id: string;
    version: number;
    currency: Currency;
    content: unknown;
    effectiveAtMs: number;
  }>({
    name: "read-tariffs",
    text: `select id, version, currency, content, ${msOf("effective_at")} as "effectiveAtMs" from tariff
      where (id, version) in (select * from unnest($1::text[], $2::bigint[])) or id = any($3::text[])`,
    values: [versions.map(({ tariff }) => tariff), versions.map(({ version }) => version), whole],
  });
  return rows.flatMap(({ content, currency, ...row }) => {
    const parsed = TariffContent.safeParse(content);
    return parsed.success ? [{ ...row, tariff: tariffOf(currency, parsed.data) }] : [];
  });
}
