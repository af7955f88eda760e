// A client process that is killed: tops an account up again and again and says which keys were answered.
import { openDatabase } from "../db/client.ts";
import { topUp } from "../wallets/wallets.actions.ts";

const [, , url = "", account = ""] = process.argv;
const db = openDatabase(url, { poolSize: 8 });

async function client(nth: number): Promise<never> {
  for (let each = nth; ; each += 8) {
    const money = { account, amountMinor: 7n, currency: "EUR", actor: "test", words: "storm", atMs: 0 };
    await topUp(db, { ...money, idempotencyKey: `child-${each}` });
    process.stdout.write(`${each}\n`);
  }
}

await Promise.all([0, 1, 2, 3, 4, 5, 6, 7].map(client));
