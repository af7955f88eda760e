import { readFileSync } from "node:fs";
import { openClock } from "@baygate/shared/clock";
import { Command } from "commander";
import { type BoxConfig, ConfigInvalid, readConfig } from "./config.ts";
import { addExplain } from "./explain.ts";
import { openGate } from "./gate.ts";
import { clockIsSynchronised } from "./health.ts";
import { openLog } from "./log.ts";
import { addDoctor } from "./setup/doctor.ts";
import { checkJournal } from "./store/journal-file.ts";
import { takeDirectory } from "./store/lock.ts";
import { feedWatchdog } from "./watchdog.ts";

// The program of a box. A gate is one process.

const SOFTWARE = "0.1.0";

async function runGate(config: BoxConfig): Promise<{ stop(): Promise<void> }> {
  const log = openLog(config.gate);
  const release = takeDirectory(config.dataDirectory);
  const gate = await openGate(config, {
    ...{ log, software: SOFTWARE, token: readToken(config), clock: openClock(process.env["BAYGATE_CLOCK"]) },
    bootId: bootId(),
    // A clock that is trusted is kept right by something that this process cannot see.
    clockIsSure: () => config.clock === "trusted" || clockIsSynchronised(),
  });
  const leaveWatchdog = feedWatchdog(process.env, log);
  return {
    async stop() {
      leaveWatchdog();
      await gate.stop();
      release();
      log.info("gate is down");
    },
  };
}

/** A clock that was told to run otherwise begins a boot of its own: its monotonic time does not go on from the last one's. */
function bootId(): string {
  const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
  const scale = process.env["BAYGATE_CLOCK"];
  return scale === undefined ? boot : `${boot} ${scale}`;
}

/** The gate's token, from the file that the configuration names or from the environment. */
function readToken(config: BoxConfig): string {
  const { tokenFile } = config.cloud;
  const token = tokenFile === undefined ? process.env["BAYGATE_GATE_TOKEN"] : readFileSync(tokenFile, "utf8").trim();
  if (!token)
    throw Object.assign(new Error("no token: set cloud.tokenFile or BAYGATE_GATE_TOKEN"), { code: "token-missing" });
  return token;
}

const program = new Command("edge").description("Runs the gate of this box.").version(SOFTWARE);
program
  .command("run", { isDefault: true })
  .description("run the gate until it is told to stop")
  .requiredOption("--config <file>", "the box's configuration")
  .action(async ({ config: file }: { config: string }) => {
    const config = readConfig(file);
    const gate = await runGate(config);
    let stopping = false;
    const stop = (): void => {
      if (stopping) return;
      stopping = true;
      gate.stop().then(() => process.exit(0), fail);
    };
    process.on("SIGINT", stop);
    process.on("SIGTERM", stop);
    // Started with a channel to its parent, as the demo does, it does not outlive that.
    process.on("disconnect", stop);
    process.channel?.unref();
  });
program
  .command("check")
  .description("check a configuration and say everything that is wrong with it")
  .requiredOption("--config <file>", "the box's configuration")
  .action(({ config: file }: { config: string }) => {
    const config = readConfig(file);
    process.stdout.write(
      `${file}: gate ${config.gate} of ${config.estate}, ${config.lanes.length} lane(s), no fault\n`,
    );
  });

program
  .command("verify")
  .description("follow the whole hash chain of the journal, also of a gate that runs")
  .requiredOption("--config <file>", "the box's configuration")
  .action(({ config: file }: { config: string }) => {
    const { facts, fault } = checkJournal(readConfig(file).dataDirectory);
    if (fault !== undefined)
      throw Object.assign(new Error(`fact ${fault.seq}: ${fault.words}`), { code: "chain-broken" });
    process.stdout.write(`${facts} facts, every one as it was written\n`);
  });

addExplain(program, SOFTWARE);
addDoctor(program, SOFTWARE);

/** Operating failures end the process with their code in words: 2 for a configuration, else 1. */
function fail(error: unknown): never {
  const code = error instanceof Error && "code" in error ? String(error.code) : "internal";
  const words =
    error instanceof Error ? (code === "internal" ? (error.stack ?? error.message) : error.message) : String(error);
  // The system's own errors begin with their code.
  process.stderr.write(words.startsWith(`${code}: `) ? `${words}\n` : `${code}: ${words}\n`);
  process.exit(error instanceof ConfigInvalid ? 2 : 1);
}

await program.parseAsync().catch(fail);
