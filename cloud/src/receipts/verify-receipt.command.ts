import { readFile } from "node:fs/promises";
import { formatMinor } from "@baygate/shared/money";
import type { Command } from "commander";
import { ReceiptKeys } from "./receipt.ts";
import { type Verified, verifyReceipt } from "./verify.actions.ts";

/** Exit codes: 0 right, 1 wrong, 2 not a receipt, or a wrong command line. */
const WRONG = 1;
const MISUSED = 2;

/** `verify-receipt FILE [--key FILE]`: checks a receipt, JSON or PDF, without a database or a network. */
export function addVerifyReceiptCommand(program: Command): void {
  program
    .command("verify-receipt")
    .description("checks a receipt or credit note, JSON or PDF: signature, sums, and its price made again")
    .argument("<file>", "the receipt")
    .option("--key <file>", "the house's public keys, as GET /v1/receipt-keys answers them")
    .action(async (path: string, { key }: { key?: string }) => {
      const bytes = await readFile(path).catch(() => undefined);
      if (bytes === undefined) return end(MISUSED, [`cannot read ${path}`]);
      const keys = key === undefined ? undefined : await readKeys(key);
      if (keys === null) return end(MISUSED, [`${key} is no list of receipt keys`]);
      const verified = verifyReceipt(bytes, keys);
      if (verified.outcome === "unreadable") return end(MISUSED, [`${path}: ${verified.words}`]);
      return end(verified.outcome === "right" ? 0 : WRONG, reportOf(verified));
    });
}

/** Null: the file holds none. */
async function readKeys(path: string) {
  try {
    return ReceiptKeys.parse(JSON.parse(await readFile(path, "utf8")));
  } catch {
    return null;
  }
}

/** What a person wants to read of it. */
export function reportOf({
  content,
  findings,
  key,
  kid,
  outcome,
  inPdf,
}: Exclude<Verified, { outcome: "unreadable" }>): string[] {
  const title = content.kind === "receipt" ? "receipt" : "credit note";
  const total = formatMinor(content.totalMinor, content.currency);
  const trust =
    key === "listed"
      ? `signed by ${kid}, which is on the list of keys`
      : `by the key in the file, ${kid}: this proves only that the file agrees with itself; give --key for whose it is`;
  return [
    `${title} ${content.number}: ${total}, ${outcome}`,
    ...findings.map(({ fault, words }) => `${fault}: ${words}`),
    ...(outcome === "right" ? [`signature, sums, taxes and the price made again agree; ${trust}`] : []),
    ...(inPdf ? ["what is attached to the PDF was checked, not what its page shows: compare number and total"] : []),
  ];
}

function end(code: number, lines: readonly string[]): void {
  process[code === 0 ? "stdout" : "stderr"].write(`${lines.join("\n")}\n`);
  process.exitCode = code;
}
