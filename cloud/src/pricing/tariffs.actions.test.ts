import { sql } from "drizzle-orm";
import { v7 as uuid } from "uuid";
import { beforeAll, describe, expect, test } from "vitest";
import { tariffDraft, zone } from "../db/schema/places.ts";
import { session, stay } from "../db/schema/stays.ts";
import { testDatabase } from "../db/testing.ts";
import { addTariff } from "../estates/estates.actions.ts";
import { buildEstate, MINUTE, MORNING } from "../inbox/testing.ts";
import { compareTariffs, comparisonWords, joined } from "./compare.ts";
import { price } from "./price.ts";
import { TariffContent, tariffOf } from "./tariff.ts";
import {
  draftTariff,
  dropDraft,
  publishTariff,
  readDraft,
  readDrafts,
  saveDraft,
  tryTariff,
  withdrawTariff,
} from "./tariffs.actions.ts";

const { db } = await testDatabase();
const NOW = MORNING + 40 * 24 * 60 * MINUTE;
const house = { db, clock: { wallMs: () => NOW, monoMs: () => 0, after: () => () => undefined } };
const anna = { name: "operator:anna" };
const ben = { name: "operator:ben" };

const contentOf = (priceMinor: number) => ({
  version: 1,
  rules: [
    { rule: "grace", minutes: 5 },
    { rule: "per-period", minutes: 20, priceMinor },
    { rule: "occupancy-factor" },
    { rule: "daily-cap", maximumMinor: 2000 },
  ],
});
const asked = (priceMinor: number) => ({
  ...{ tariff: "day", currency: "EUR", content: contentOf(priceMinor), words: "spring" },
});
const asTariff = (priceMinor: number) => tariffOf("EUR", TariffContent.parse(contentOf(priceMinor)));

async function keepStay(minutes: number, own: Partial<typeof stay.$inferInsert> = {}): Promise<string> {
  const id = uuid();
  const [arrivedAt, departedAt] = [new Date(MORNING), new Date(MORNING + minutes * MINUTE)];
  const place = { estate: "harbour", zone: "main", arrivedAt, departedAt };
  const offer = { tariff: "day", version: 1, factorPermille: 1250 };
  const times = { arrivedAtMs: MORNING, departedAtMs: departedAt.getTime(), timeZone: "Europe/Zurich" };
  const { totalMinor } = price({ ...times, offer }, asTariff(80));
  await db.orm.insert(session).values({ id, ...place, state: "departed", gateIn: "g", grantedAt: arrivedAt });
  await db.orm
    .insert(stay)
    .values({ session: id, ...place, currency: "EUR", totalMinor, lines: [], offer, flags: [], ...own });
  return id;
}
const ok = <T extends object>(made: T): Exclude<T, { refused: string }> => {
  expect(made).not.toHaveProperty("refused");
  return made as Exclude<T, { refused: string }>;
};

beforeAll(() => buildEstate(db, "harbour"));

describe("a draft", () => {
  test("is begun, changed by another, and thrown away", async () => {
    const draft = ok(await draftTariff(house, anna, asked(90)));
    expect(draft).toMatchObject({ tariff: "day", author: "operator:anna", publishedVersion: null });
    ok(await saveDraft(house, ben, draft.id, { content: contentOf(95) }));
    expect(await readDraft(house, draft.id)).toMatchObject({
      author: "operator:ben",
      content: contentOf(95),
      words: "spring",
    });
    expect((await readDrafts(house, "day")).map(({ id }) => id)).toEqual([draft.id]);
    ok(await dropDraft(house, ben, draft.id));
    expect(await readDrafts(house)).toEqual([]);
    expect(await saveDraft(house, ben, draft.id, {})).toEqual({ refused: "draft-unknown" });
  });

  test("says where it cannot be read", async () => {
    const content = { version: 1, rules: [{ rule: "per-period", minutes: 0, priceMinor: 80 }] };
    expect(await draftTariff(house, anna, { ...asked(90), content })).toMatchObject({
      refused: "tariff-invalid",
      words: expect.stringContaining("content.rules.0.minutes: "),
    });
  });

  test("charges what its tariff has always charged", async () => {
    expect(await draftTariff(house, anna, { ...asked(90), currency: "CHF" })).toMatchObject({
      refused: "currency-mismatch",
    });
  });
});

describe("tried on the stays that were", () => {
  test("it says what it would have taken, with every stay's own factor, class and account", async () => {
    const hour = await keepStay(60); // 3 × 80 × 1.25 = 300, with 96 instead 360
    const capped = await keepStay(900); // 2000 both
    const electric = await keepStay(60, { terms: { class: "electric", account: { rank: "gold" } } });
    await keepStay(60, { flags: ["departure-missed"], totalMinor: 500n });
    await keepStay(60, { offer: { tariff: "night", version: 1, factorPermille: 1000 } });
    const corrected = await keepStay(20, { totalMinor: 9999n });
    await db.orm.execute(sql`insert into stay (session, revision, estate, zone, arrived_at, departed_at, currency, total_minor,
      lines, offer, flags) select session, 1, estate, zone, arrived_at, departed_at, currency, 100, lines, offer, flags
      from stay where session = ${corrected}`);

    const content = {
      version: 1,
      rules: [
        ...contentOf(96).rules.slice(0, 2),
        { rule: "class", classes: { electric: { factorPermille: 500 } } },
        ...contentOf(96).rules.slice(2),
        { rule: "loyalty", percentOffByRank: { gold: 10 } },
      ],
    };
    const since = new Date(MORNING);
    const trial = ok(await tryTariff(house, { estate: "harbour" }, { ...asked(96), content }, since, new Date(NOW)));
    expect(trial).toMatchObject({
      stays: 4,
      beforeMinor: 2700n,
      afterMinor: 2642n,
      dearer: 2,
      cheaper: 1,
      isWhole: true,
    });
    expect(trial.words).toBe(
      "This would have taken 2.1 % less: 26.42 EUR instead of 27.00 EUR, of 4 stays 2 dearer and 1 cheaper.",
    );
    expect(trial.mostChanged.map(({ id, beforeMinor, afterMinor }) => [id, beforeMinor, afterMinor])).toEqual([
      [electric, 300n, 162n],
      [hour, 300n, 360n],
      [corrected, 100n, 120n],
    ]);
    expect(trial.mostChanged.some(({ id }) => id === capped)).toBe(false);
    const later = await tryTariff(house, { estate: "harbour" }, asked(96), new Date(NOW - MINUTE), new Date(NOW));
    expect(later).toMatchObject({ stays: 0, words: "There are no stays to compare." });
    expect(await tryTariff(house, { estate: "nowhere" }, asked(96), since, since)).toEqual({
      refused: "estate-unknown",
    });
  });

  test("what no tariff priced is left out: a stay that nobody saw begin, and what somebody agreed to", async () => {
    const span = [new Date(MORNING), new Date(NOW)] as const;
    const before = ok(await tryTariff(house, { estate: "harbour" }, asked(96), ...span));
    const agreed = {
      ...{ rule: "agreed", fromMs: MORNING, toMs: MORNING },
      ...{ quantity: 1, amountMinor: -300, words: "" },
    };
    await keepStay(0, { flags: ["started-by-system"], totalMinor: 2500n });
    await keepStay(60, { totalMinor: 0n, lines: [agreed] });
    expect(await tryTariff(house, { estate: "harbour" }, asked(96), ...span)).toEqual(before);
  });

  test("on a zone's stays, whatever tariff priced them: so a new tariff is tried before a zone moves to it", async () => {
    const span = [new Date(MORNING), new Date(NOW)] as const;
    const fresh = { ...asked(96), tariff: "fresh" };
    expect(await tryTariff(house, { estate: "harbour" }, fresh, ...span)).toMatchObject({ stays: 0 });
    const offer = { tariff: "day", version: 1, factorPermille: 1000 };
    await keepStay(60, { zone: "roof", totalMinor: 240n, offer });
    await keepStay(60, { zone: "roof", totalMinor: 200n, offer: { ...offer, tariff: "night" } });
    await keepStay(60, { zone: "roof", totalMinor: 500n, flags: ["departure-missed"] });
    const trial = await tryTariff(house, { estate: "harbour", zone: "roof" }, fresh, ...span);
    expect(trial).toMatchObject({ stays: 2, beforeMinor: 440n, afterMinor: 576n });
    const nowhere = await tryTariff(house, { estate: "harbour", zone: "cellar" }, fresh, ...span);
    expect(nowhere).toEqual({ refused: "zone-unknown" });
  });

  test("pages do not change what is compared", () => {
    const stays = Array.from({ length: 61 }, (_, nth) => ({
      ...{ id: String(nth).padStart(2, "0"), arrivedAtMs: MORNING, departedAtMs: MORNING + nth * 7 * MINUTE },
      ...{ timeZone: "Europe/Zurich", offer: { tariff: "day", version: 1, factorPermille: 1000 }, chargedMinor: 100n },
    }));
    const [before, after] = [asTariff(80), asTariff(100)];
    const whole = compareTariffs(stays, before, after);
    const parts = [stays.slice(0, 20), stays.slice(20, 21), stays.slice(21)];
    expect(parts.map((part) => compareTariffs(part, before, after)).reduce(joined)).toEqual(whole);
    expect(whole.mostChanged).toHaveLength(20);
    expect(comparisonWords(compareTariffs(stays, before, before), "EUR")).toContain("as much");
    expect(comparisonWords(compareTariffs(stays.slice(9, 10), before, after), "EUR")).toContain("of 1 stay 1 dearer");
  });
});

describe("published", () => {
  test("it is the next version, from its date on, once; the zones' rules follow", async () => {
    const draft = ok(await draftTariff(house, anna, asked(100)));
    await db.orm.execute(sql`delete from rule_dirty`);
    const effect = new Date(NOW + 24 * 60 * MINUTE);
    expect(await publishTariff(house, anna, draft.id, new Date(NOW - 1))).toEqual({ refused: "effect-in-the-past" });
    const row = ok(await publishTariff(house, anna, draft.id, effect));
    expect(row).toMatchObject({ id: "day", version: 2, effectiveAt: effect, estates: ["harbour"] });
    expect(await publishTariff(house, anna, draft.id, null)).toMatchObject({ refused: "draft-published" });
    expect(await readDraft(house, draft.id)).toMatchObject({ publishedVersion: 2 });
    const { rows } = await db.pool.query("select key from rule_dirty order by key");
    expect(rows).toEqual([{ key: "zone/main" }, { key: "zone/roof" }]);
    const { rows: verbs } = await db.pool.query("select verb from audit where subject = 'day/2'");
    expect(verbs).toEqual([{ verb: "tariff.published" }]);
  });

  test("not before a version that is to come: it would take that one's time", async () => {
    const draft = ok(await draftTariff(house, anna, asked(110)));
    expect(await publishTariff(house, anna, draft.id, null)).toMatchObject({ refused: "effect-before-newest" });
  });

  test("two at once are two versions", async () => {
    await db.orm.delete(tariffDraft);
    await db.orm.update(zone).set({ tariff: "day" });
    const drafts = [await draftTariff(house, anna, asked(120)), await draftTariff(house, ben, asked(130))].map(ok);
    const effect = new Date(NOW + 48 * 60 * MINUTE);
    const made = await Promise.all(drafts.map(({ id }) => publishTariff(house, anna, id, effect)));
    expect(made.map((each) => ("version" in each ? each.version : each)).sort()).toEqual([3, 4]);
  });
});

describe("withdrawn", () => {
  const DAY = 24 * 60 * MINUTE;
  const publish = async (tariff: string, effect: number) => {
    const draft = ok(await draftTariff(house, anna, { ...asked(100), tariff }));
    return ok(await publishTariff(house, anna, draft.id, new Date(effect)));
  };
  const versionsOf = async (tariff: string) => {
    const { rows } = await db.pool.query("select version from tariff where id = $1 order by version", [tariff]);
    return rows.map(({ version }) => version);
  };

  test("before its time, it is gone, stands in the way of no other, and its number is given to none", async () => {
    await publish("quay", NOW);
    const wrong = await publish("quay", NOW + 30 * DAY);
    expect(wrong.version).toBe(2);
    ok(await withdrawTariff(house, ben, "quay", 2));
    expect(await versionsOf("quay")).toEqual([1]);
    const { rows } = await db.pool.query("select actor, verb, detail from audit where subject = 'quay/2' order by id");
    expect(rows[1]).toMatchObject({
      ...{ actor: "operator:ben", verb: "tariff.withdrawn" },
      detail: { currency: "EUR", content: contentOf(100), effectiveAt: new Date(NOW + 30 * DAY).toISOString() },
    });
    expect(await publish("quay", NOW + DAY)).toMatchObject({ version: 3 });
    const added = { id: "quay", currency: "EUR", content: contentOf(120) };
    ok(await withdrawTariff(house, ben, "quay", 3));
    expect(await addTariff(house, anna, added)).toMatchObject({ version: 4 });
  });

  test("not once it is in force or about to be: gates were told of it, and cars are inside with it", async () => {
    await publish("pier", NOW);
    await publish("pier", NOW + MINUTE);
    for (const version of [1, 2])
      expect(await withdrawTariff(house, anna, "pier", version)).toMatchObject({ refused: "version-in-force" });
    expect(await withdrawTariff(house, anna, "pier", 3)).toEqual({ refused: "version-unknown" });
    expect(await withdrawTariff(house, anna, "nothing", 1)).toEqual({ refused: "tariff-unknown" });
    expect(await versionsOf("pier")).toEqual([1, 2]);
  });

  test("not the only one that a zone waits for", async () => {
    await publish("mole", NOW + DAY);
    await db.orm.update(zone).set({ tariff: "mole" }).where(sql`id = 'roof'`);
    expect(await withdrawTariff(house, anna, "mole", 1)).toEqual({ refused: "version-awaited" });
    await db.orm.update(zone).set({ tariff: "day" }).where(sql`id = 'roof'`);
    ok(await withdrawTariff(house, anna, "mole", 1));
  });
});
