import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Decision } from "@baygate/shared/decision";
import type { FactId } from "@baygate/shared/ids";
import { type Command, Option } from "commander";
import { readConfig } from "./config.ts";
import { decide, type Tap } from "./core/decide.ts";
import { readTap } from "./core/tap.ts";
import { type RecordedDecision, recordedDecision } from "./store/recorded-decision.ts";

/** The program that explains: its version, and what it decides. */
export interface Decider {
  readonly software: string;
  readonly decide: (tap: Tap) => Decision;
}

/** A decision with everything it was made of, and whether it would be made again. */
export interface Explanation {
  readonly agrees: boolean;
  readonly decision: FactId;
  readonly gate: string;
  readonly epoch: string;
  readonly seq: number;
  readonly at: string;
  readonly clock: string;
  readonly rules: number;
  /** Of the program that decided; null when the journal does not say. */
  readonly software: string | null;
  readonly recomputedBy: string;
  readonly inputs: Tap | null;
  readonly recorded: Decision;
  readonly recomputed: Decision | null;
  /** Everything that is not as it should be, in words. Empty when `agrees`. */
  readonly faults: readonly string[];
  /** What one should know and is no fault. */
  readonly notes: readonly string[];
}

/** Makes a recorded decision once more, from the journal alone. */
export function explain({ envelope, decision, tap: kept, fault }: RecordedDecision, by: Decider): Explanation {
  const tap = kept && readTap(kept.text);
  const { inputs, ...recorded } = decision;
  const recomputed = tap === undefined ? null : by.decide(tap);
  const faults: string[] = [];
  if (fault) faults.push(`the history is broken at fact ${fault.seq}: ${fault.words}`);
  if (kept === undefined) faults.push("the journal does not hold what this decision was made of");
  else if (inputs === undefined) faults.push("the fact does not say what it was made of");
  else if (kept.hash !== inputs) faults.push("what it was made of was changed afterwards: its hash is not the fact's");
  if (kept && !tap) faults.push("what it was made of cannot be read by this program");
  if (recomputed) faults.push(...differences(recorded, recomputed));
  const otherCode = kept !== undefined && kept.software !== by.software;
  if (otherCode && recomputed && differences(recorded, recomputed).length > 0)
    faults.push(`it was decided by software ${kept.software}, and this is ${by.software}`);
  return {
    agrees: faults.length === 0,
    ...{ decision: envelope.id, gate: envelope.gate, epoch: envelope.epoch, seq: envelope.seq },
    ...{ at: new Date(envelope.wallMs).toISOString(), clock: envelope.clock, rules: envelope.rules },
    ...{ software: kept?.software ?? null, recomputedBy: by.software },
    ...{ inputs: tap ?? null, recorded, recomputed, faults },
    notes: otherCode ? [`decided by software ${kept.software}, made again by ${by.software}`] : [],
  };
}

function differences(recorded: Decision, recomputed: Decision): string[] {
  const keys = new Set([...Object.keys(recorded), ...Object.keys(recomputed)]);
  const of = (decision: object, key: string): string => text(Object.entries(decision).find(([k]) => k === key)?.[1]);
  return [...keys]
    .filter((key) => of(recorded, key) !== of(recomputed, key))
    .map((key) => `the journal says ${key} ${of(recorded, key)}, it comes out as ${of(recomputed, key)}`);
}

/** Amounts as integers; the order of keys does not count. */
function text(value: unknown): string {
  if (typeof value === "bigint") return value.toString();
  if (Array.isArray(value)) return `[${value.map(text).join(", ")}]`;
  if (typeof value !== "object" || value === null) return String(JSON.stringify(value) ?? "unknown");
  const entries = Object.entries(value).filter(([, each]) => each !== undefined);
  return `{ ${entries
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, each]) => `${key}: ${text(each)}`)
    .join(", ")} }`;
}

/** The explanation as a person reads it. */
export function explanationWords(explanation: Explanation): string {
  const { recorded, inputs, agrees, faults, notes } = explanation;
  const line = (name: string, value: unknown): string => `  ${name.padEnd(12)}${text(value)}`;
  const about = `decision ${explanation.decision}, fact ${explanation.seq} of ${explanation.gate}, epoch ${explanation.epoch}`;
  return [
    about,
    `${recorded.outcome}: ${recorded.reason}`,
    "",
    `  ${"at".padEnd(12)}${explanation.at}, clock ${explanation.clock}`,
    `  ${"rules".padEnd(12)}version ${explanation.rules}`,
    `  ${"software".padEnd(12)}${explanation.software ?? "not recorded"}`,
    "",
    "made of",
    ...(inputs === null
      ? ["  nothing that can be read"]
      : Object.entries(inputs).map(([key, value]) => line(key, value))),
    "",
    ...notes.map((note) => `note: ${note}`),
    ...(agrees
      ? [`made again by software ${explanation.recomputedBy}: the same answer`]
      : ["this decision does not hold:", ...faults.map((fault) => `  - ${fault}`)]),
    "",
  ].join("\n");
}

/** `explain <decision id>`: from the journal alone, also of a gate that runs. Ends with 1 when the decision does not come out the same. */
export function addExplain(program: Command, software: string): void {
  program
    .command("explain")
    .description("show what a decision was made of, and make it again")
    .argument("<decision>", "id of the decision.made fact")
    .addOption(new Option("--config <file>", "the box's configuration").conflicts("journal"))
    .option("--journal <file>", "a journal's file, such as one that was set aside")
    .option("--json", "as one JSON object")
    .action((id: string, options: { config?: string; journal?: string; json?: boolean }, command: Command) => {
      const file = options.journal ?? (options.config && join(readConfig(options.config).dataDirectory, "journal.db"));
      if (!file) return command.error("error: one of --config and --journal is needed");
      if (!existsSync(file)) throw Object.assign(new Error(`there is no ${file}`), { code: "journal-unreadable" });
      const explanation = explain(recordedDecision(file, id), { software, decide });
      process.stdout.write(
        options.json
          ? `${JSON.stringify(explanation, (_key, value: unknown) => (typeof value === "bigint" ? Number(value) : value))}\n`
          : explanationWords(explanation),
      );
      if (!explanation.agrees) process.exitCode = 1;
    });
}
