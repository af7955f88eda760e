import type { Fact } from "@baygate/shared/fact";
import type { AccountRef, Epoch, FactId, SessionId, ZoneId } from "@baygate/shared/ids";
import type { Passage } from "./lane-state.ts";

/** What this gate saw itself of an account's stay, until the rules reflect it. */
export interface LocalStay {
  readonly state: "arriving" | "inside" | "gone";
  readonly session: SessionId;
  readonly zone: ZoneId;
  /** Number of the fact that said so. */
  readonly seq: number;
}

/** The gate's facts that the rules already take into account. */
export interface Reflects {
  readonly epoch: Epoch;
  readonly seq: number;
}

/** The overlay that still counts. What the rules reflect they know better, but for a car that is in one of the lanes right now. */
export function stillNews(stay: LocalStay | undefined, epoch: Epoch, reflects: Reflects | null): LocalStay | undefined {
  if (stay === undefined || stay.state === "arriving") return stay;
  return reflects?.epoch === epoch && stay.seq <= reflects.seq ? undefined : stay;
}

/** What a fact changes in the gate's own small state, in the transaction that holds the fact. */
export interface Consequences {
  readonly lease?: {
    readonly zone: ZoneId;
    readonly used?: number;
    readonly returned?: number;
    readonly voided?: number;
  };
  readonly opens?: Passage;
  readonly closes?: FactId;
  /** `null`: this gate no longer knows better than the rules. */
  readonly stay?: { readonly account: AccountRef; readonly now: Omit<LocalStay, "seq"> | null };
  readonly order?: string;
}

/**
 * What follows from a fact, apart from its line in the journal.
 *
 * @param id the fact's own id, by which a grant's passage is known.
 */
export function consequences(fact: Fact, id: FactId): Consequences {
  switch (fact.kind) {
    case "decision.made": {
      const { outcome, ...passage } = fact.body;
      if (outcome === "deny") return {};
      const { direction, zone, account, session } = passage;
      const opens = passageOf(id, passage);
      return direction === "depart"
        ? { opens }
        : { opens, lease: { zone, used: 1 }, ...stay(account, session, zone, "arriving") };
    }
    case "vehicle.arrived":
      return { closes: fact.body.decision, ...stay(fact.body.account, fact.body.session, fact.body.zone, "inside") };
    case "vehicle.departed":
      return { closes: fact.body.decision, ...stay(fact.body.account, fact.body.session, fact.body.zone, "gone") };
    case "passage.abandoned": {
      const { decision, direction, zone, account, session } = fact.body;
      if (direction === "depart") return { closes: decision };
      return { closes: decision, lease: { zone, voided: 1 }, ...stay(account, session, zone, "gone") };
    }
    case "passage.unresolved":
      // Nobody knows whether the car is inside, so nothing is known better here than in the rules; the place stays used.
      return {
        closes: fact.body.decision,
        ...(fact.body.account === null ? {} : { stay: { account: fact.body.account, now: null } }),
      };
    case "lease.returned":
      return { lease: { zone: fact.body.zone, returned: fact.body.places } };
    case "order.answered":
      return { order: fact.body.order };
    default:
      return {};
  }
}

/** The passage that a grant begins. */
export function passageOf(
  decision: FactId,
  { direction, lane, zone, account, session, offer, class: vehicle }: Omit<Passage, "decision">,
): Passage {
  const named = vehicle === undefined ? {} : { class: vehicle };
  return { decision, direction, lane, zone, account, session, offer, ...named };
}

function stay(
  account: AccountRef | null,
  session: SessionId | null,
  zone: ZoneId,
  state: LocalStay["state"],
): Pick<Consequences, "stay"> {
  if (account === null) return {};
  // A departure without a known stay: the account is gone whatever its stay was called.
  if (session === null) return { stay: { account, now: null } };
  return { stay: { account, now: { state, session, zone } } };
}
