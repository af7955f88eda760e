import { writeFile } from "node:fs/promises";
import { openClock } from "@baygate/shared/clock";
import type { Command } from "commander";
import { houseCommand, refusal, secretsPath, withHouse } from "../command-line.ts";
import { makeNextIssuer, readSecrets, useNextIssuer } from "../secrets.ts";
import {
  announceIssuer,
  draftTrustList,
  endIssuer,
  isTrusted,
  publishTrustList,
  SignedTrustList,
} from "./trust.actions.ts";
import { read } from "./trust.command.ts";

/** How the key that signs passes is changed, beside a cloud that runs; the offline root's part is in `trust.command.ts`. */
export function addIssuerCommands(program: Command): void {
  houseCommand(
    program,
    "next-issuer-key",
    "makes the key that is to sign passes next, and tells the gates of it",
    (config, log) =>
      withHouse(config, log, async ({ db }) => {
        const next = await makeNextIssuer(secretsPath(config));
        await announceIssuer({ db, clock: openClock(config.clock) }, next);
        process.stdout.write(`next issuer key ${next.kid}\n`);
      }),
  );

  houseCommand(program, "draft-trust-list", "writes what the offline root should sign next", (config, log, given) =>
    withHouse(config, log, async ({ db }) => {
      const draft = await draftTrustList({ db, clock: openClock(config.clock) });
      await writeFile(given["out"] ?? "", `${JSON.stringify(draft, null, 2)}\n`);
      process.stdout.write(`version ${draft.version} with ${draft.keys.map(({ kid }) => kid).join(", ")}\n`);
    }),
  ).requiredOption("--out <file>", "the draft, for sign-trust-list");

  houseCommand(program, "publish-trust-list", "hands a signed trust list to the gates", (config, log, given) =>
    withHouse(config, log, async ({ db }) => {
      const signed = await read(given["list"] ?? "", SignedTrustList);
      if (signed === undefined) return;
      const made = await publishTrustList({ db, clock: openClock(config.clock) }, signed);
      if ("refused" in made) throw refusal(made);
      process.stdout.write(`published version ${made.version}\n`);
    }),
  ).requiredOption("--list <file>", "what sign-trust-list wrote");

  houseCommand(
    program,
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
}
