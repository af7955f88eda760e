import type { House } from "../house.ts";
import { markHolder } from "./accounts.actions.ts";
import { insertAccount, selectAccount } from "./accounts.store.ts";
import { writeAudit } from "./audit.store.ts";
import { deleteSpentSignIns, insertPublicAccess, selectPerson, selectPublicCurrency } from "./people.store.ts";

/** Where no public estate says what money is. */
const CURRENCY = "EUR";

/**
 * Makes the account of somebody who signs in, with access to every public estate. It is there before any session of theirs is, however
 * the sign-up was cut off; done again it changes nothing.
 */
export async function enrol(house: House, person: string): Promise<void> {
  if (await selectAccount(house.db, person)) return;
  await house.db.tx(async (tx) => {
    const user = await selectPerson(tx, person);
    if (!user || (await selectAccount(tx, person))) return;
    const currency = (await selectPublicCurrency(tx)) ?? CURRENCY;
    const createdAt = new Date(house.clock.wallMs());
    await insertAccount(tx, { id: person, name: user.name, currency, createdAt });
    await insertPublicAccess(tx, person, currency);
    await markHolder(tx, person);
    const line = { at: createdAt, actor: `driver:${person}`, verb: "account.signed-up", subject: person };
    await writeAudit(tx, { ...line, detail: { currency } });
  });
}

/** Forgets sessions and codes that are over. @param realMs the real time */
export const forgetSpentSignIns = (house: House, realMs: number): Promise<void> =>
  deleteSpentSignIns(house.db, new Date(realMs));
