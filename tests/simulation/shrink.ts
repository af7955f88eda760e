import type { Act, Plan } from "./plan.ts";
import type { Outcome } from "./story.ts";

/** At most so many stories are told again to find a shorter one. */
const TRIES = 160;

/**
 * The shortest story found that still leads to the same invariant's end: fewer acts (delta debugging, halves first), then no more
 * time than it needs. `say` hears of every shorter one.
 */
export async function shrink(
  plan: Plan,
  first: Outcome,
  tell: (plan: Plan) => Promise<Outcome>,
  say: (words: string) => void,
): Promise<{ readonly plan: Plan; readonly outcome: Outcome }> {
  let tries = 0;
  let best = { plan: cutAfter(plan, first), outcome: first };
  const attempt = async (shorter: Plan): Promise<boolean> => {
    if (tries++ >= TRIES) return false;
    const outcome = await tell(shorter);
    if (outcome.violation?.invariant !== first.violation?.invariant) return false;
    best = { plan: cutAfter(shorter, outcome), outcome };
    say(`${best.plan.acts.length} acts, ${Math.round(best.plan.lengthMs / 60_000)} min`);
    return true;
  };
  if (!(await attempt(best.plan))) best = { plan, outcome: first };
  for (const part of [(act: Act) => act.kind !== "visit", () => true])
    for (let size = Math.ceil(best.plan.acts.length / 2); size >= 1 && tries < TRIES; size = Math.floor(size / 2)) {
      let at = 0;
      while (at < best.plan.acts.length && tries < TRIES) {
        const { acts } = best.plan;
        const without = new Set(acts.slice(at, at + size).filter(part));
        const kept = acts.filter((act) => !without.has(act));
        if (without.size === 0 || !(await attempt({ ...best.plan, acts: kept }))) at += size;
      }
    }
  return best;
}

/** What comes after the violation did not lead to it. */
function cutAfter(plan: Plan, { violation }: Outcome): Plan {
  if (violation === undefined || violation.atMs >= plan.lengthMs) return plan;
  const lengthMs = Math.ceil(violation.atMs) + 1_000;
  return { ...plan, lengthMs, acts: plan.acts.filter(({ atMs }) => atMs <= lengthMs) };
}
