import type { z } from "zod";
import { examineReceipt, type Finding, ReceiptContent, ReceiptFile, type ReceiptKeys, signedText } from "./receipt.ts";
import { isSignedBy, receiptKid } from "./receipt-keys.actions.ts";
import { attachedReceipt } from "./receipt-pdf.actions.ts";

/** What came of checking a receipt. `unreadable`: it is no receipt of ours at all. */
export type Verified =
  | { readonly outcome: "unreadable"; readonly words: string }
  | {
      readonly outcome: "right" | "wrong";
      readonly content: ReceiptContent;
      readonly findings: readonly Finding[];
      /** `listed`: by a key of the list that was given. `own`: by the key in the file itself, which anybody could have put there. */
      readonly key: "listed" | "own";
      readonly kid: string;
      /** The receipt was attached to a PDF: what its page shows is not signed. */
      readonly inPdf: boolean;
    };

/**
 * Checks a receipt, as JSON or as PDF, with nothing but itself and perhaps the house's list of keys: signature, sums, number, and its price
 * made again from its tariff.
 *
 * @param keys as GET /v1/receipt-keys answers them; absent: the key in the file is taken, which proves only that the file agrees with itself.
 */
export function verifyReceipt(bytes: Uint8Array, keys?: z.output<typeof ReceiptKeys>): Verified {
  const isPdf = Buffer.from(bytes.subarray(0, 5)).toString("latin1") === "%PDF-";
  const text = isPdf ? attachedReceipt(bytes) : Buffer.from(bytes).toString("utf8");
  if (text === undefined) return { outcome: "unreadable", words: "no receipt is attached to this PDF" };
  const file = ReceiptFile.safeParse(parsed(text));
  if (!file.success) return { outcome: "unreadable", words: "this is not a receipt's file" };
  const content = ReceiptContent.safeParse(file.data.receipt);
  if (!content.success) {
    const [issue] = content.error.issues;
    return { outcome: "unreadable", words: `${issue?.path.join(".")}: ${issue?.message}` };
  }
  const findings = [...examineSignature(file.data, keys), ...examineReceipt(content.data)];
  return {
    ...{ outcome: findings.length === 0 ? "right" : "wrong", content: content.data, findings },
    ...{ key: keys === undefined ? "own" : "listed", kid: file.data.kid, inPdf: isPdf },
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function examineSignature(file: ReceiptFile, keys: z.output<typeof ReceiptKeys> | undefined): Finding[] {
  const { kid, publicKey, signature } = file;
  const listed = keys?.keys.find((each) => each.kid === kid);
  if (keys !== undefined && listed === undefined)
    return [{ fault: "key-unknown", words: `the list of keys has no ${kid}` }];
  const key = listed?.publicKey ?? publicKey;
  if (key !== publicKey || receiptKid(key) !== kid)
    return [{ fault: "key-differs", words: `the key in this file is not ${kid}` }];
  return isSignedBy(signedText(file), signature, key)
    ? []
    : [{ fault: "signature-wrong", words: `this is not what ${kid} signed` }];
}
