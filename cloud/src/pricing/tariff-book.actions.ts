import { selectTariffsAt, selectZones, type TariffRow } from "../estates/estates.store.ts";
import type { House } from "../house.ts";
import { offerWords } from "./price.ts";
import { TariffContent, tariffOf } from "./tariff.ts";
import { selectDrafts } from "./tariffs.store.ts";

/** A tariff as an operator looks for it. */
export interface BookedTariff {
  readonly id: string;
  readonly currency: string;
  /** Null: none yet. */
  readonly inForce: TariffRow | null;
  /** The newest version, where its time has not come. */
  readonly upcoming: TariffRow | null;
  /** What a gate shows of it; null without a version in force, or where that cannot be read. */
  readonly words: string | null;
  readonly zones: readonly { readonly estate: string; readonly zone: string; readonly name: string }[];
  readonly openDrafts: number;
}

/** Later than any version's effect. */
const EVER = new Date(Date.UTC(9999, 0));
const AT_PAR = { tariff: "", version: 1, factorPermille: 1000 };

function wordsOf(row: TariffRow | undefined): string | null {
  const content = TariffContent.safeParse(row?.content);
  return row && content.success ? offerWords(tariffOf(row.currency, content.data), AT_PAR) : null;
}

/** Every tariff that there is, by name: what is in force, what will be, who charges by it and whether somebody works on it. */
export async function readTariffBook(house: House): Promise<BookedTariff[]> {
  const [present, newest, zones, drafts] = await Promise.all([
    selectTariffsAt(house.db, new Date(house.clock.wallMs())),
    selectTariffsAt(house.db, EVER),
    selectZones(house.db),
    selectDrafts(house.db),
  ]);
  const versions = newest.map(({ id, currency }) => ({ id, currency }));
  const begun = drafts.map(({ tariff, currency }) => ({ id: tariff, currency }));
  const all = new Map([...begun, ...versions].map((each) => [each.id, each]));
  return [...all.values()]
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map(({ id, currency }) => {
      const inForce = present.find((each) => each.id === id);
      const last = newest.find((each) => each.id === id);
      return {
        ...{ id, currency, inForce: inForce ?? null },
        upcoming: last && last.version !== inForce?.version ? last : null,
        words: wordsOf(inForce),
        zones: zones
          .filter(({ zone }) => zone.tariff === id)
          .map(({ zone }) => ({ estate: zone.estate, zone: zone.id, name: zone.name })),
        openDrafts: drafts.filter(({ tariff }) => tariff === id).length,
      };
    });
}
