import type { Tables } from "../../../cloud/src/db/memory/tables.ts";
import type { Box } from "../box.ts";
import { ESTATE, type Plan, ZONE } from "../plan.ts";
import type { Conduct } from "./conduct.ts";
import { asText, evidence } from "./evidence.ts";
import { accountOf, type Journals, type KnownFact } from "./journals.ts";
import type { Traffic } from "./traffic.ts";
import type { Verdict } from "./verdict.ts";

// Cars against places: never more than there are (I11), and in the end the cloud counts as many cars as are inside (I6). Both hold but for
// what nobody could know, and how much that is, is kept here.

export interface PlacesGround {
  readonly tables: () => Tables;
  readonly boxes: () => readonly Box[];
  readonly plan: Pick<Plan, "capacity" | "overdraw">;
  readonly verdict: Verdict;
  readonly traffic: Traffic;
  readonly journals: Journals;
  readonly conduct: Conduct;
}

export class Places {
  readonly #ground: PlacesGround;
  /** Commits that the power cut short: each may have been the word of a passage. */
  #tornWrites = 0;
  /** Places that a restored cloud forgot that it had lent. */
  #forgottenLent = 0;
  /** Cars that came in, and a torn write took what their gate had seen of it: until their departure tells, or for good, they are not counted. */
  #tornIn = 0;
  #unresolvedFacts = 0;
  /** Arrivals that nobody decided about. */
  readonly #unheard: KnownFact[] = [];
  /** Places that may be lent beyond the capacity for cars that the cloud did not know of. */
  #slippedIn = 0;

  constructor(ground: PlacesGround) {
    this.#ground = ground;
  }

  writeTorn(): void {
    this.#tornWrites++;
  }

  lentForgotten(places: number): void {
    this.#forgottenLent += places;
  }

  written(fact: KnownFact): void {
    const { kind, body } = fact;
    if (kind === "passage.undecided" && body["direction"] === "arrive") this.#unheard.push(fact);
    if (kind !== "passage.unresolved") return;
    this.#unresolvedFacts++;
    if (body["direction"] === "arrive" && this.#ground.traffic.visitOf(body["session"])?.seenIn) this.#tornIn++;
  }

  /** I11: cars that a grant let in, cars on the way in, and what gates may still grant. */
  watch(): void {
    const { traffic, journals, conduct, plan, verdict } = this.#ground;
    let inside = 0;
    for (const visit of traffic.visits)
      if (visit.session !== null && visit.inAtMs !== undefined && visit.outAtMs === undefined) inside++;
    let passing = 0;
    for (const { body } of conduct.openGrants)
      if (body["direction"] === "arrive" && traffic.visitOf(body["session"])?.inAtMs === undefined) passing++;
    const outstanding = this.#outstanding();
    // So many may journals that are no more have overdrawn.
    const lost = journals.gone * plan.overdraw;
    const beyond = this.#forgottenLent + traffic.unseenIn + this.#tornIn + lost;
    const tooMany = Math.max(0, inside + passing + outstanding - plan.capacity - beyond);
    // Who slipped in at a gate that is cut off, and left through another, has left the cloud's count one too low until it hears of both. What
    // it lent meanwhile it gets back only as cars leave.
    const unknown = this.#unheard.filter(({ appliedAs }) => appliedAs === undefined).length;
    this.#slippedIn = Math.max(unknown, Math.min(this.#slippedIn, tooMany));
    if (tooMany <= this.#slippedIn) return;
    verdict.fail(
      "I11",
      `${inside} cars inside, ${passing} on the way in and ${outstanding} places to give: more than ${plan.capacity}`,
    );
    this.#tellOfPlaces();
  }

  /** What gates may still grant. */
  #outstanding(): number {
    const { boxes, plan, verdict } = this.#ground;
    let outstanding = 0;
    for (const box of boxes()) {
      if (!box.gate) {
        // What it overdrew before it went down stands in its journal.
        outstanding -= plan.overdraw;
        continue;
      }
      const held = box.gate.journal.local.leases()[ZONE] ?? { lent: 0, used: 0, returned: 0, voided: 0 };
      const rule = box.gate.replica.get("lease", `${box.plan.id}/${ZONE}`);
      const lent = rule?.epoch === box.gate.journal.epoch ? Math.max(rule.lent, held.lent) : held.lent;
      const left = lent - held.used - held.returned + held.voided;
      if (left < -plan.overdraw) verdict.fail("I11", `${box.plan.id} gave ${-left} places more than it was lent`);
      // What it overdrew is owed, not lent: below zero.
      outstanding += left;
    }
    return outstanding;
  }

  #tellOfPlaces(): void {
    const { tables, boxes, traffic, verdict } = this.#ground;
    const { about } = verdict;
    for (const { plan, gate } of boxes())
      about.push(`${plan.id} ${JSON.stringify(gate?.journal.local.leases())} ${gate?.journal.epoch}`);
    for (const name of ["lease", "occupancy"])
      for (const row of tables().of(name).all()) about.push(`${name} ${asText(row)}`);
    for (const visit of traffic.visits)
      if (visit.session !== null && visit.outAtMs === undefined)
        about.push(
          `visit ${visit.id} ${visit.session} in ${visit.inAtMs} ${visit.seenIn} ${visit.arrivalFact?.kind} ${visit.arrivalFact?.gate}`,
        );
  }

  /** Half of I6: no count is below zero. */
  watchPassing(): void {
    const { tables, verdict } = this.#ground;
    for (const row of tables().of("occupancy").all())
      if (Number(row["passing"]) < 0) verdict.fail("I6", `${row["passing"]} cars are passing in ${row["zone"]}`);
  }

  /** When the dust has settled: the cloud counts the cars that are inside. */
  conclude(): void {
    const { tables, traffic, journals, verdict } = this.#ground;
    const row = tables().of("occupancy").get(ESTATE, ZONE);
    const counted = Number(row?.["arrivals"] ?? 0) - Number(row?.["departures"] ?? 0);
    let inside = 0;
    for (const { inAtMs, outAtMs } of traffic.visits) if (inAtMs !== undefined && outAtMs === undefined) inside++;
    const unseen = traffic.unseenIn + traffic.unseenOut + this.#tornWrites + this.#unresolvedFacts;
    verdict.about.push(
      `cloud: ${asText(row)}`,
      `facts applied: ${JSON.stringify([...this.#applied()])}`,
      `passed unseen: ${traffic.unseenIn} in, ${traffic.unseenOut} out`,
    );
    if (Math.abs(counted - inside) <= unseen) return;
    for (const account of this.#unresolved()) verdict.about.push(...evidence(tables(), journals.facts(), account));
    verdict.fail("I6", `the cloud counts ${counted} cars inside; ${inside} are, and ${unseen} passed unseen`);
  }

  /** How many facts of each kind the cloud was told. */
  #applied(): Map<string, number> {
    const told = new Map<string, number>();
    for (const { kind, body, appliedAs } of this.#ground.journals.facts()) {
      if (appliedAs === undefined) continue;
      const name = `${kind} ${body["direction"] ?? ""} ${body["outcome"] ?? ""}`;
      told.set(name, (told.get(name) ?? 0) + 1);
    }
    return told;
  }

  /** Whose passages a gate did not see to their ends. */
  #unresolved(): Set<string> {
    const accounts = new Set<string>();
    for (const fact of this.#ground.journals.facts()) {
      const account = accountOf(fact);
      if (fact.kind === "passage.unresolved" && account !== null) accounts.add(account);
    }
    return accounts;
  }
}
