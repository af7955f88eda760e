// Drives any gate through docs/protocol.md and says what it breaks. It plays the cloud's part, at a broker that the gate connects to.
import { EstateId, GateId, LaneId, ZoneId } from "@baygate/shared/ids";
import { Command, InvalidArgumentError } from "commander";
import type { z } from "zod";
import { checks, conformance, type Verdict } from "./conformance/run.ts";

const as =
  <S extends z.ZodType>(schema: S) =>
  (text: string): z.output<S> => {
    const read = schema.safeParse(text);
    if (!read.success) throw new InvalidArgumentError(read.error.issues[0]?.message ?? "not understood");
    return read.data;
  };

const collect = (name: string, before: readonly string[]): string[] => {
  if (!checks.some((check) => check.name === name))
    throw new InvalidArgumentError(`there is no such check; there are ${checks.map((check) => check.name).join(", ")}`);
  return [...before, name];
};

const seconds = (text: string): number => {
  const ms = Number(text) * 1000;
  if (!(ms > 0)) throw new InvalidArgumentError("a number of seconds");
  return ms;
};

interface Options {
  readonly mqtt: string;
  readonly estate: string;
  readonly gate: string;
  readonly user?: string;
  readonly password?: string;
  readonly gateClientId?: string;
  readonly gateUser?: string;
  readonly gatePassword?: string;
  readonly zone: string;
  readonly lane: string;
  readonly card: string;
  readonly tap?: string;
  readonly only: readonly string[];
  readonly slow: boolean;
  readonly wait: number;
  readonly patience: number;
  readonly json: boolean;
}

const options = new Command("conformance")
  .description(
    "Drives a gate through the protocol and says what it breaks. It ends epochs and replaces the rules: never at a gate in use.",
  )
  .requiredOption("--mqtt <url>", "the broker that the gate connects to")
  .requiredOption("--estate <id>", "the gate's estate", as(EstateId))
  .requiredOption("--gate <id>", "the gate", as(GateId))
  .option("--user <name>", "the cloud's user name at the broker")
  .option("--password <text>", "the cloud's password; better in BAYGATE_MQTT_PASSWORD")
  .option("--gate-client-id <id>", "the gate's client id, to cut its connection (gate-<gate>)")
  .option("--gate-user <name>", "with which user name that is taken over (the cloud's)")
  .option("--gate-password <text>", "and with which password; better in BAYGATE_GATE_TOKEN")
  .option("--zone <id>", "the zone that its lane lets cars into", as(ZoneId), "main")
  .option("--lane <id>", "a lane of it", as(LaneId), "lane-1")
  .option("--card <uid>", "UID of the card that --tap holds to the reader, hex", "04a1b2c3d4e5f6")
  .option("--tap <command>", "makes one tap of that card; run by a shell")
  .option("--only <name>", "this check alone; may be repeated", collect, [])
  .option("--slow", "also what takes more than a minute", false)
  .option("--wait <seconds>", "for the gate to be heard of", seconds, 60_000)
  .option("--patience <seconds>", "for what the gate must do", seconds, 20_000)
  .option("--json", "one JSON object at the end, and nothing else", false)
  .parse()
  .opts<Options>();

function line({ name, outcome, words, rule }: Verdict): string {
  if (outcome === "passed") return `passed   ${name}\n`;
  if (outcome === "skipped") return `skipped  ${name}: ${words}\n`;
  return `BROKEN   ${name}\n           ${words}\n           rule: ${rule}\n`;
}

async function main(): Promise<number> {
  const { mqtt: url, json, wait: waitMs, patience: patienceMs, ...rest } = options;
  const password = rest.password ?? process.env["BAYGATE_MQTT_PASSWORD"];
  const run = {
    ...{ ...rest, url, waitMs, patienceMs, password, user: rest.user, tap: rest.tap },
    gateClientId: rest.gateClientId ?? `gate-${rest.gate}`,
    gateUser: rest.gateUser ?? rest.user,
    gatePassword: rest.gatePassword ?? process.env["BAYGATE_GATE_TOKEN"] ?? password,
  };
  const verdicts = await conformance(run, (verdict) => {
    if (!json) process.stdout.write(line(verdict));
  });
  const of = (outcome: Verdict["outcome"]): Verdict[] => verdicts.filter((each) => each.outcome === outcome);
  const broken = of("broken").map(({ name, words, rule }) => ({ name, words, rule }));
  const skipped = of("skipped").map(({ name, words }) => ({ name, words }));
  const passed = of("passed").map(({ name }) => name);
  if (json) process.stdout.write(`${JSON.stringify({ gate: options.gate, passed, broken, skipped })}\n`);
  else process.stdout.write(`\n${passed.length} passed, ${broken.length} broken, ${skipped.length} skipped\n`);
  return broken.length === 0 ? 0 : 1;
}

process.exitCode = await main().catch((error: unknown) => {
  const code = error instanceof Error && "code" in error ? String(error.code) : "internal";
  process.stderr.write(
    `${code}: ${error instanceof Error ? (code === "internal" ? error.stack : error.message) : String(error)}\n`,
  );
  return 2;
});
