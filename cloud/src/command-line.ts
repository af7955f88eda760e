import { join } from "node:path";
import { type Command, Option } from "commander";
import { type Config, ConfigFault, flags, readConfig } from "./config.ts";
import { runningEmbeddedDatabase } from "./db/embedded.ts";
import { type Log, openLog } from "./log.ts";
import type { openHouse, Stop } from "./serve.ts";

/** Exit codes: 0 done, 1 failed, 2 wrong configuration or command line. */
export const FAILED = 1;
const MISUSED = 2;

/** The whole cloud takes seconds to read: neither a command without it waits for that, nor one that is told wrong. */
export const whole = () => import("./serve.ts");

/** Adds a command that takes the cloud's configuration. What it throws is logged, and the process fails. */
export function houseCommand(
  program: Command,
  name: string,
  words: string,
  run: (config: Config, log: Log, given: Record<string, string>) => Promise<void>,
  isDefault = false,
): Command {
  const made = program.command(name, { isDefault }).description(words);
  for (const { flag, words: about } of flags) made.addOption(new Option(flag, about));
  made.action(async (given: Record<string, string>) => {
    const config = configOf(given);
    const log = openLog(config.logLevel);
    try {
      await run(config, log, given);
    } catch (error) {
      const code = error instanceof Error && "code" in error ? error.code : undefined;
      log.fatal({ err: error, code }, `${name} failed`);
      process.exitCode = FAILED;
    }
  });
  return made;
}

/** Reads the configuration; all its faults are logged, then the process ends. */
function configOf(given: Readonly<Record<string, string>>): Config {
  try {
    const entries = flags.map(({ flag, variable }) => [variable, given[new Option(flag).attributeName()]]);
    return readConfig(process.env, Object.fromEntries(entries));
  } catch (error) {
    if (!(error instanceof ConfigFault)) throw error;
    openLog("info").fatal({ code: error.code, faults: error.faults }, error.message);
    process.exit(MISUSED);
  }
}

/** Opens the cloud's database and keys for one piece of work. */
export async function withHouse(
  config: Config,
  log: Log,
  work: (house: Awaited<ReturnType<typeof openHouse>>) => Promise<void>,
): Promise<void> {
  const stops: Stop[] = [];
  try {
    // Beside a cloud that runs, its database is used as any other.
    const beside = config.databaseUrl ?? (await runningEmbeddedDatabase(config.dataDir)) ?? null;
    const { openHouse } = await whole();
    await work(await openHouse({ ...config, databaseUrl: beside }, log, stops));
  } finally {
    for (const end of stops.reverse()) await end();
  }
}

/** Named, the file is never made: keys of a house that is not there would spoil a card, or a list. */
export const secretsPath = (config: Config): string => config.secretsFile ?? join(config.dataDir, "secrets.json");

/** A refusal as an error that a command may throw. */
export const refusal = ({ refused, words }: { readonly refused: string; readonly words?: string }): Error =>
  Object.assign(new Error(words ?? refused), { code: refused });
