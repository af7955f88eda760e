import { openClock } from "@baygate/shared/clock";
import { AccountRef } from "@baygate/shared/ids";
import { isCardUid } from "@baygate/shared/pass";
import { type Command, Option } from "commander";
import { insertToken } from "./accounts/accounts.store.ts";
import { issueDriverToken, newToken, tokenHash } from "./accounts/tokens.actions.ts";
import { cardKeys } from "./card-keys.ts";
import { FAILED, houseCommand, refusal, secretsPath, whole, withHouse } from "./command-line.ts";
import type { Config } from "./config.ts";
import { closeDay, proveNow } from "./ledger/close.actions.ts";
import { proofOf } from "./ledger/close.ts";
import type { Log } from "./log.ts";
import { readSecrets } from "./secrets.ts";

/** The cloud itself, and what its keeper does to its books and keys by hand. */
export function addHouseCommands(program: Command): void {
  houseCommand(program, "serve", "runs the cloud (the default)", serve, true);

  houseCommand(program, "migrate", "brings the database to the newest migration", (config, log) =>
    withHouse(config, log, async () => log.info("the database is up to date")),
  );

  addTokenCommand(program);
  addCardKeysCommand(program);
  addCloseDayCommand(program);
}

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

const addTokenCommand = (program: Command): Command =>
  houseCommand(program, "token", "makes a bearer token and prints it, once", (config, log, given) =>
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

const addCardKeysCommand = (program: Command): Command =>
  houseCommand(
    program,
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

const addCloseDayCommand = (program: Command): Command =>
  houseCommand(
    program,
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
