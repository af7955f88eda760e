import type { Fact } from "@baygate/shared/fact";
import type { AccountRef, FactId, GateId, LaneId } from "@baygate/shared/ids";
import { Order, type OrderOutcome } from "@baygate/shared/order";
import type { Clock } from "@baygate/shared/time";
import { z } from "zod";
import type { CardLinking } from "../card-linking.ts";
import { returnable, withLent } from "../core/lease.ts";
import type { Log } from "../log.ts";
import { type Along, type Journal, StorageFailed } from "../store/journal.ts";
import type { Replica } from "../store/replica.ts";
import type { Link } from "./link.ts";

/** A lane, as far as an order reaches. */
export interface OrderedLane {
  whyNotOpen(forced: boolean): string | undefined;
  openByOrder(answer: FactId): void;
  admit(order: string, account: AccountRef): Admission | { readonly refused: string };
  whyNotHold(what: "hold" | "release"): string | undefined;
  holdByOrder(answer: FactId, untilMs: number): void;
  releaseByOrder(): void;
}

interface Admission {
  readonly decision: { readonly outcome: "grant" | "deny"; readonly reason: string };
  readonly fact: Fact;
  readonly along: Along;
  readonly obey: (fact: FactId) => void;
}

export interface OrdersGround {
  readonly gate: GateId;
  readonly journal: Journal;
  readonly replica: Replica;
  readonly clock: Clock;
  readonly link: () => Pick<Link, "read">;
  readonly log: Log;
  readonly lane: (id: LaneId) => OrderedLane | undefined;
  readonly resync: () => void;
  readonly linking: CardLinking;
}

interface Answer {
  readonly outcome: OrderOutcome;
  readonly words: string;
  /** Facts that belong to it, and what belongs to them. */
  readonly facts?: readonly Fact[];
  readonly along?: Along;
  /** What is done once the answer is durable. @param first of the facts that belong to it */
  readonly after?: (answer: FactId, first: FactId) => void;
}

/** The least that an order of any kind has, also of kinds that came after this program. */
const AnyOrder = z.looseObject({ id: z.uuidv7(), kind: z.string() });

/** Does an order once, by its id, never after its expiry, and answers it by a fact that is durable before anything moves. */
export function obey(ground: OrdersGround, text: string): void {
  const { journal, log, link } = ground;
  const any = link().read(AnyOrder, text, "order");
  if (any === undefined || journal.local.orderDone(any.id)) return;
  const order = Order.safeParse(any);
  const answer: Answer | "later" = order.success
    ? answerTo(ground, order.data)
    : { outcome: "not-supported", words: `this gate does not know ${any.kind} in this form` };
  if (answer === "later") return;
  const { outcome, words } = answer;
  try {
    const journalled = journal.append(
      [...(answer.facts ?? []), { kind: "order.answered", body: { order: any.id, outcome, words } }],
      answer.along,
    );
    const fact = journalled.at(-1);
    log.info({ order: any.id, kind: any.kind, outcome, fact: fact?.id }, words);
    if (fact !== undefined) answer.after?.(fact.id, journalled[0]?.id ?? fact.id);
  } catch (error) {
    if (!(error instanceof StorageFailed)) throw error;
    log.error({ err: error, order: any.id }, "an order could not be journalled, so it was not done");
  }
}

function answerTo(ground: OrdersGround, order: Order): Answer | "later" {
  const { journal, replica, gate, clock } = ground;
  if (clock.wallMs() > order.expiresMs) return { outcome: "expired", words: "it came after its expiry" };
  switch (order.kind) {
    case "open-gate": {
      const lane = ground.lane(order.lane);
      if (lane === undefined) return { outcome: "refused", words: `there is no lane ${order.lane}` };
      const why = lane.whyNotOpen(order.forced);
      if (why !== undefined) return { outcome: "refused", words: why };
      const words = order.forced ? "opened, forced" : "opened";
      return { outcome: "done", words, after: (answer) => lane.openByOrder(answer) };
    }
    case "admit-driver":
      return admission(ground, order);
    case "link-card":
      // The card that is held to a reader answers it; one that nobody brings is not answered, and expires.
      return ground.linking.begin(order.id, order.expiresMs)
        ? "later"
        : { outcome: "refused", words: "another card is waited for" };
    case "hold-open":
    case "close-gate":
      return holdAnswer(ground, order);
    case "return-lease": {
      const { zone } = order;
      const lease = withLent(journal.local.lease(zone), replica.get("lease", `${gate}/${zone}`), journal.epoch);
      const places = returnable(lease, order.places);
      if (places === 0) return { outcome: "refused", words: "no place is left to give back" };
      return {
        ...{ outcome: "done", words: `${places} of ${order.places} places given back` },
        facts: [{ kind: "lease.returned", body: { zone, places, order: order.id } }],
      };
    }
    case "resync":
      return { outcome: "done", words: "asked for all the rules", after: ground.resync };
  }
}

function admission(ground: OrdersGround, order: Extract<Order, { kind: "admit-driver" }>): Answer {
  const admitted = ground.lane(order.lane)?.admit(order.id, order.account) ?? { refused: "lane-unknown" };
  if ("refused" in admitted) return { outcome: "refused", words: admitted.refused };
  const { decision, fact, along, obey } = admitted;
  return {
    ...{ outcome: decision.outcome === "grant" ? "done" : "refused", words: decision.reason },
    ...{ facts: [fact], along, after: (_, made) => obey(made) },
  };
}

/** A lane is held open for an event or a weekend, not for good. Milliseconds. */
const LONGEST_HOLD_MS = 7 * 24 * 3_600_000;

function holdAnswer(ground: OrdersGround, order: Extract<Order, { kind: "hold-open" | "close-gate" }>): Answer {
  const lane = ground.lane(order.lane);
  if (lane === undefined) return { outcome: "refused", words: `there is no lane ${order.lane}` };
  const why = lane.whyNotHold(order.kind === "hold-open" ? "hold" : "release");
  if (why !== undefined) return { outcome: "refused", words: why };
  if (order.kind === "close-gate")
    return {
      ...{ outcome: "done", words: "closed, once nobody is under the arm" },
      facts: [{ kind: "lane.released", body: { lane: order.lane, by: "order", cause: "order" } }],
      after: () => lane.releaseByOrder(),
    };
  const { untilMs } = order;
  const leftMs = untilMs - ground.clock.wallMs();
  if (leftMs <= 0) return { outcome: "refused", words: "the time to hold it open is over already" };
  if (leftMs > LONGEST_HOLD_MS) return { outcome: "refused", words: "a lane is held open for a week at most" };
  return {
    ...{ outcome: "done", words: "held open" },
    facts: [{ kind: "lane.held", body: { lane: order.lane, by: "order", order: order.id, untilMs } }],
    after: (answer) => lane.holdByOrder(answer, untilMs),
  };
}
