import { readFile } from "node:fs/promises";
import { VehicleClass } from "@baygate/shared/estate";
import { formatMinor } from "@baygate/shared/money";
import type { Command } from "commander";
import { parse } from "yaml";
import type { z } from "zod";
import { offerWords, type Price, type PricedStay, price } from "./price.ts";
import { tariffOf } from "./tariff.ts";
import { exactLocalTime, Factor, instantOf, offerAt, TariffFile, TimeZone } from "./tariff-file.ts";
import { AskedAccount, type PricedAccount } from "./terms.ts";
import { factorWords } from "./words.ts";

/**
 * What was asked for cannot be priced. Codes: `tariff-unreadable` (no such file, or not YAML or JSON), `tariff-invalid`, `time-invalid`,
 * `time-zone-invalid`, `stay-invalid` (it ends before it begins, or after years), `class-invalid`, `factor-invalid`, `account-invalid`.
 */
export class Misasked extends Error {
  readonly code: string;
  readonly faults: readonly string[];

  constructor(code: string, faults: readonly string[]) {
    super(`${code}: ${faults.join("; ")}`);
    this.code = code;
    this.faults = faults;
  }
}

/** The command line's options, as they were typed. */
export interface PriceAsked {
  readonly tariff: string;
  readonly from: string;
  readonly to: string;
  readonly class?: string | undefined;
  readonly factor?: string | undefined;
  readonly account?: string | undefined;
  readonly timeZone?: string | undefined;
}

export interface PricedFile {
  readonly file: TariffFile;
  readonly stay: PricedStay;
  readonly price: Price;
  /** What a gate would show. */
  readonly words: string;
}

/** @throws Misasked with `code` for what the schema does not know, every fault with where it stands. */
function checked<S extends z.ZodType>(schema: S, value: unknown, code: string, name = ""): z.output<S> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new Misasked(
    code,
    parsed.error.issues.map(({ path, message }) => {
      const where = [name, ...path.map(String)].filter((each) => each !== "").join(".");
      return where === "" ? message : `${where}: ${message}`;
    }),
  );
}

/** Nobody stays so long; a table of a thousand years would be made for minutes, and then be too long to show. */
const LONGEST_MS = 10 * 366 * 86_400_000;

const reason = (error: unknown): string => (error instanceof Error ? (error.message.split("\n")[0] ?? "") : "");

/**
 * Reads a tariff from YAML or JSON.
 *
 * @throws Misasked `tariff-unreadable`, `tariff-invalid`.
 */
export async function readTariffFile(path: string): Promise<TariffFile> {
  let content: unknown;
  try {
    content = parse(await readFile(path, "utf8"));
  } catch (error) {
    throw new Misasked("tariff-unreadable", [reason(error)]);
  }
  return checked(TariffFile, content, "tariff-invalid");
}

/** Nothing is not a number, though `Number` takes it for 0: an unset variable would make a stay free. */
const numberOf = (text: string): number => (text.trim() === "" ? Number.NaN : Number(text));

function accountOf(text: string | undefined): PricedAccount | undefined {
  if (text === undefined) return undefined;
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch (error) {
    throw new Misasked("account-invalid", [`--account is not JSON: ${reason(error)}`]);
  }
  return checked(AskedAccount, given, "account-invalid", "--account");
}

/**
 * Prices one stay by a tariff in a file.
 *
 * @throws Misasked when what was asked cannot be priced.
 */
export async function priceByFile(asked: PriceAsked): Promise<PricedFile> {
  const file = await readTariffFile(asked.tariff);
  const timeZone = checked(TimeZone, asked.timeZone ?? file.timeZone, "time-zone-invalid", "--time-zone");
  const moment = (text: string, name: string): number => {
    const atMs = instantOf(text, timeZone);
    if (atMs === undefined)
      throw new Misasked("time-invalid", [`${name}: ${text} is not a time like 2026-03-02T09:00+01:00`]);
    if (atMs < 0) throw new Misasked("time-invalid", [`${name}: ${text} is not after 1970`]);
    return atMs;
  };
  const arrivedAtMs = moment(asked.from, "--from");
  const departedAtMs = moment(asked.to, "--to");
  if (departedAtMs < arrivedAtMs) throw new Misasked("stay-invalid", ["--to is before --from"]);
  if (departedAtMs - arrivedAtMs > LONGEST_MS) throw new Misasked("stay-invalid", ["longer than 10 years"]);
  const factor = checked(Factor, numberOf(asked.factor ?? "1"), "factor-invalid", "--factor");
  const vehicle = checked(VehicleClass, asked.class ?? "standard", "class-invalid", "--class");
  const stay = {
    ...{ arrivedAtMs, departedAtMs, timeZone, offer: offerAt(factor) },
    ...{ class: vehicle, account: accountOf(asked.account) },
  };
  const tariff = tariffOf(file.currency, file.content);
  return { file, stay, price: price(stay, tariff), words: offerWords(tariff, stay.offer, vehicle) };
}

const iso = (atMs: number): string => new Date(atMs).toISOString();

/** For programs. Amounts are integers of minor units. */
export function asJson({ file, stay, price: made, words }: PricedFile): object {
  return {
    ...{ tariff: file.name, currency: file.currency, timeZone: stay.timeZone },
    ...{ from: iso(stay.arrivedAtMs), to: iso(stay.departedAtMs) },
    ...{ class: stay.class, factorPermille: stay.offer.factorPermille, offerWords: words },
    longerMayCostLess: file.content.longerMayCostLess ?? false,
    totalMinor: Number(made.totalMinor),
    total: formatMinor(made.totalMinor, file.currency),
    lines: made.lines.map(({ fromMs, toMs, amountMinor, ...line }) => ({
      ...{ ...line, from: iso(fromMs), to: iso(toMs), amountMinor: Number(amountMinor) },
    })),
    taxes: made.taxes.map(({ netMinor, taxMinor, ...tax }) => ({
      ...{ ...tax, netMinor: Number(netMinor), taxMinor: Number(taxMinor) },
    })),
    vouchers: made.vouchers.map((used) => ({ ...used, amountMinor: Number(used.amountMinor) })),
  };
}

/** For people: every line with its local times, then the total and its taxes. */
export function asTable({ file, stay, price: made, words }: PricedFile): string {
  const money = (amount: bigint) => formatMinor(amount, file.currency);
  const at = (ms: number) => exactLocalTime(ms, stay.timeZone);
  const rows = [
    ...made.lines.map((line) => [at(line.fromMs), at(line.toMs), line.words, money(line.amountMinor)]),
    ["", "", "total", money(made.totalMinor)],
    ...made.taxes.map((tax) => ["", "", `of it ${tax.words}, net ${money(tax.netMinor)}`, money(tax.taxMinor)]),
  ];
  const width = (column: number) => Math.max(...rows.map((row) => row[column]?.length ?? 0));
  const [from, to, what, amount] = [width(0), width(1), width(2), width(3)];
  const table = rows.map(
    ([a = "", b = "", c = "", d = ""]) =>
      `${a.padEnd(from)}  ${b.padEnd(to)}  ${c.padEnd(what)}  ${d.padStart(amount)}`,
  );
  const { factorPermille } = stay.offer;
  const shown = factorPermille === 1000 ? "" : `, × ${factorWords(factorPermille)}`;
  const head = `${file.name}: ${at(stay.arrivedAtMs)} to ${at(stay.departedAtMs)}, ${stay.timeZone}, ${stay.class}${shown}`;
  return [head, words, "", ...table].join("\n");
}

/** `cloud price`: what one stay costs by a tariff in a file, and why. Needs no database. Exits 2 for what cannot be priced. */
export function addPriceCommand(program: Command): void {
  program
    .command("price")
    .description("prices one stay by a tariff in a YAML or JSON file")
    .requiredOption("--tariff <file>", "the tariff: docs/tariffs/*.yaml show how")
    .requiredOption("--from <time>", "arrival, ISO 8601; without an offset by the clocks of the time zone")
    .requiredOption("--to <time>", "departure")
    .option("--class <class>", `class of the vehicle: ${VehicleClass.options.join(", ")}`)
    .option("--factor <factor>", "occupancy factor that was shown at arrival, 1.25")
    .option("--account <json>", "rank, group, subscriptions and vouchers of the driver")
    .option("--time-zone <name>", "the estate's, instead of the file's")
    .option("--json", "for programs")
    .action(async ({ json, ...asked }: PriceAsked & { json?: boolean }) => {
      try {
        const priced = await priceByFile(asked);
        process.stdout.write(`${json ? JSON.stringify(asJson(priced), null, 2) : asTable(priced)}\n`);
      } catch (error) {
        if (!(error instanceof Misasked)) throw error;
        const { code, faults } = error;
        process.stderr.write(json ? `${JSON.stringify({ code, faults })}\n` : `${code}\n  ${faults.join("\n  ")}\n`);
        process.exitCode = 2;
      }
    });
}
