import type { EstateId, GateId } from "@baygate/shared/ids";
import { FROM_GATE, LIVE_TOPICS, parseGateTopic, TO_GATE } from "@baygate/shared/topics";

/** Who is at the other end of a connection to the broker. */
export type Peer =
  | { readonly kind: "cloud" }
  | { readonly kind: "gate"; readonly id: GateId; readonly estate: EstateId }
  | { readonly kind: "operator" };

/** A gate speaks under its own name alone, and only in its own direction; of what it says, only the status is kept by the broker. */
export function mayPublish(peer: Peer, topic: string, retain: boolean): boolean {
  if (peer.kind === "cloud") return true;
  const to = parseGateTopic(topic);
  return (
    peer.kind === "gate" &&
    to?.gate === peer.id &&
    to.estate === peer.estate &&
    FROM_GATE.includes(to.topic) &&
    (!retain || to.topic === "status")
  );
}

/** A gate hears what is sent to it alone; an operator's dashboard hears the live topics and nothing else. */
export function maySubscribe(peer: Peer, filter: string): boolean {
  if (peer.kind === "cloud") return true;
  if (peer.kind === "operator") return isLive(filter);
  const from = parseGateTopic(filter);
  return from?.gate === peer.id && from.estate === peer.estate && TO_GATE.includes(from.topic);
}

/** `baygate/v1/<estate or +>/live/<topic or #>` */
function isLive(filter: string): boolean {
  const [, last] = /^baygate\/v1\/(?:\+|[a-z0-9-]+)\/live\/(.+)$/.exec(filter) ?? [];
  return last === "#" || last === "+" || LIVE_TOPICS.some((topic) => topic === last);
}
