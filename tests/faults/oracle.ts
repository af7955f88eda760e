import { hash } from "node:crypto";
import { copyFileSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { GENESIS_HASH } from "@baygate/shared/ids";
import Sqlite from "better-sqlite3";
import { expect } from "vitest";
import { readBooks } from "../../scripts/town/books.ts";
import type { Whereabouts } from "./cars.ts";
import { type House, until } from "./house.ts";
import { CAPACITY, ESTATE, PRICE_MINOR } from "./mould.ts";

// What must be true after every row, whatever was done to the house: SYNC.md's invariants, seen from outside.

/** A fact as a gate committed it. */
export interface Kept {
  readonly gate: string;
  readonly epoch: string;
  readonly seq: number;
  readonly id: string;
  readonly kind: string;
  readonly hash: string;
  readonly text: string;
}

/** What a row has to say to the oracle beyond what it sees itself. */
export interface Known {
  /** Facts of gates that are no process: the row holds what they committed. */
  readonly facts?: readonly Kept[];
  /** Journals of these epochs were broken on purpose, so their chains are. All that they held is with the cloud. */
  readonly brokenEpochs?: readonly string[];
  /** Epochs with two histories: only one of them can be with the cloud, and it must have said so. */
  readonly forkedEpochs?: readonly string[];
  /** How long everything may take to settle, ms. */
  readonly patienceMs?: number;
}

export interface Verdict {
  readonly facts: number;
  readonly lost: number;
  readonly doubled: number;
  readonly recoveryS: number;
}

/** Gates say once a minute what rules they hold, and repeat what is not answered within a minute at the latest. */
const PATIENCE_MS = 90_000;

/** Everything in a journal, read beside the running gate. */
export function readJournal(gate: string, path: string): Kept[] {
  if (!path.startsWith("/proc/")) return readFile(gate, path);
  // SQLite follows every link of a path, and so finds its way out of another machine's mounts: it reads a copy.
  const folder = mkdtempSync(join(tmpdir(), "baygate-look-"));
  try {
    for (const suffix of ["", "-wal"])
      if (existsSync(`${path}${suffix}`)) copyFileSync(`${path}${suffix}`, join(folder, `journal.db${suffix}`));
    return readFile(gate, join(folder, "journal.db"));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Which of its facts a gate counts as acknowledged. */
export function cursorOf(path: string): { readonly epoch: string; readonly acked: number } {
  const journal = new Sqlite(path, { readonly: true, fileMustExist: true });
  try {
    const cursor = journal.prepare<[], { epoch: string; acked: number }>("select epoch, acked from history").get();
    return cursor ?? { epoch: "", acked: 0 };
  } finally {
    journal.close();
  }
}

function readFile(gate: string, file: string): Kept[] {
  const journal = new Sqlite(file, { readonly: true, fileMustExist: true });
  try {
    const epoch = journal.prepare<[], { epoch: string }>("select epoch from history").get()?.epoch ?? "";
    return journal
      .prepare<[], Omit<Kept, "gate" | "epoch">>("select seq, id, kind, hash, text from fact order by seq")
      .all()
      .map((fact) => ({ gate, epoch, ...fact }));
  } finally {
    journal.close();
  }
}

export const allJournals = (house: House): Kept[] =>
  house.gates.flatMap((gate) => gate.journals.flatMap((file) => readJournal(gate.id, file)));

/** Waits until all facts are with the cloud and everything that follows from them is done. */
async function settles(house: House, known: Known): Promise<void> {
  await until("everything is settled", known.patienceMs ?? PATIENCE_MS, async () => {
    const epochs = await house.rows(
      "select gate, epoch, through::int as through, forked_at is not null as forked from gate_epoch",
    );
    const last = new Map<string, Kept>();
    for (const fact of [...allJournals(house), ...(known.facts ?? [])]) last.set(`${fact.gate}/${fact.epoch}`, fact);
    for (const { gate, epoch, seq } of last.values()) {
      if (known.forkedEpochs?.includes(epoch)) continue;
      const row = epochs.find((each) => each["gate"] === gate && each["epoch"] === epoch);
      if (row?.["through"] !== seq) return `${gate} ${epoch}: ${String(row?.["through"])} of ${seq}`;
    }
    const [left] = await house.rows(
      `select (select count(*)::int from rule_dirty) as dirty,
        (select count(*)::int from session where state = 'granted') as granted, rules_version::int as version
      from estate where id = $1`,
      [ESTATE],
    );
    if (left?.["dirty"] !== 0 || left["granted"] !== 0) return JSON.stringify(left);
    // One that was taken away for good, as a clone is, hears of nothing more.
    const behind = house.gates.find(({ running, health }) => running && health?.rules !== left["version"]);
    return behind ? `${behind.id} has rules ${behind.health?.rules} of ${left["version"]}` : true;
  });
}

/** The faults are over: waits until all is settled, lets everybody out who wants to leave, and looks at everything. */
export async function judge(house: House, known: Known = {}): Promise<Verdict> {
  const beganMs = performance.now();
  await settles(house, known);
  const recoveryS = (performance.now() - beganMs) / 1000;
  await everybodyLeaves(house);
  await settles(house, known);

  const facts = [...allJournals(house), ...(known.facts ?? [])];
  const single = facts.filter(({ epoch }) => !known.forkedEpochs?.includes(epoch));
  const applied = await house.rows("select gate, epoch, seq::int as seq, id, hash, quarantine from fact");
  const nameOf = (fact: object): string =>
    ["gate", "epoch", "seq", "hash"].map((key) => Reflect.get(fact, key)).join("/");
  const there = new Set(applied.map(nameOf));
  const lost = single.filter((fact) => !there.has(nameOf(fact)));
  const held = new Set(facts.map(nameOf));
  const fromNowhere = applied.filter((fact) => !held.has(nameOf(fact)));
  const ids = applied.filter(({ quarantine }) => quarantine === null).map(({ id }) => id);
  const charges = await house.rows(
    "select session, count(*)::int as times from ledger_transaction where kind = 'charge' group by session",
  );
  const doubled = ids.length - new Set(ids).size + charges.reduce((sum, { times }) => sum + Number(times) - 1, 0);

  expect(lost, "facts that the cloud does not have").toEqual([]);
  expect(fromNowhere, "facts of the cloud that no gate committed").toEqual([]);
  expect(doubled, "facts or charges doubled").toBe(0);
  const whole = allJournals(house).filter(
    ({ epoch }) => ![...(known.forkedEpochs ?? []), ...(known.brokenEpochs ?? [])].includes(epoch),
  );
  chainsAreWhole(whole);
  await moneyIsRight(house);
  // What stands in the history that was not taken is for a person to look at.
  const untold = facts.filter((fact) => known.forkedEpochs?.includes(fact.epoch) && !there.has(nameOf(fact)));
  await visitsAreRight(house, untold.map(({ text }) => text).join("\n"));
  await forksAreNamed(house, known.forkedEpochs ?? []);
  await placesAreRight(house);
  return { facts: facts.length, lost: lost.length, doubled, recoveryS };
}

/** I12: whoever wants out gets out. */
async function everybodyLeaves(house: House): Promise<void> {
  house.cars.leastStayMs = 0;
  for (;;) {
    const ride = await house.cars.next(house.out);
    if (ride === undefined) return;
    expect(ride, "a driver who wants to leave").toEqual({ end: "passed" });
  }
}

/** I9, seen from the journals; that the cloud has the same hashes was seen before. */
function chainsAreWhole(facts: readonly Kept[]): void {
  const before = new Map<string, Kept>();
  for (const fact of facts) {
    const epoch = `${fact.gate}/${fact.epoch}`;
    const previous = before.get(epoch);
    const { prevHash } = JSON.parse(fact.text);
    expect(hash("sha256", fact.text), `hash of ${fact.gate} ${fact.seq}`).toBe(fact.hash);
    expect(fact.seq).toBe((previous?.seq ?? 0) + 1);
    expect(prevHash, `chain of ${fact.gate} at ${fact.seq}`).toBe(previous?.hash ?? GENESIS_HASH);
    before.set(epoch, fact);
  }
}

/** I4. */
async function moneyIsRight(house: House): Promise<void> {
  const books = await readBooks(house.database);
  expect(books).toMatchObject({ ledger: { sumMinor: 0 }, chargedTwice: 0, walletsOff: 0 });
  const crooked = "select transaction from ledger_entry group by transaction having sum(amount_minor) <> 0";
  expect(await house.rows(crooked)).toEqual([]);
  const held = `select w.account from wallet w left join hold h on h.account = w.account and h.state = 'open'
    group by w.account, w.held_minor having w.held_minor <> coalesce(sum(h.amount_minor), 0)`;
  expect(await house.rows(held), "wallets whose holds do not add up").toEqual([]);
}

/** What each driver's visits should look like in the books: how many are open and how many were paid. */
const expected: Readonly<Record<Whereabouts, readonly string[]>> = {
  outside: ["0 open, 0 paid"],
  inside: ["1 open, 0 paid"],
  left: ["0 open, 1 paid"],
  unsure: ["0 open, 1 paid", "1 open, 0 paid"],
};

/** I5: by every driver's own story. */
async function visitsAreRight(house: House, untold: string): Promise<void> {
  const visits = await house.rows(
    `select s.account, s.state, s.flags, s.arrived_at, s.departed_at, y.total_minor::int as total,
      y.transaction is not null as charged
    from session s left join stay_now y on y.session = s.id`,
  );
  const wrong: object[] = [];
  for (const car of house.cars.all) {
    const own = visits.filter(({ account }) => account === car.account);
    const paid = own.filter(({ state }) => state === "departed");
    const open = own.filter(({ state }) => state === "inside" || state === "unresolved");
    // A gate that died between the commit and the pulse left a grant behind whose car stands outside: nobody can know.
    const granted = car.where === "outside" ? open.filter(({ state }) => state === "inside") : open;
    const told = `${granted.length} open, ${paid.length} paid`;
    const priced = paid.every(({ total, charged }) => total === PRICE_MINOR && charged === true);
    const right = expected[car.where].includes(told) && priced;
    if (!right && !(untold.includes(car.account) && paid.length < 2)) wrong.push({ car, told, own });
  }
  expect(wrong, "drivers whose books tell another story").toEqual([]);
}

/** I9: a second history is found by its hash and said to the operator; no other is. */
async function forksAreNamed(house: House, epochs: readonly string[]): Promise<void> {
  const forked = await house.rows("select epoch from gate_epoch where forked_at is not null");
  expect(forked.map(({ epoch }) => epoch).sort()).toEqual([...epochs].sort());
  const told = await house.rows("select words from exception where kind = 'gate-forked'");
  expect(told.length).toBe(epochs.length);
}

/** I6 and I11. */
async function placesAreRight(house: House): Promise<void> {
  const [row] = await house.rows(
    `select (arrivals - departures + corrections)::int as inside, passing::int as passing,
      (select count(*)::int from session where state = 'inside') as open,
      (select count(*)::int from session where state = 'unresolved') as unresolved,
      (select count(*)::int from unmatched_departure where paired_with is null) as unmatched,
      (select coalesce(sum(lent - used - returned + voided), 0)::int from lease) as outstanding
    from occupancy where estate = $1`,
    [ESTATE],
  );
  expect(row).toMatchObject({ inside: row?.["open"], passing: row?.["unresolved"], unmatched: 0 });
  expect(Number(row?.["inside"]) + Number(row?.["passing"]) + Number(row?.["outstanding"])).toBeLessThanOrEqual(
    CAPACITY,
  );
}
