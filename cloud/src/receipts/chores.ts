import type { Chore } from "../chores.ts";
import type { House } from "../house.ts";
import type { Metrics } from "../metrics.ts";
import { type ReceiptSigner, writeReceipts } from "./receipts.actions.ts";

/** What nobody asks for: stays get their receipts. */
export const receiptChore = (house: House, signer: ReceiptSigner, { receiptsWritten }: Metrics): Chore => ({
  name: "receipts",
  everyMs: 1_000,
  run: async () => {
    receiptsWritten.inc(await writeReceipts(house, signer));
    return false;
  },
});
