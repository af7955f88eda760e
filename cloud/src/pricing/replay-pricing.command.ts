import { readFile, writeFile } from "node:fs/promises";
import { basename } from "node:path";
import { type Command, Option } from "commander";
import { parse } from "yaml";
import { PricePolicy } from "./dynamic-price.ts";
import { type OccupancyHistory, readHistory } from "./occupancy-history.ts";
import { type Demand, LONGEST_SILENCE_MS, type Replay, type ReplayedDay, replayPricing } from "./replay.ts";
import { replayPicture } from "./replay-picture.ts";
import { localTime, TimeZone } from "./tariff-file.ts";
import { factorWords } from "./words.ts";

/**
 * What cannot be replayed. Codes: `history-unreadable`, `history-invalid` (every fault with its line), `policy-unreadable`, `policy-invalid`,
 * `option-invalid`, `picture-unwritable`.
 */
export class Unreplayable extends Error {
  readonly code: string;
  readonly faults: readonly string[];

  constructor(code: string, faults: readonly string[]) {
    super(`${code}: ${faults.join("; ")}`);
    this.code = code;
    this.faults = faults;
  }
}

/** The command line's options, as they were typed. */
export interface ReplayAsked {
  readonly history: string;
  readonly policy?: string | undefined;
  readonly elasticity?: string | undefined;
  readonly stayMinutes?: string | undefined;
  readonly capacity?: string | undefined;
  readonly timeZone?: string | undefined;
  readonly column?: string | undefined;
  readonly place?: string | undefined;
  readonly free?: boolean | undefined;
}

export interface Replayed {
  readonly file: string;
  readonly history: OccupancyHistory;
  readonly policy: PricePolicy;
  readonly demand: Demand;
  readonly timeZone: string;
  readonly replay: Replay;
}

const reason = (error: unknown): string => (error instanceof Error ? (error.message.split("\n")[0] ?? "") : "");

async function readText(path: string, code: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    throw new Unreplayable(code, [reason(error)]);
  }
}

/** A policy from YAML or JSON; no file: the default one. */
async function readPolicy(path: string | undefined): Promise<PricePolicy> {
  if (path === undefined) return PricePolicy.parse({});
  const text = await readText(path, "policy-unreadable");
  let content: unknown;
  try {
    content = parse(text);
  } catch (error) {
    throw new Unreplayable("policy-unreadable", [reason(error)]);
  }
  const made = PricePolicy.safeParse(content);
  if (made.success) return made.data;
  const faults = made.error.issues.map(({ path: at, message }) => [...at.map(String), message].join(": "));
  throw new Unreplayable("policy-invalid", faults);
}

function numberOf(text: string, name: string, least: number, most: number): number {
  const value = Number(text);
  if (text.trim() === "" || !(value >= least && value <= most))
    throw new Unreplayable("option-invalid", [`${name}: ${text} is not a number from ${least} to ${most}`]);
  return value;
}

/**
 * Replays the controller on past occupancy from files.
 *
 * @throws Unreplayable
 */
export async function replayFile(asked: ReplayAsked): Promise<Replayed> {
  const zone = TimeZone.safeParse(asked.timeZone ?? "UTC");
  if (!zone.success) throw new Unreplayable("option-invalid", [`--time-zone: ${asked.timeZone} is no IANA time zone`]);
  const capacity = asked.capacity === undefined ? undefined : numberOf(asked.capacity, "--capacity", 1, 1_000_000);
  const demand = {
    elasticity: numberOf(asked.elasticity ?? "-0.4", "--elasticity", -5, 0),
    stayMin: numberOf(asked.stayMinutes ?? "120", "--stay-minutes", 1, 100_000),
  };
  const policy = await readPolicy(asked.policy);
  const { column, place, free } = asked;
  const text = await readText(asked.history, "history-unreadable");
  const history = readHistory(text, { timeZone: zone.data, capacity, column, place, free });
  if ("faults" in history) throw new Unreplayable("history-invalid", history.faults);
  const replay = replayPricing(history, policy, demand, zone.data);
  if (replay.moments.length === 0)
    throw new Unreplayable("history-invalid", [`line 1: nowhere two lines within ${LONGEST_SILENCE_MS / 60_000} min`]);
  return { file: basename(asked.history), history, policy, demand, timeZone: zone.data, replay };
}

const percent = (share: number): string => `${(share * 100).toFixed(0)} %`;
const signed = (share: number): string => `${share < 0 ? "−" : "+"}${Math.abs(share * 100).toFixed(1)} %`;
const minus = (number: number): string => String(number).replace("-", "−");
const hours = (minutes: number): string => (minutes / 60).toFixed(1);

/** What is assumed, in words that stand under every result. */
export const assumptions = ({ demand }: Pick<Replayed, "demand">): string[] => [
  `elasticity ${minus(demand.elasticity)}: × 1.10 brings arrivals to ${percent(1.1 ** demand.elasticity)} of what they were`,
  `stays last ${demand.stayMin} min on average whatever the price; what drivers leave for is not modelled`,
  `the history is taken as made at × 1.00; after ${LONGEST_SILENCE_MS / 60_000} min without a line a new stretch begins there`,
];

const row = (day: ReplayedDay): string[] => [
  day.date,
  `${percent(day.mean[0])} → ${percent(day.mean[1])}`,
  `${percent(day.peak[0])} → ${percent(day.peak[1])}`,
  `${hours(day.fullMin[0])} → ${hours(day.fullMin[1])}`,
  `${hours(day.bandMin[0])} → ${hours(day.bandMin[1])}`,
  `× ${factorWords(day.leastPermille)}–${factorWords(day.mostPermille)}`,
  String(day.moves),
  signed(day.arrivals[0] > 0 ? day.arrivals[1] / day.arrivals[0] - 1 : 0),
  signed(day.takingsChange),
];

/** For people: a line a day, then all of them, then what was assumed. */
export function asTable(replayed: Replayed): string {
  const { replay, policy, history, file } = replayed;
  const names = [
    ...["day", "mean", "peak", `h ≥ ${percent(policy.upFromPermille / 1000)}`, "h in band", "factor", "moves"],
    ...["arrivals", "takings"],
  ];
  const rows = [names, ...replay.days.map(row), row(replay.total)];
  const width = names.map((_, column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0)));
  const lines = rows.map((cells) => cells.map((cell, column) => cell.padStart(width[column] ?? 0)).join("  "));
  const { empty, repeated } = history.leftOut;
  return [
    `${file}: ${history.points.length} lines, ${empty} empty and ${repeated} repeated left out; without → with dynamic price`,
    "",
    ...lines.slice(0, -1),
    "",
    ...lines.slice(-1),
    "",
    ...assumptions(replayed),
  ].join("\n");
}

const iso = (atMs: number): string => new Date(atMs).toISOString();

/** For programs. Shares are 0 to 1, pairs are without and with the dynamic price. */
export function asJson(replayed: Replayed): object {
  const { replay, history, policy, demand, timeZone, file } = replayed;
  return {
    ...{ history: file, lines: history.points.length, leftOut: history.leftOut, capacity: history.capacity, timeZone },
    ...{ policy, demand, assumptions: assumptions(replayed), total: replay.total, days: replay.days },
    moves: replay.moves.map(({ atMs, ...move }) => ({ at: iso(atMs), local: localTime(atMs, timeZone), ...move })),
  };
}

/** The picture. */
export function asPicture({ replay, policy, history, demand, timeZone, file }: Replayed, place?: string): string {
  const { total } = replay;
  const title = `Dynamic price replayed on ${place ?? file}`;
  const subtitle = `Assumed: elasticity ${minus(demand.elasticity)}, stays of ${demand.stayMin} min. Over all days: hours at ${percent(policy.upFromPermille / 1000)} or fuller ${hours(total.fullMin[0])} → ${hours(total.fullMin[1])}, ${total.moves} moves, takings ${signed(total.takingsChange)}.`;
  return replayPicture(replay, policy, history.capacity, timeZone, { title, subtitle });
}

async function writePicture(path: string, svg: string): Promise<void> {
  if (!path.endsWith(".svg")) throw new Unreplayable("option-invalid", [`--picture: ${path} does not end in .svg`]);
  try {
    await writeFile(path, svg);
  } catch (error) {
    throw new Unreplayable("picture-unwritable", [reason(error)]);
  }
}

/** `cloud replay-pricing`: what a dynamic price would have done on past days. Needs no database. Exits 2 for what cannot be replayed. */
export function addReplayPricingCommand(program: Command): void {
  program
    .command("replay-pricing")
    .description("replays the dynamic price on past occupancy, under a stated elasticity")
    .requiredOption(
      "--history <csv>",
      "time,occupancy[,capacity][,place]: cars in use, or shares where no capacity is known",
    )
    .option("--policy <file>", "a zone's price policy, YAML or JSON, instead of the default one")
    .option("--elasticity <number>", "change of arrivals in per cent for a price higher by one per cent", "-0.4")
    .option("--stay-minutes <number>", "mean length of a stay", "120")
    .option("--capacity <places>", "instead of the file's")
    .option("--time-zone <name>", "of the estate, and of times without an offset", "UTC")
    .option("--column <name>", "the column of the occupancy", "occupancy")
    .option("--free", "that column counts free places")
    .option("--place <name>", "only this place's lines, where the file holds several")
    .addOption(new Option("--picture <file.svg>", "draw it: occupancy without and with, bands, factor"))
    .option("--json", "for programs")
    .action(async ({ json, picture, ...asked }: ReplayAsked & { json?: boolean; picture?: string }) => {
      try {
        const replayed = await replayFile(asked);
        const name = asked.place ?? (asked.column === "occupancy" ? undefined : asked.column);
        if (picture !== undefined) await writePicture(picture, asPicture(replayed, name));
        process.stdout.write(`${json ? JSON.stringify(asJson(replayed), null, 2) : asTable(replayed)}\n`);
      } catch (error) {
        if (!(error instanceof Unreplayable)) throw error;
        const { code, faults } = error;
        process.stderr.write(json ? `${JSON.stringify({ code, faults })}\n` : `${code}\n  ${faults.join("\n  ")}\n`);
        process.exitCode = 2;
      }
    });
}
