import type { OpenGate } from "../../../edge/src/gate.ts";
import type { Box } from "../box.ts";
import type { KnownFact } from "./journals.ts";
import type { Verdict } from "./verdict.ts";

// What gates do by what they were told and what they granted: an arm goes up by a grant that is on the disk, and a grant ends once (I7);
// orders and rules never go back in time (I8).

/** How a grant comes to its end. */
const ENDS = ["vehicle.arrived", "vehicle.departed", "passage.abandoned", "passage.unresolved"];

export class Conduct {
  readonly #verdict: Verdict;
  /** Decisions to grant that have not come to an end. */
  readonly #open = new Map<string, KnownFact>();
  readonly #orders = new Set<string>();
  /** Of the rules that each gate held last. */
  readonly #versions = new Map<string, number>();

  constructor(verdict: Verdict) {
    this.#verdict = verdict;
  }

  /** The decisions to grant that have not come to an end. */
  get openGrants(): Iterable<KnownFact> {
    return this.#open.values();
  }

  /** `isJournalGone`: with one that is no more, a gate lost its memory of the orders that it answered. */
  written(fact: KnownFact, isJournalGone: boolean): void {
    const { kind, body } = fact;
    if (kind === "decision.made" && body["outcome"] === "grant") this.#open.set(fact.id, fact);
    if (kind === "order.answered") {
      const order = String(body["order"]);
      if (this.#orders.has(order) && !isJournalGone) this.#verdict.fail("I8", `order ${order} was answered twice`);
      this.#orders.add(order);
    }
    if (ENDS.includes(kind) && !this.#open.delete(String(body["decision"])))
      this.#verdict.fail("I7", `${kind} of ${fact.gate} follows from no open grant`);
  }

  raised(box: Box): void {
    for (const { gate } of this.#open.values()) if (gate === box.plan.id) return;
    this.#verdict.fail("I7", `the arm of ${box.plan.id} went up and no durable fact says why`);
  }

  /** A gate lost its replica, or may have, so it may hold older rules for a while. */
  rulesForgotten(gate: string): void {
    this.#versions.delete(gate);
  }

  watch(box: Box, { replica }: OpenGate): void {
    const { id } = box.plan;
    const before = this.#versions.get(id) ?? 0;
    if (replica.version < before)
      this.#verdict.fail("I8", `the rules of ${id} went back from ${before} to ${replica.version}`);
    this.#versions.set(id, replica.version);
  }
}
