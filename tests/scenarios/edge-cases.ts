import { afterEach } from "vitest";
import { testDatabase } from "../../cloud/src/db/testing.ts";
import { expectSoundBooks } from "../../cloud/src/inbox/testing.ts";
import { Estate } from "./estate.ts";
import type { Gate } from "./street.ts";

// What real deployments trip over, and what must come out: one scenario for each, by its number, in the files edge-cases-*.test.ts. Gates
// are the real lanes, journals and rules on SQLite; the cloud is its real verbs and workers on PostgreSQL. Only devices, cables and time
// are the scenario's.

/**
 * For the top of a test file: a database of its own, and how a scenario opens its estate there. After each test the books must be sound.
 * A file has to call it: a worker reads this module once for all the files that it runs, and a hook belongs to one file.
 */
export async function edgeCases() {
  const { db } = await testDatabase();
  const opened: Estate[] = [];

  /** An estate with gates that hold its rules: the first `arrive` of them let cars in, one lets them out. */
  async function open({ arrive = 1, ...more }: Parameters<typeof Estate.open>[1] & { arrive?: number } = {}) {
    const estate = await Estate.open(db, more);
    opened.push(estate);
    const ways: Gate[] = [];
    for (let i = 0; i < arrive; i++) ways.push(await estate.gate("arrive"));
    const out = await estate.gate("depart");
    const [way = out, other = way] = ways;
    return { estate, time: estate.time, way, other, out };
  }

  afterEach(async () => {
    for (const estate of opened.splice(0)) estate.close();
    await expectSoundBooks(db);
  });
  return { db, open };
}

/** Gates learn what happened: twice, since what they say first is lent and told them then. */
export async function meet(estate: Estate): Promise<void> {
  await estate.exchange();
  await estate.exchange();
}
