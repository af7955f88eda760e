import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { v7 as uuidv7 } from "uuid";
import { afterAll, expect, test } from "vitest";
import { openDatabase, sqlState } from "../db/client.ts";
import { testDatabase } from "../db/testing.ts";
import { isDatabaseAway } from "../house.ts";
import {
  buildEstate,
  buildGate,
  expectSoundBooks,
  MINUTE,
  MORNING,
  openAccount,
  type TestGate,
} from "../inbox/testing.ts";
import { topUp } from "../wallets/wallets.actions.ts";
import { proveNow } from "./close.actions.ts";
import { correctStayByOperator } from "./corrections.actions.ts";

// 64 clients on a few accounts, with connections and a process killed in the middle. `BAYGATE_STORM=200` makes it long: visits a client.

const CLIENTS = 64;
const ACCOUNTS = 6;
const VISITS = Number(process.env["BAYGATE_STORM"] ?? 2);
/** Cut connections, at most: a machine that is slow would else lose them faster than it answers. */
const CUTS = 32 * VISITS;

const { db: calm, url } = await testDatabase();
const db = openDatabase(url, { poolSize: CLIENTS });
afterAll(() => db.close());
const clock = { wallMs: () => MORNING + 30 * 24 * 60 * MINUTE, monoMs: () => 0, after: () => () => undefined };
const office = { name: "operator:office" };

/** Does it until it is answered, as gates and callers with idempotency keys do. Anything but a lost connection is a failure. */
async function untilAnswered<T>(work: () => Promise<T>, lost: () => void): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!isDatabaseAway(error)) throw new Error(`not answered: ${sqlState(error)}`, { cause: error });
      lost();
      await sleep(5);
    }
  }
}

test(`${CLIENTS} clients on ${ACCOUNTS} accounts, their connections cut in the middle: nothing lost, nothing doubled, no deadlock unanswered`, {
  timeout: 60_000 + VISITS * 3_000,
}, async () => {
  await buildEstate(calm, "harbour");
  const accounts: string[] = [];
  for (let each = 0; each < ACCOUNTS; each++) accounts.push(await openAccount(calm, ["harbour"], 2_000n));
  const gates: TestGate[] = [];
  for (let each = 0; each < CLIENTS; each++) gates.push(await buildGate(db, "harbour", `gate-${each}`));
  let lost = 0;
  const lose = () => void lost++;
  const from = performance.now();

  const client = async (nth: number): Promise<void> => {
    const gate = gates[nth];
    if (!gate) return;
    for (let visit = 0; visit < VISITS; visit++) {
      const account = accounts[(nth + visit) % ACCOUNTS] ?? null;
      const session = uuidv7();
      const atMs = MORNING + (visit * CLIENTS + nth) * MINUTE;
      gate.grant({ account, session }, atMs);
      gate.arrive({ account, session }, atMs + 1000);
      gate.depart({ account, session }, atMs + 30 * MINUTE);
      await untilAnswered(() => gate.send(), lose);
      const key = `storm-${nth}-${visit}`;
      const money = { amountMinor: 100n, currency: "EUR", actor: "test", words: "storm", atMs };
      if (account) await untilAnswered(() => topUp(db, { ...money, account, idempotencyKey: key }), lose);
      const agreed = { kind: "agreed", totalMinor: 40n, words: "storm" } as const;
      if (visit % 2 === 0)
        await untilAnswered(() => correctStayByOperator({ db, clock }, office, session, agreed), lose);
    }
  };
  let storming = true;
  let killed = 0;
  const killer = async (): Promise<void> => {
    while (storming && killed < CUTS) {
      const { rows } = await calm.pool.query<{ n: number }>(
        `select count(pg_terminate_backend(pid))::int as n from (select pid from pg_stat_activity
           where datname = current_database() and xact_start is not null and pid <> pg_backend_pid() order by random() limit 3) t`,
      );
      killed += rows[0]?.n ?? 0;
      await sleep(150);
    }
  };
  const storm = Promise.all(gates.map((_gate, nth) => client(nth))).finally(() => {
    storming = false;
  });
  await Promise.all([storm, killer()]);
  const seconds = (performance.now() - from) / 1000;

  await expectSoundBooks(calm);
  expect(await proveNow({ db: calm }, "harbour")).toMatchObject({ findings: [] });
  const { rows } = await calm.pool.query(
    `select (select count(*)::int from fact) as facts,
        (select count(*)::int from ledger_transaction where idempotency_key like 'top-up:storm-%') as topped,
        (select count(*)::int from stay where revision = 0) as stays,
        (select deadlocks::int from pg_stat_database where datname = current_database()) as deadlocks`,
  );
  const batches = CLIENTS * VISITS;
  expect(rows[0]).toMatchObject({ facts: 3 * batches, topped: batches, stays: batches });
  expect(killed).toBeGreaterThan(0);
  process.stdout.write(
    `storm: ${batches} visits and top-ups in ${seconds.toFixed(1)} s, ${killed} connections killed, ${lost} calls made again, ${rows[0].deadlocks} deadlocks\n`,
  );
});

test("a client process that is killed leaves what it was answered, once, and half of nothing", {
  timeout: 60_000,
}, async () => {
  const account = await openAccount(calm, ["harbour"], 0n);
  const program = fileURLToPath(new URL("./storm-child.testing.ts", import.meta.url));
  const child = spawn(process.execPath, [program, url, account], { stdio: ["ignore", "pipe", "inherit"] });
  const answered: number[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    answered.push(Number(line));
    if (answered.length === 60) child.kill("SIGKILL");
  }
  expect(answered.length).toBeGreaterThanOrEqual(60);

  const money = { account, amountMinor: 7n, currency: "EUR", actor: "test", words: "storm", atMs: 0 };
  const most = Math.max(...answered) + 16;
  for (let each = 0; each <= most; each++) {
    const { repeated } = await topUp(calm, { ...money, idempotencyKey: `child-${each}` });
    if (answered.includes(each)) expect(repeated, `child-${each}`).toBe(true);
  }
  const { rows } = await calm.pool.query("select balance_minor from wallet where account = $1", [account]);
  expect(rows).toEqual([{ balance_minor: String(7 * (most + 1)) }]);
  await expectSoundBooks(calm);
});
