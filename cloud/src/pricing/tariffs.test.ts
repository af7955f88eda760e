import { execFile } from "node:child_process";
import { readdirSync } from "node:fs";
import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { asTable, type PriceAsked, priceByFile } from "./price.command.ts";
import { offerWords, price } from "./price.ts";
import { tariffOf } from "./tariff.ts";
import { instantOf, localTime, offerAt, TariffFile } from "./tariff-file.ts";
import { slowPrice } from "./testing.ts";

const folder = join(import.meta.dirname, "../../../docs/tariffs");
const files = await Promise.all(
  readdirSync(folder)
    .filter((name) => name.endsWith(".yaml"))
    .map(async (name) => ({ name, file: TariffFile.parse(parse(await readFile(join(folder, name), "utf8"))) })),
);

const WORDS: Record<string, string> = {
  "airport.yaml": "6.00 EUR an hour; longer may cost less",
  "city-garage.yaml": "day 3.00 CHF an hour, night 1.20 CHF an hour",
  "electric-bays.yaml": "3.00 EUR an hour",
  "free-first-20-minutes.yaml": "first 20 min free, next 1 h 3.24 USD an hour, then 5.40 USD an hour",
  "resident.yaml": "2.40 EUR an hour, at least 1.00 EUR",
  "seasons-and-holidays.yaml": "5.00 BRL to 20.00 BRL an hour, by when and how long, shuttle 3.00 BRL",
  "weekend-flat.yaml": "weekdays 2.50 EUR an hour, weekend 5.00 EUR",
};

describe.each(files)("docs/tariffs/$name", ({ name, file }) => {
  const tariff = tariffOf(file.currency, file.content);
  test("shows", () => {
    expect(offerWords(tariff, offerAt(1))).toBe(WORDS[name]);
  });

  test.each(file.stays)("$words: $totalMinor", (each) => {
    const moment = (text: string) => instantOf(text, file.timeZone) ?? Number.NaN;
    const stay = {
      ...{ arrivedAtMs: moment(each.from), departedAtMs: moment(each.to), timeZone: file.timeZone },
      ...{ offer: offerAt(each.factor ?? 1), class: each.class, account: each.account },
    };
    const made = price(stay, tariff);
    expect({
      total: made.totalMinor,
      lines: made.lines.map(({ words, amountMinor }) => `${words} = ${amountMinor}`),
    }).toMatchObject({ total: each.totalMinor });
    expect(slowPrice(stay, tariff).total).toBe(each.totalMinor);
  });
});

test("electric bays tell an electric car of the overstay", () => {
  const bays = files.find(({ name }) => name === "electric-bays.yaml")?.file;
  if (!bays) throw new Error("no electric bays");
  const tariff = tariffOf(bays.currency, bays.content);
  expect(offerWords(tariff, offerAt(1), "electric")).toBe("1.50 EUR an hour, after 4 h 2.00 EUR more per 15 min");
  expect(offerWords(tariff, offerAt(1), "truck")).toBe("6.00 EUR an hour, 5.00 EUR for truck");
});

describe("a moment without an offset is what the clocks show", () => {
  test.each([
    ["2026-03-02T09:00+01:00", "UTC", "2026-03-02T08:00:00.000Z"],
    ["2026-03-02T09:00", "Europe/Zurich", "2026-03-02T08:00:00.000Z"],
    ["2026-03-02T09:00:30+05:45", "Europe/Zurich", "2026-03-02T03:15:30.000Z"],
    ["2026-03-02T09:00", "Asia/Kathmandu", "2026-03-02T03:15:00.000Z"],
    ["2026-10-25T02:30", "Europe/Zurich", "2026-10-25T00:30:00.000Z"],
    ["2026-03-29T02:30", "Europe/Zurich", "2026-03-29T01:30:00.000Z"],
    ["2026-04-05T01:45", "Australia/Lord_Howe", "2026-04-04T14:45:00.000Z"],
  ])("%s in %s", (text, timeZone, utc) => {
    expect(new Date(instantOf(text, timeZone) ?? 0).toISOString()).toBe(utc);
  });

  test("and is shown again", () => {
    expect(localTime(Date.parse("2026-03-02T08:00:00Z"), "Asia/Kathmandu")).toBe("2026-03-02 13:45");
  });
});

describe("what cannot be priced says why", async () => {
  const asked = { tariff: join(folder, "city-garage.yaml"), from: "2026-03-02T09:00", to: "2026-03-02T10:00" };
  const nameless = join(await mkdtemp(join(tmpdir(), "baygate-tariff-")), "nameless.yaml");
  await writeFile(nameless, (await readFile(asked.tariff, "utf8")).replace(/^name: .*$/m, "name: ''"));
  test.each<[string, Partial<PriceAsked>]>([
    ["tariff-unreadable: ENOENT", { tariff: "/nowhere.yaml" }],
    ["tariff-invalid: name: ", { tariff: nameless }],
    ["time-invalid: --from: yesterday is not a time", { from: "yesterday" }],
    ["stay-invalid: --to is before --from", { to: "2026-03-01T09:00" }],
    ["time-zone-invalid: --time-zone: not an IANA time zone", { timeZone: "Mars/Olympus" }],
    ["class-invalid: --class: ", { class: "tank" }],
    ["factor-invalid: --factor: ", { factor: "much" }],
    ["factor-invalid: --factor: ", { factor: "" }],
    ["stay-invalid: longer than 10 years", { to: "2036-03-12T09:00" }],
    ["time-invalid: --from: 0001-01-01T00:00 is not after 1970", { from: "0001-01-01T00:00", to: "0001-01-01T01:00" }],
    ["account-invalid: --account is not JSON", { account: "{" }],
    ["account-invalid: --account.rank: ", { account: '{"rank":""}' }],
    [
      "account-invalid: --account.vouchers: a voucher counts once: two have the same id",
      {
        account: '{"vouchers":[{"kind":"minutes","id":"a","minutes":60},{"kind":"percent","id":"a","percent":10}]}',
      },
    ],
  ])("%s", async (message, wrong) => {
    await expect(priceByFile({ ...asked, ...wrong })).rejects.toThrow(message);
  });
});

describe("the command line", () => {
  const cloud = (...args: string[]) =>
    promisify(execFile)(process.execPath, [join(import.meta.dirname, "../main.ts"), "price", ...args]).catch(
      (error: unknown) => Object.assign({ stdout: "", stderr: "", code: 0 }, error),
    );
  const asked = [
    "--tariff",
    join(folder, "city-garage.yaml"),
    "--from",
    "2026-03-02T19:50",
    "--to",
    "2026-03-02T20:11",
  ];

  test("on a day on which the clocks change, with their offsets", async () => {
    const [, tariff = ""] = asked;
    const twice = asTable(await priceByFile({ tariff, from: "2026-10-25T02:10", to: "2026-10-25T02:10+01:00" }));
    expect(twice).toContain("2026-10-25 02:10 +02:00  2026-10-25 02:10 +01:00  night: 1 × 60 min");
    const over = asTable(await priceByFile({ tariff, from: "2026-03-28T23:30", to: "2026-03-29T03:30" }));
    expect(over).toContain("2026-03-28 23:30 to 2026-03-29 03:30 +02:00");
  });

  test("a table for people", async () => {
    const [, tariff = "", , from = "", , to = ""] = asked;
    const stdout = asTable(await priceByFile({ tariff, from, to }));
    expect(stdout).toMatchInlineSnapshot(`
      "City garage: 2026-03-02 19:50 to 2026-03-02 20:11, Europe/Zurich, standard
      day 3.00 CHF an hour, night 1.20 CHF an hour

      2026-03-02 19:50  2026-03-02 20:10  day: 1 × 20 min at 1.00 CHF     1.00 CHF
      2026-03-02 20:10  2026-03-02 20:11  night: 1 × 60 min at 1.20 CHF   1.20 CHF
                                          total                           2.20 CHF
                                          of it MWST 8.1 %, net 2.04 CHF  0.16 CHF"
    `);
  });

  test("JSON for programs", async () => {
    const { stdout } = await cloud(...asked, "--json", "--factor", "1.5");
    expect(JSON.parse(stdout)).toMatchObject({
      ...{ currency: "CHF", totalMinor: 330, total: "3.30 CHF", factorPermille: 1500, longerMayCostLess: false },
      lines: [{ rule: "windows", amountMinor: 150, from: "2026-03-02T18:50:00.000Z" }, { amountMinor: 180 }],
      taxes: [{ words: "MWST 8.1 %", ratePermille: 81, netMinor: 305, taxMinor: 25 }],
    });
  });

  test("a fault on the error output, and 2", async () => {
    const end = await cloud(...asked, "--json", "--class", "tank");
    expect(end).toMatchObject({ code: 2, stdout: "" });
    expect(JSON.parse(end.stderr)).toMatchObject({ code: "class-invalid" });
  });
});
