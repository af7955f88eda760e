import { world } from "../world.ts";
import { accountOf, type KnownFact } from "./journals.ts";

// What cars really did, and which facts tell of it. It judges nothing: it knows what may not be judged exactly, because something of it
// went unseen or was lost.

interface Tracked {
  readonly id: number;
  readonly account: string | null;
  /** The grant that let it in. */
  session: string | null;
  offerPermille: number;
  arrivalFact: KnownFact | undefined;
  departureFact: KnownFact | undefined;
  inAtMs: number | undefined;
  outAtMs: number | undefined;
  /** It came in by a grant, and a gate that worked saw it. */
  seenIn: boolean;
  seenOut: boolean;
}

/** One visit as it really was: others hand it back, and only `Traffic` writes to it. */
export type TrueVisit = Readonly<Tracked>;

export class Traffic {
  readonly #visits = new Map<number, Tracked>();
  readonly #ofSession = new Map<string, Tracked>();
  /** Accounts of whose visits something went unseen: what is charged for them is bounded, not exact. */
  readonly #odd = new Set<string>();
  /** Whose card an entrance reads at this moment. */
  #arriving: Tracked | undefined;
  /** By gate. */
  readonly #departing = new Map<string, Tracked>();
  #passages = 0;
  #unseenIn = 0;
  #unseenOut = 0;

  get passages(): number {
    return this.#passages;
  }

  /** Passages that no working gate saw, or that are lost. */
  get unseenIn(): number {
    return this.#unseenIn;
  }

  get unseenOut(): number {
    return this.#unseenOut;
  }

  get visits(): Iterable<TrueVisit> {
    return this.#visits.values();
  }

  visitOf(session: unknown): TrueVisit | undefined {
    return this.#of(session);
  }

  isOdd(account: string): boolean {
    return this.#odd.has(account);
  }

  // What cars do

  visit(id: number, account: string | null): TrueVisit {
    const visit: Tracked = {
      ...{ id, account, session: null, offerPermille: 1000, arrivalFact: undefined, departureFact: undefined },
      ...{ inAtMs: undefined, outAtMs: undefined, seenIn: false, seenOut: false },
    };
    this.#visits.set(id, visit);
    return visit;
  }

  tapBegins(visit: Tracked, way: "in" | "out"): void {
    this.#arriving = way === "in" ? visit : undefined;
  }

  tapEnds(): void {
    this.#arriving = undefined;
  }

  /** The car that is on its way out at a gate, so that the fact of its departure is known for its own. */
  departing(gate: string, visit: Tracked | undefined): void {
    if (visit) this.#departing.set(gate, visit);
    else this.#departing.delete(gate);
  }

  /** A car has cleared the second loop. `seen`: by one process that worked from its grant on. */
  passed(visit: Tracked, way: "in" | "out", seen: boolean): void {
    this.#passages++;
    if (way === "in") [visit.inAtMs, visit.seenIn] = [world.nowMs, seen];
    else [visit.outAtMs, visit.seenOut] = [world.nowMs, seen];
    if (seen) return;
    if (way === "in") this.#unseenIn++;
    else this.#unseenOut++;
    this.oddity(visit.account);
  }

  oddity(account: string | null): void {
    if (account !== null) this.#odd.add(account);
  }

  // What facts tell of them

  written(fact: KnownFact): void {
    const { kind, body } = fact;
    if (kind === "decision.made" && body["outcome"] === "grant" && this.#arriving) this.#letIn(this.#arriving, body);
    if (kind === "passage.unresolved" || kind === "lane.stuck") this.oddity(accountOf(fact));
    const visit = this.#of(body["session"]);
    if (visit && kind === "vehicle.arrived") visit.arrivalFact = fact;
    if (visit && kind === "vehicle.departed") visit.departureFact = fact;
    const departing = this.#departing.get(fact.gate);
    if (kind === "vehicle.departed" && departing) departing.departureFact = fact;
  }

  /** What a lost fact was about can no longer be exact. */
  lost(fact: KnownFact): void {
    const { kind, body } = fact;
    this.oddity(accountOf(fact));
    const isUndecided = kind === "passage.undecided";
    if (kind === "vehicle.arrived" || (isUndecided && body["direction"] === "arrive")) this.#unseenIn++;
    if (kind === "vehicle.departed" || (isUndecided && body["direction"] === "depart")) this.#unseenOut++;
  }

  #letIn(visit: Tracked, { session, offer }: Record<string, unknown>): void {
    if (visit.session !== null) this.#ofSession.delete(visit.session);
    visit.session = typeof session === "string" ? session : null;
    if (visit.session !== null) this.#ofSession.set(visit.session, visit);
    visit.offerPermille = Number(Object(offer)["factorPermille"] ?? 1000);
  }

  #of(session: unknown): Tracked | undefined {
    return typeof session === "string" ? this.#ofSession.get(session) : undefined;
  }
}
