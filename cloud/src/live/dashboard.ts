import { Tier } from "@baygate/shared/credential";
import { Direction } from "@baygate/shared/estate";
import { z } from "zod";

/** A zone as the live page shows it. */
export const ZoneView = z
  .object({
    id: z.string(),
    name: z.string(),
    class: z.string(),
    capacity: z.int(),
    inUse: z.int(),
    /** The count is right to so many places in 95 of 100 cases. */
    plusMinus: z.int(),
    /** Granted arrivals still on their way in; each holds a place. */
    passing: z.int(),
    free: z.int(),
    /** With every link down, so many cars more than places may be let in; 0: none, the estate allows no overdraw. */
    oversoldAtWorst: z.int(),
    factorPermille: z.int(),
    /** Which way the factor moved last. */
    trend: z.enum(["up", "down", "level"]),
    /** "2.40 EUR an hour"; null while no tariff is in force. */
    priceWords: z.string().nullable(),
    /** Places in use over the last hours, oldest first, one a `historyStepMs`, ending now. */
    history: z.array(z.int()),
  })
  .meta({ id: "ZoneView" });
export type ZoneView = z.infer<typeof ZoneView>;

export const GateView = z
  .object({
    id: z.string(),
    name: z.string(),
    direction: Direction,
    online: z.boolean(),
    revoked: z.boolean(),
    /** Facts journalled there that the cloud has not acknowledged, by the gate's last word. */
    waiting: z.int(),
    lastSeenMs: z.int().nullable(),
    faults: z.array(z.object({ device: z.string(), words: z.string() })),
  })
  .meta({ id: "GateView" });
export type GateView = z.infer<typeof GateView>;

export const EstateView = z
  .object({
    id: z.string(),
    name: z.string(),
    timeZone: z.string(),
    currency: z.string(),
    zones: z.array(ZoneView),
    gates: z.array(GateView),
    historyStepMs: z.int(),
  })
  .meta({ id: "EstateView" });
export type EstateView = z.infer<typeof EstateView>;

/** What became of a decision: still open, the arm did not move, the car passed or backed out. */
export const DecisionEnd = z.enum(["pending", "opened", "barrier-failed", "passed", "abandoned", "unresolved"]);
export type DecisionEnd = z.infer<typeof DecisionEnd>;

export const DecisionView = z
  .object({
    /** Id of the fact. */
    id: z.string(),
    atMs: z.int(),
    estate: z.string(),
    gate: z.string(),
    lane: z.string(),
    zone: z.string(),
    direction: Direction,
    tier: Tier.nullable(),
    outcome: z.enum(["grant", "deny"]),
    reason: z.string(),
    /** Last characters of the account's reference: enough to tell two apart, no name. */
    account: z.string().nullable(),
    /** From the read to the barrier's command, ms. */
    elapsedMs: z.number().nullable(),
    end: DecisionEnd,
  })
  .meta({ id: "DecisionView" });
export type DecisionView = z.infer<typeof DecisionView>;

export const ExceptionView = z
  .object({
    id: z.int(),
    estate: z.string(),
    kind: z.string(),
    atMs: z.int(),
    gate: z.string().nullable(),
    words: z.string(),
  })
  .meta({ id: "ExceptionView" });
export type ExceptionView = z.infer<typeof ExceptionView>;

/** Sums since each estate's own midnight. */
export const Totals = z
  .object({
    taken: z.array(z.object({ currency: z.string(), amountMinor: z.int() })),
    staysOpen: z.int(),
    staysCharged: z.int(),
    granted: z.int(),
    denied: z.int(),
  })
  .meta({ id: "Totals" });
export type Totals = z.infer<typeof Totals>;

/** Everything the live page shows. */
export const Dashboard = z
  .object({
    /** The house's clock, ms; a demo's runs faster than the world. */
    nowMs: z.int(),
    /** How many times faster than the world that clock runs. */
    speed: z.number(),
    estates: z.array(EstateView),
    /** Newest first. */
    decisions: z.array(DecisionView),
    totals: Totals,
    exceptionsOpen: z.int(),
    /** The newest of the open ones. */
    exceptions: z.array(ExceptionView),
  })
  .meta({ id: "Dashboard" });
export type Dashboard = z.infer<typeof Dashboard>;

/**
 * What an event named `patch` carries: the clock, and the parts that changed. Estates are replaced one by one, by id;
 * everything else is replaced as a whole.
 */
export type DashboardPatch = Pick<Dashboard, "nowMs" | "speed"> & Partial<Dashboard>;
