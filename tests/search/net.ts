import { GENESIS_HASH } from "@baygate/shared/ids";
import { type CloudFile, epochOf } from "./cloud.ts";
import { hashOfText } from "./gate.ts";
import { remembered } from "./pool.ts";
import { type Message, pools } from "./world.ts";

// The network keeps every message that was ever published: each may arrive at any time, any number of times, in any order, or never. So
// loss, doubling and reordering cost no step and have no bound.
//
// Of messages that say less of the same, only the one that says most is kept, and the others may arrive all the same: of batches that begin
// with the same fact the longest, of an epoch's acks the furthest. A shorter one is what would have been sent a moment earlier. This lets more
// happen than can, never less.

/** What else may arrive where a message was published: by its number, itself included. */
const shades = new Map<number, readonly number[]>();

/** Everything that may arrive. */
export const arriving = remembered((net) => [
  ...new Set(pools.nets.at(net).flatMap((each) => shades.get(each) ?? [each])),
]);

/** The number of a message, with its shades. `cloud`: the database out of which an ack speaks. */
export function messageNo(message: Message, cloud?: CloudFile): number {
  const no = pools.messages.of(message);
  if (shades.has(no)) return no;
  if ("batch" in message) {
    const { batch } = message;
    shades.set(
      no,
      batch.facts.map((_, at) =>
        pools.messages.of({ ...message, batch: { ...batch, facts: batch.facts.slice(0, at + 1) } }),
      ),
    );
  } else if ("ack" in message && message.ack.fork !== true && cloud !== undefined) {
    const { gate, ack } = message;
    const { facts } = epochOf(cloud, gate, ack.epoch);
    const hashes = [GENESIS_HASH, ...facts.slice(0, ack.through).map(hashOfText)];
    shades.set(
      no,
      hashes.map((hash, through) => pools.messages.of({ ...message, ack: { ...ack, through, hash } })),
    );
  }
  return no;
}

const published = remembered((net, message) => {
  const before = pools.nets.at(net);
  if (before.some((each) => each === message || shades.get(each)?.includes(message))) return net;
  const less = shades.get(message) ?? [];
  return pools.nets.of([...before.filter((each) => !less.includes(each)), message].sort((a, b) => a - b));
});

/** The network with some messages more. */
export const publish = (net: number, said: readonly number[]): number =>
  said.reduce((all, each) => published(all, each), net);
