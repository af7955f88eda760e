import type { Row, Tables } from "../../../cloud/src/db/memory/tables.ts";
import { leastPrice, mostPrice } from "../price.ts";
import { evidence } from "./evidence.ts";
import type { Journals, KnownFact } from "./journals.ts";
import type { Traffic, TrueVisit } from "./traffic.ts";
import type { Verdict } from "./verdict.ts";

// Money: the books are sound at every moment (I4), and in the end every visit cost what it should, once (I5).

const MINUTE = 60_000;
/** The simulated estate's price of a stay whose end was not heard of in time. */
const MISSED_DEPARTURE = 500n;

/** One for a charge, and one less for what takes one back. */
const chargesIn = ({ kind }: Row): number => (kind === "charge" ? 1 : kind === "reversal" ? -1 : 0);

export class Money {
  readonly #tables: () => Tables;
  readonly #traffic: Traffic;
  readonly #journals: Journals;
  readonly #verdict: Verdict;

  constructor(tables: () => Tables, traffic: Traffic, journals: Journals, verdict: Verdict) {
    this.#tables = tables;
    this.#traffic = traffic;
    this.#journals = journals;
    this.#verdict = verdict;
  }

  /** I4 and half of I5: money, as it stands in the tables. */
  watch(): void {
    this.#watchLedger();
    const charges = new Map<unknown, number>();
    for (const row of this.#tables().of("ledger_transaction").all())
      charges.set(row["session"], (charges.get(row["session"]) ?? 0) + chargesIn(row));
    for (const [session, count] of charges)
      if (session !== null && count > 1) this.#verdict.fail("I5", `stay ${session} was charged twice`);
  }

  #watchLedger(): void {
    const tables = this.#tables();
    const sums = new Map<string, bigint>();
    const ofTransaction = new Map<string, bigint>();
    const add = (map: Map<string, bigint>, key: unknown, amount: unknown) =>
      map.set(String(key), (map.get(String(key)) ?? 0n) + BigInt(String(amount)));
    for (const entry of tables.of("ledger_entry").all()) {
      add(sums, entry["ledger_account"], entry["amount_minor"]);
      add(ofTransaction, entry["transaction"], entry["amount_minor"]);
    }
    for (const [transaction, sum] of ofTransaction)
      if (sum !== 0n) this.#verdict.fail("I4", `ledger transaction ${transaction} sums to ${sum}`);
    for (const wallet of tables.of("wallet").all()) {
      const account = String(wallet["account"]);
      const balance = sums.get(`wallet:${account}`) ?? 0n;
      const debt = -(sums.get(`receivable:${account}`) ?? 0n);
      if (balance !== wallet["balance_minor"] || debt !== wallet["debt_minor"])
        this.#verdict.fail("I4", `the wallet of ${account} is not the sum of its entries`);
    }
  }

  /** When the dust has settled: every visit against its stay. */
  conclude(): void {
    this.#concludeNeverCame();
    for (const visit of this.#traffic.visits) {
      if (this.#verdict.violation) return;
      this.#concludeVisit(visit);
      if (this.#verdict.violation && visit.account !== null)
        this.#verdict.about.push(...evidence(this.#tables(), this.#journals.facts(), visit.account));
    }
  }

  /** No stay costs anything whose car never came in. */
  #concludeNeverCame(): void {
    const ofSession = new Map([...this.#traffic.visits].map((visit) => [visit.session, visit]));
    const stays = this.#tables().of("stay");
    for (const stay of stays.all()) {
      if (stays.get(stay["session"], Number(stay["revision"]) + 1)) continue;
      const visit = ofSession.get(String(stay["session"]));
      if (Number(stay["total_minor"]) <= 0 || !visit || visit.inAtMs !== undefined) continue;
      if (!this.#traffic.isOdd(visit.account ?? ""))
        this.#verdict.fail("I5", `stay ${stay["session"]} was charged and its car never came in`);
    }
  }

  #concludeVisit(visit: TrueVisit): void {
    const { account, session, inAtMs, outAtMs, arrivalFact, departureFact } = visit;
    if (account === null || session === null || this.#traffic.isOdd(account)) return;
    if (inAtMs === undefined || outAtMs === undefined) return;
    const about = `the visit ${visit.id} of ${account} (${session})`;
    if (!arrivalFact || !departureFact) {
      this.#verdict.fail("I1", `no facts of ${about}, which was seen`);
      return;
    }
    // A gate without rules lets an unknown card out: whose departure that was, only the next arrival tells.
    if (departureFact.body["account"] !== account) return;
    const [stay] = this.#tables()
      .of("stay")
      .by("session", session)
      .toSorted((a, b) => Number(b["revision"]) - Number(a["revision"]));
    if (!stay) {
      this.#verdict.fail("I5", `no stay was made of ${about}`);
      return;
    }
    const total = BigInt(String(stay["total_minor"]));
    if ((total === MISSED_DEPARTURE || total === 0n) && this.#cameAgainBefore(visit, departureFact)) return;
    const tolerance = (arrivalFact.toleranceMs ?? 0) + (departureFact.toleranceMs ?? 0);
    const lasted = outAtMs - inAtMs;
    const least = leastPrice(inAtMs, lasted - tolerance, visit.offerPermille);
    const most = mostPrice(inAtMs, lasted + tolerance, visit.offerPermille);
    if (total < least || total > most) {
      const minutes = Math.round(lasted / MINUTE);
      this.#verdict.fail("I5", `${about} lasted ${minutes} min and cost ${total}, not ${least} to ${most}`);
    }
    this.#concludeCharges(session, total, about);
  }

  #concludeCharges(session: string, total: bigint, about: string): void {
    const rows = this.#tables().of("ledger_transaction").by("session", session);
    const charges = rows.reduce((count, row) => count + chargesIn(row), 0);
    if (charges !== (total > 0n ? 1 : 0)) this.#verdict.fail("I5", `${about} has ${charges} charges`);
  }

  /** The cloud heard that this driver came again before it heard that they had left: then the estate's price for that holds, or none where the gates had not heard of one another. */
  #cameAgainBefore(visit: TrueVisit, departure: KnownFact): boolean {
    for (const other of this.#traffic.visits) {
      if (other === visit || other.account !== visit.account || (other.inAtMs ?? 0) < (visit.inAtMs ?? 0)) continue;
      if ((other.arrivalFact?.appliedAs ?? Number.POSITIVE_INFINITY) < (departure.appliedAs ?? 0)) return true;
    }
    return false;
  }
}
