import { readFile, writeFile } from "node:fs/promises";
import type { Command } from "commander";
import type { z } from "zod";
import { newRoot, RootFile, signTrustList, TrustDraft } from "./trust.actions.ts";

const FAILED = 1;

/** The two commands of the root's own machine: they need neither a house nor a network. */
export function addTrustCommands(program: Command): void {
  program
    .command("trust-root")
    .description("makes the key of the offline root; the file stays on a machine that is no server")
    .requiredOption("--out <file>", "the new key file; an existing one is never overwritten")
    .action(async ({ out }: { out: string }) => {
      const root = newRoot();
      await write(out, root, "wx");
      process.stdout.write(`root ${root.publicKey}\nsay it in each box's file as cloud.trustRoot\n`);
    });
  program
    .command("sign-trust-list")
    .description("signs a draft with the offline root's key: read first what it says")
    .requiredOption("--root <file>", "the root's key file")
    .requiredOption("--draft <file>", "what draft-trust-list wrote")
    .requiredOption("--out <file>", "the signed list, for publish-trust-list")
    .action(async (files: { root: string; draft: string; out: string }) => {
      const [root, draft] = [await read(files.root, RootFile), await read(files.draft, TrustDraft)];
      if (root === undefined || draft === undefined) return;
      await write(files.out, signTrustList(root, draft, Date.now()), "w");
      const lines = draft.keys.map(({ kid, ed25519, fromS, untilS }) => {
        const [from, until] = [fromS, untilS].map((seconds) => new Date(seconds * 1000).toISOString());
        return `  ${kid}  ${ed25519}  signs from ${from} until ${until}\n`;
      });
      process.stdout.write(`signed version ${draft.version} with\n${lines.join("")}`);
    });
}

/** A file's content, checked; undefined after it was said what is wrong with it, without showing it: it may be a secret. */
export async function read<S extends z.ZodType>(path: string, schema: S): Promise<z.output<S> | undefined> {
  try {
    return schema.parse(JSON.parse(await readFile(path, "utf8")));
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "file-invalid";
    process.stderr.write(`${code}: ${path} is not the file that is asked for\n`);
    process.exitCode = FAILED;
    return undefined;
  }
}

/** Readable by its owner alone. */
async function write(path: string, content: object, flag: "w" | "wx"): Promise<void> {
  try {
    await writeFile(path, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600, flag });
  } catch (error) {
    if (!(error instanceof Error && "code" in error)) throw error;
    process.stderr.write(`${String(error.code)}: ${path} cannot be written\n`);
    process.exit(FAILED);
  }
}
