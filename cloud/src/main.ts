import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { openClock } from "@baygate/shared/clock";
import { AccountRef } from "@baygate/shared/ids";
import { isCardUid } from "@baygate/shared/pass";
import { Command, Option } from "commander";
import { insertToken } from "./accounts/accounts.store.ts";
import { issueDriverToken, newToken, tokenHash } from "./accounts/tokens.actions.ts";
import { cardKeys } from "./card-keys.ts";
import { type Config, ConfigFault, flags, readConfig } from "./config.ts";
import { runningEmbeddedDatabase } from "./db/embedded.ts";
import { closeDay, proveNow } from "./ledger/close.actions.ts";
import { proofOf } from "./ledger/close.ts";
import { type Log, openLog } from "./log.ts";
import {
  announceIssuer,
  draftTrustList,
  endIssuer,
  isTrusted,
  publishTrustList,
  SignedTrustList,
} from "./passes/trust.actions.ts";
import { addTrustCommands, read } from "./passes/trust.command.ts";
import { addPriceCommand } from "./pricing/price.command.ts";
import { addReplayPricingCommand } from "./pricing/replay-pricing.command.ts";
import { addVerifyReceiptCommand } from "./receipts/verify-receipt.command.ts";
import { makeNextIssuer, readSecrets, useNextIssuer } from "./secrets.ts";
import type { openHouse, Stop } from "./serve.ts";

/** Exit codes: 0 done, 1 failed, 2 wrong configuration or command line. */
const FAILED = 1;
const MISUSED = 2;

const program = new Command("cloud").description(
  "Baygate's cloud: gates' facts in, rules out, occupancy and money kept",
);
program.exitOverride((end) => process.exit(end.exitCode === 0 ? 0 : MISUSED));

function command(
  name: string,
  words: string,
  run: (config: Config, log: Log, given: Record<string, string>) => Promise<void>,
  isDefault = false,
) {
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

/** The whole cloud takes seconds to read: what needs none of it, as pricing one stay, does not wait for it. */
const whole = () => import("./serve.ts");

async function serve(config: Config, log: Log): Promise<void> {
  const ends = new Promise<string>((resolve) => {
    // The second signal finds a stop on its way and changes nothing.
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => resolve(signal));
    // Started with a channel to its parent, as the demo does, it does not outlive that.
    process.on("disconnect", () => resolve("disconnect"));
    // Nor does the channel keep a cloud alive that could not start.
    process.channel?.unref();
  });
  const { startCloud } = await whole();
  const cloud = await startCloud(config, { log });
  log.info({ signal: await ends }, "stopping");
  await cloud.stop();
  log.info("stopped");
}

async function withHouse(
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

command("serve", "runs the cloud (the default)", serve, true);

/** Named, the file is never made: keys of a house that is not there would spoil a card, or a list. */
const secretsPath = (config: Config): string => config.secretsFile ?? join(config.dataDir, "secrets.json");

const refusal = ({ refused, words }: { readonly refused: string; readonly words?: string }): Error =>
  Object.assign(new Error(words ?? refused), { code: refused });

command("migrate", "brings the database to the newest migration", (config, log) =>
  withHouse(config, log, async () => log.info("the database is up to date")),
);

command("token", "makes a bearer token and prints it, once", (config, log, given) =>
  withHouse(config, log, async ({ db }) => {
    const clock = openClock(config.clock);
    const label = given["label"] ?? "command line";
    if (given["role"] === "driver") {
      const account = AccountRef.safeParse(given["account"]);
      if (!account.success)
        throw Object.assign(new Error("a driver's token needs --account <id>"), { code: "account-missing" });
      const made = await issueDriverToken({ db, clock }, { name: "operator:command line" }, account.data, { label });
      if ("refused" in made) throw refusal(made);
      process.stdout.write(`${made.token}\n`);
      return;
    }
    const text = newToken("operator");
    const createdAt = new Date(clock.wallMs());
    const row = { hash: tokenHash(text), role: "operator", account: null, label, createdAt, expiresAt: null };
    await db.tx((tx) => insertToken(tx, row));
    process.stdout.write(`${text}\n`);
  }),
)
  .addOption(new Option("--role <role>", "whose").choices(["operator", "driver"]).makeOptionMandatory())
  .option("--account <id>", "the driver's account")
  .option("--label <words>", "what it is for");

command(
  "card-keys",
  "prints the AES keys of one card, for the program that writes it: they are secrets",
  async (config, _log, given) => {
    const uid = /^(?:[0-9a-f]{2}){7}$/i.test(given["uid"] ?? "") ? Buffer.from(given["uid"] ?? "", "hex") : undefined;
    if (uid === undefined || !isCardUid(uid))
      throw Object.assign(new Error("a card with a key has a UID of 7 bytes: --uid 04958CAA5C5E80"), {
        code: "card-uid-invalid",
      });
    const { cardMaster } = await readSecrets(config.dataDir, secretsPath(config));
    const { master, proving } = cardKeys(cardMaster, uid);
    const text = (key: Uint8Array): string => Buffer.from(key).toString("hex");
    process.stdout.write(`key 0  ${text(master)}\nkey 1  ${text(proving)}\n`);
  },
).requiredOption("--uid <hex>", "the card's UID, 7 bytes");

command(
  "close-day",
  "closes an estate's day: proves that its books balance, and stores the proof",
  (config, log, given) =>
    withHouse(config, log, async ({ db }) => {
      const { estate = "", day } = given;
      // Without a day the running one is only looked at.
      const answer = day === undefined ? await proveNow({ db }, estate) : await closeDay({ db }, estate, day);
      const findings = "findings" in answer ? answer.findings : [];
      if ("refused" in answer || findings.length > 0) {
        const why = "refused" in answer ? [answer.refused, answer.words ?? ""] : ["books-unproved"];
        process.stderr.write(`${[...why, ...findings.map((each) => `${each.fault}: ${each.words}`)].join("\n")}\n`);
        process.exitCode = FAILED;
        return;
      }
      const told = "found" in answer ? proofOf(answer.found, undefined) : { hash: answer.hash, ...answer.proof };
      process.stdout.write(`${JSON.stringify(told, null, 2)}\n`);
    }),
)
  .requiredOption("--estate <id>", "whose")
  .option("--day <date>", "local date, 2026-11-23; without it the running day is proved and nothing is stored");

command("next-issuer-key", "makes the key that is to sign passes next, and tells the gates of it", (config, log) =>
  withHouse(config, log, async ({ db }) => {
    const next = await makeNextIssuer(secretsPath(config));
    await announceIssuer({ db, clock: openClock(config.clock) }, next);
    process.stdout.write(`next issuer key ${next.kid}\n`);
  }),
);

command("draft-trust-list", "writes what the offline root should sign next", (config, log, given) =>
  withHouse(config, log, async ({ db }) => {
    const draft = await draftTrustList({ db, clock: openClock(config.clock) });
    await writeFile(given["out"] ?? "", `${JSON.stringify(draft, null, 2)}\n`);
    process.stdout.write(`version ${draft.version} with ${draft.keys.map(({ kid }) => kid).join(", ")}\n`);
  }),
).requiredOption("--out <file>", "the draft, for sign-trust-list");

command("publish-trust-list", "hands a signed trust list to the gates", (config, log, given) =>
  withHouse(config, log, async ({ db }) => {
    const signed = await read(given["list"] ?? "", SignedTrustList);
    if (signed === undefined) return;
    const made = await publishTrustList({ db, clock: openClock(config.clock) }, signed);
    if ("refused" in made) throw refusal(made);
    process.stdout.write(`published version ${made.version}\n`);
  }),
).requiredOption("--list <file>", "what sign-trust-list wrote");

command(
  "use-next-issuer-key",
  "lets the next key sign from the cloud's next start on, and ends the one before",
  (config, log) =>
    withHouse(config, log, async ({ db }) => {
      const house = { db, clock: openClock(config.clock) };
      const { nextIssuer } = await readSecrets(config.dataDir, secretsPath(config));
      if (nextIssuer === undefined)
        throw refusal({ refused: "issuer-key-missing", words: "run next-issuer-key first" });
      if (!(await isTrusted(house, nextIssuer.kid)))
        throw refusal({
          refused: "issuer-key-untrusted",
          words: "the published trust list does not name the next key",
        });
      const turned = await useNextIssuer(secretsPath(config));
      if (turned) await endIssuer(house, turned.ended);
      process.stdout.write(`${nextIssuer.kid} signs from the cloud's next start on: start it anew within the hour\n`);
    }),
);

addTrustCommands(program);
addVerifyReceiptCommand(program);
addPriceCommand(program);
addReplayPricingCommand(program);

await program.parseAsync();
