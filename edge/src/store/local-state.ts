import type { CredentialRef } from "@baygate/shared/credential";
import type { Lease } from "@baygate/shared/envelope";
import type { Direction } from "@baygate/shared/estate";
import type { Fact } from "@baygate/shared/fact";
import type { AccountRef, Epoch, FactId, ZoneId } from "@baygate/shared/ids";
import type { Passage } from "../core/lane-state.ts";
import { consequences, type LocalStay, type Reflects } from "../core/local-stay.ts";
import type { JournalStatements } from "./journal-statements.ts";
import type { Keepsakes } from "./keepsakes.ts";
import { madeMs } from "./new-id.ts";
import { isStorageFault, type SqliteFile } from "./sqlite.ts";

/** What is remembered with a decision and does not follow from it. */
export interface Remembered {
  /** A pass was shown; remembered until it has expired, ms since 1970. */
  readonly seenPass?: { readonly ref: CredentialRef; readonly direction: Direction; readonly untilMs: number };
  /** The account was let in on stale rules: counted until they are confirmed again. */
  readonly staleArrival?: AccountRef;
}

/**
 * What a gate knows itself because it happened here: places used, cars in its lanes and inside, passes shown, orders done. Every line
 * follows from a fact, in that fact's transaction, so that it is as durable as the journal.
 */
export class LocalState {
  readonly #file: SqliteFile;
  readonly #do: JournalStatements;
  /** Commits even where the disk is full, as long as there is ballast. */
  readonly #withRoom: <T>(commit: () => T) => T;
  /** Undefined: to be looked up again. */
  #anyStale: boolean | undefined;

  constructor(file: SqliteFile, statements: JournalStatements, withRoom: <T>(commit: () => T) => T) {
    this.#file = file;
    this.#do = statements;
    this.#withRoom = withRoom;
  }

  /** In the transaction of the decision that it belongs to. */
  remember({ seenPass, staleArrival }: Remembered): void {
    if (seenPass) this.#do.seePass.run(seenPass.ref, seenPass.direction, seenPass.untilMs);
    if (staleArrival === undefined) return;
    this.#anyStale = undefined;
    this.#do.countStale.run(staleArrival);
  }

  /** What follows from a fact, in the transaction that writes it. */
  follow(fact: Fact, { id, seq }: { readonly id: FactId; readonly seq: number }, wallMs: number): void {
    const { lease, opens, closes, stay, order } = consequences(fact, id);
    if (lease) this.#do.moveLease.run(lease.zone, lease.used ?? 0, lease.returned ?? 0, lease.voided ?? 0);
    if (opens) this.#do.openPassage.run(id, JSON.stringify(opens));
    if (closes) this.#do.closePassage.run(closes);
    if (stay?.now) this.#do.noteStay.run(stay.account, stay.now.state, stay.now.session, stay.now.zone, seq);
    else if (stay) this.#do.forgetStay.run(stay.account);
    // As old as its id says at most: a clock that was never set would let go of it as soon as it is set, and do it again.
    if (order) this.#do.noteOrder.run(order, Math.max(wallMs, madeMs(order)));
  }

  /** What was done once stays done: the cloud, which may not have heard of it, asks again. In a transaction. */
  inherit({ orders, passes }: Pick<Keepsakes, "orders" | "passes">): void {
    for (const { id, atMs } of orders) this.#do.noteOrder.run(id, atMs);
    for (const { ref, direction, untilMs } of passes) this.#do.seePass.run(ref, direction, untilMs);
  }

  /** Lets go of what the rules of this `epoch` reflect by now, and of what is too old to matter. In a transaction. */
  forget(reflects: Reflects | null, epoch: Epoch, passesMs: number, ordersMs: number): void {
    if (reflects?.epoch === epoch) this.#do.forgetStays.run(reflects.seq);
    this.#do.forgetPasses.run(passesMs);
    this.#do.forgetOrders.run(ordersMs);
  }

  lease(zone: ZoneId): Lease | undefined {
    return this.#do.lease.get(zone);
  }

  leases(): Record<ZoneId, Lease> {
    return Object.fromEntries(this.#do.leases.all().map(({ zone, ...lease }) => [zone, lease]));
  }

  /** Notes what the rules lend to this epoch; a replica that is thrown away must not take places back. */
  raiseLent(zone: ZoneId, lent: number): void {
    if ((this.lease(zone)?.lent ?? 0) < lent) this.#withRoom(() => this.#do.raiseLent.run(zone, lent));
  }

  /** What was seen here of an account's stay. */
  stay(account: AccountRef): LocalStay | undefined {
    return this.#do.stay.get(account);
  }

  /** When the cloud last confirmed the rules, as far as it was noted; ms since 1970. */
  get rulesConfirmedMs(): number | undefined {
    return this.#do.confirmed.get()?.atMs;
  }

  /** Arrivals that this gate granted an account since its rules are stale. */
  staleArrivals(account: AccountRef): number {
    return this.hasStaleArrivals ? (this.#do.staleArrivals.get(account)?.arrivals ?? 0) : 0;
  }

  /** Some account arrived on stale rules. */
  get hasStaleArrivals(): boolean {
    this.#anyStale ??= this.#do.anyStale.get() !== undefined;
    return this.#anyStale;
  }

  /**
   * Notes that the cloud has confirmed the rules: whoever arrived on stale ones begins anew. Not worth a fact: lost, it comes again.
   *
   * @param atMs undefined when no clock can be trusted to say.
   */
  noteConfirmed(atMs: number | undefined): void {
    this.#anyStale = undefined;
    try {
      this.#file
        .transaction(() => {
          this.#do.forgetStale.run();
          if (atMs === undefined) this.#do.forgetConfirmed.run();
          else this.#do.noteConfirmed.run(atMs);
        })
        .immediate();
    } catch (error) {
      if (!isStorageFault(error)) throw error;
    }
  }

  passSeen(ref: CredentialRef, direction: Direction, nowMs: number): boolean {
    return this.#do.passSeen.get(ref, direction, nowMs) !== undefined;
  }

  orderDone(id: string): boolean {
    return this.#do.orderDone.get(id) !== undefined;
  }

  /** Grants whose car was never seen to pass or to back out. */
  openPassages(): Passage[] {
    // Written by `follow` alone, under a hash-checked fact's transaction.
    return this.#do.passages.all().map(({ content }): Passage => JSON.parse(content));
  }
}
