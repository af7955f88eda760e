import { Decision } from "@baygate/shared/decision";
import type { DecisionFact } from "./dashboard.store.ts";
import type { DecisionEnd, DecisionView } from "./dashboard.ts";

const ENDS: Readonly<Record<string, DecisionEnd>> = {
  "barrier.failed": "barrier-failed",
  "vehicle.arrived": "passed",
  "vehicle.departed": "passed",
  "passage.abandoned": "abandoned",
  "passage.unresolved": "unresolved",
};

/** Decisions with what became of them, newest first, out of the facts that tell of both. */
export function decisionViews(facts: readonly DecisionFact[], limit: number): DecisionView[] {
  const ends = new Map<unknown, { end?: DecisionEnd; elapsedMs?: number }>();
  for (const { kind, body } of facts) {
    if (kind === "decision.made") continue;
    const known = ends.get(body["decision"]) ?? {};
    const elapsed = body["elapsedMs"];
    const end = ENDS[kind];
    ends.set(body["decision"], {
      ...known,
      ...(end === undefined ? {} : { end }),
      ...(typeof elapsed === "number" ? { elapsedMs: elapsed } : {}),
    });
  }
  return facts
    .flatMap((fact) => (fact.kind === "decision.made" ? decisionView(fact, ends.get(fact.id)) : []))
    .slice(0, limit);
}

function decisionView(
  fact: DecisionFact,
  known: { end?: DecisionEnd; elapsedMs?: number } | undefined,
): DecisionView[] {
  const decision = Decision.safeParse(fact.body);
  if (!decision.success) return [];
  const { lane, zone, direction, tier, outcome, reason, account } = decision.data;
  const opened = known?.elapsedMs === undefined ? "pending" : "opened";
  return [
    {
      ...{ id: fact.id, atMs: fact.occurredAt.getTime(), estate: fact.estate, gate: fact.gate },
      ...{ lane, zone, direction, tier, outcome, reason },
      account: account === null ? null : shortRef(account),
      elapsedMs: known?.elapsedMs ?? null,
      end: known?.end ?? opened,
    },
  ];
}

/** The last characters of a reference: in a UUIDv7 the first ones are the time, the same for accounts made together. */
const shortRef = (account: string): string => account.slice(-6);
