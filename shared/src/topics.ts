import type { EstateId, GateId } from "./ids.ts";

/** One gate's topics, by who speaks: the gate publishes the first three, the cloud the others. */
export const GATE_TOPICS = ["facts", "sync", "status", "ack", "rules", "orders"] as const;
export type GateTopic = (typeof GATE_TOPICS)[number];
export const FROM_GATE: readonly GateTopic[] = ["facts", "sync", "status"];
export const TO_GATE: readonly GateTopic[] = ["ack", "rules", "orders"];

/** What dashboards read: retained, one message an estate and topic. */
export const LIVE_TOPICS = ["occupancy", "price", "gates"] as const;
export type LiveTopic = (typeof LIVE_TOPICS)[number];

const ROOT = "baygate/v1";

export const gateTopic = (estate: EstateId, gate: GateId, topic: GateTopic): string =>
  `${ROOT}/${estate}/${gate}/${topic}`;
export const liveTopic = (estate: EstateId, topic: LiveTopic): string => `${ROOT}/${estate}/live/${topic}`;
/** Names that no gate may have: dashboards' topics stand under the first, the others are users of the broker. */
export const RESERVED_GATE_NAMES: readonly GateId[] = ["live", "cloud", "operator"];

/** Every gate's `topic`. */
export const everyGate = (topic: GateTopic): string => `${ROOT}/+/+/${topic}`;

/** The parts of a gate's topic; undefined for anything else. */
export function parseGateTopic(topic: string): { estate: EstateId; gate: GateId; topic: GateTopic } | undefined {
  const match = /^baygate\/v1\/([a-z0-9-]+)\/([a-z0-9-]+)\/([a-z]+)$/.exec(topic);
  const [, estate, gate, last] = match ?? [];
  const known = GATE_TOPICS.find((each) => each === last);
  return estate && gate && gate !== "live" && known ? { estate, gate, topic: known } : undefined;
}
