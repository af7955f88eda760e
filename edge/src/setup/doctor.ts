import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { arch, release, type } from "node:os";
import { join } from "node:path";
import type { Command } from "commander";
import { z } from "zod";
import { type BoxConfig, ConfigInvalid, parseConfig, readConfig } from "../config.ts";
import { DataInUse, takeDirectory } from "../store/lock.ts";
import { checkClock, checkDisk, checkLink, checkRules } from "./box-checks.ts";
import { lookAround, suggestConfig } from "./look-around.ts";
import { type Person, personAt } from "./person.ts";
import { type Attached, type Finding, finding, findingWords, Report, reportWords } from "./report.ts";
import { trialsOf } from "./try-devices.ts";

interface Options {
  readonly config?: string;
  readonly write?: string;
  readonly report?: string;
  readonly json: boolean;
  readonly yes: boolean;
}

/** A trial that went well is not asked for again by a run that goes on, ms. */
const GOES_ON_MS = 24 * 3_600_000;
const DEFAULT_REPORT = "baygate-doctor.txt";

/** What a run of the doctor is given. */
export interface Visit {
  readonly config: BoxConfig | undefined;
  readonly software: string;
  /** Undefined: nobody stands at the gate. */
  readonly person: Person | undefined;
  /** One line for whoever watches. */
  readonly say: (line: string) => void;
  /** Trials of an earlier run that need not be done again. */
  readonly before: readonly Finding[];
  /** Keeps what was found so far. */
  readonly keep: (report: Report) => void;
}

/** Looks at everything, in big steps: what is attached, time, disk, link, rules, then each device of each lane. */
export async function examine(visit: Visit): Promise<Report> {
  const { config, person, say } = visit;
  const findings: Finding[] = [];
  say("1. What is attached");
  const found = await lookAround();
  for (const { kind, words } of found) say(`  ${kind}: ${words}`);
  if (found.length === 0) say("  nothing that a driver knows");
  const note = (each: Finding): void => {
    findings.push(each);
    say(findingWords(each));
    visit.keep(reportOf(visit, found, findings));
  };
  say("2. The box");
  note(await checkClock(config ?? { clock: "auto" }));
  note(checkDisk(config ?? { dataDirectory: "." }));
  if (config !== undefined) {
    for (const each of await checkLink(config)) note(each);
    note(checkRules(config));
    say("3. The devices");
    const release = takenBy(config);
    if (release === undefined) for (const each of whatTheGateSays(config)) note(each);
    else
      try {
        for (const lane of config.lanes)
          for (const { name, run } of trialsOf(lane, person)) note(done(visit, name) ?? (await run()));
      } finally {
        release();
      }
  }
  return reportOf(visit, found, findings);
}

/** What an earlier run saw work, a moment ago. */
function done({ before }: Visit, name: string): Finding | undefined {
  return before.find(
    ({ check, state, code, at }) =>
      check === name && state === "good" && code !== "device-opens" && Date.now() - Date.parse(at) < GOES_ON_MS,
  );
}

function reportOf({ config, software }: Visit, found: readonly Attached[], findings: readonly Finding[]): Report {
  return {
    ...{ schema: "baygate-doctor/1", at: new Date().toISOString(), software },
    machine: { node: process.version, kernel: `${type()} ${release()}`, architecture: arch() },
    gate: config === undefined ? null : { estate: config.estate, gate: config.gate },
    well: findings.every(({ state }) => state !== "bad"),
    ...{ found: [...found], findings: [...findings] },
  };
}

/** Undefined: the gate runs, and its devices are its own. */
function takenBy({ dataDirectory }: BoxConfig): (() => void) | undefined {
  try {
    return takeDirectory(dataDirectory);
  } catch (error) {
    if (error instanceof DataInUse) return undefined;
    throw error;
  }
}

const Health = z.looseObject({
  faults: z.array(z.looseObject({ device: z.string(), code: z.string(), words: z.string() })),
});

function whatTheGateSays({ dataDirectory }: BoxConfig): readonly Finding[] {
  const runs = finding(
    "gate",
    "good",
    "gate-runs",
    "the gate runs and holds its devices; this is what it says of them",
    {
      next: "To try them one by one, stop it first: systemctl stop baygate-edge",
    },
  );
  const text = existsSync(join(dataDirectory, "health.json"))
    ? readFileSync(join(dataDirectory, "health.json"), "utf8")
    : "{}";
  const health = Health.safeParse(JSON.parse(text));
  if (!health.success) return [runs];
  return [runs, ...health.data.faults.map(({ device, code, words }) => finding(device, "bad", code, words))];
}

/** `doctor`: ends with 0 when nothing is broken, 1 when something is, 2 when the configuration is no configuration. */
export function addDoctor(program: Command, software: string): void {
  program
    .command("doctor")
    .description("look at the box and try each device with the person who stands there; ends with a report to mail")
    .option(
      "--config <file>",
      "the box's configuration; without it only what is attached, the clock and the disk are looked at",
    )
    .option("--write <file>", "write a configuration made of what is attached")
    .option(
      "--report <file>",
      `where the report goes, and <file>.json, from which a later run goes on (asked by a person: ${DEFAULT_REPORT})`,
    )
    .option("--json", "the report as one JSON object on standard output", false)
    .option("--yes", "ask nothing: open each device, and move no arm", false)
    .action(async (options: Options) => {
      const config = options.config === undefined ? undefined : readConfig(options.config);
      const person = options.yes || process.stdin.isTTY !== true ? undefined : personAt(process.stdin, process.stderr);
      const path = options.report ?? (person && config && DEFAULT_REPORT);
      const say = (line: string): void => {
        process.stderr.write(`${line}\n`);
      };
      const before = path === undefined ? [] : await earlier(`${path}.json`, person);
      const keep = (report: Report): void => {
        if (path !== undefined) writeFileSync(`${path}.json`, `${JSON.stringify(report, null, 2)}\n`);
      };
      const report = await examine({ config, software, person, say, before, keep });
      person?.goodbye();
      keep(report);
      if (path !== undefined) writeFileSync(path, reportWords(report));
      if (options.write !== undefined) suggest(options.write, report.found, say);
      process.stdout.write(options.json ? `${JSON.stringify(report)}\n` : `\n${reportWords(report)}`);
      if (path !== undefined) say(`The report is in ${path}. Mail it as it is: no secret stands in it.`);
      process.exit(report.well ? 0 : 1);
    });
}

/** What an earlier run found, if the person wants to go on from there. */
async function earlier(path: string, person: Person | undefined): Promise<readonly Finding[]> {
  if (!existsSync(path)) return [];
  let saved: unknown;
  try {
    saved = JSON.parse(readFileSync(path, "utf8"));
  } catch {
    return [];
  }
  const report = Report.safeParse(saved);
  if (!report.success) return [];
  const goOn = person === undefined || (await person.ask("An earlier examination is here. Go on from there?"));
  return goOn === true ? report.data.findings : [];
}

function suggest(path: string, found: readonly Attached[], say: (line: string) => void): void {
  const text = suggestConfig(found);
  try {
    writeFileSync(path, text, { flag: "wx" });
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST")
      throw Object.assign(new Error(`${path} is there already and was left as it is`), { code: "file-exists" });
    throw error;
  }
  say(`A configuration made of what is attached is in ${path}. Say in it which estate, gate, zone and broker.`);
  const config = parseConfig(text);
  if (Array.isArray(config)) say(new ConfigInvalid(path, config).message);
}
