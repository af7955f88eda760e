import type { Dashboard, DashboardPatch } from "./dashboard.ts";

// Runs on both sides: the hub makes patches, the page applies them. So nothing is imported but types.

/** What changed from one state to the next; undefined when only the clock did. */
export function diffDashboard(before: Dashboard, after: Dashboard): DashboardPatch | undefined {
  const differs = (a: unknown, b: unknown) => JSON.stringify(a) !== JSON.stringify(b);
  const ids = (state: Dashboard) => state.estates.map(({ id }) => id);
  if (differs(ids(before), ids(after))) return after;
  const estates = after.estates.filter((estate, at) => differs(before.estates[at], estate));
  const patch: DashboardPatch = {
    nowMs: after.nowMs,
    speed: after.speed,
    ...(estates.length > 0 ? { estates } : {}),
    ...(differs(before.decisions, after.decisions) ? { decisions: after.decisions } : {}),
    ...(differs(before.totals, after.totals) ? { totals: after.totals } : {}),
    ...(before.exceptionsOpen === after.exceptionsOpen ? {} : { exceptionsOpen: after.exceptionsOpen }),
    ...(differs(before.exceptions, after.exceptions) ? { exceptions: after.exceptions } : {}),
  };
  return Object.keys(patch).length > 2 ? patch : undefined;
}

/** The state after a patch. */
export function patchDashboard(before: Dashboard, patch: DashboardPatch): Dashboard {
  const changed = patch.estates ?? [];
  const known = before.estates.map((estate) => changed.find(({ id }) => id === estate.id) ?? estate);
  const added = changed.filter(({ id }) => !before.estates.some((estate) => estate.id === id));
  const estates = [...known, ...added].sort((a, b) => (a.id < b.id ? -1 : 1));
  return { ...before, ...patch, estates };
}
