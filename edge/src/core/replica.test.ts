import { describe, expect, it } from "vitest";
import { type ReplicaAction, type ReplicaEvent, type ReplicaState, replicaStep, startReplica } from "./replica.ts";

// Following the rules, in words: versions and digests d<version>.

const delta = (from: number, to: number, digest = `d${to}`): ReplicaEvent => ({ on: "delta", from, to, digest });
const applied = (to: number, agreed = true): ReplicaEvent => ({ on: "applied", to, digest: `d${to}`, agreed });
const part = (version: number, number: number, parts: number): ReplicaEvent => ({
  ...{ on: "part", version, digest: `d${version}`, part: number, parts },
});
const connected: ReplicaEvent = { on: "connected" };
const heard: ReplicaEvent = { on: "heard" };

function play(from: ReplicaState, ...events: ReplicaEvent[]): { state: ReplicaState; did: string } {
  let state = from;
  const did: string[] = [];
  for (const event of events) {
    const step = replicaStep(state, event);
    state = step.state;
    did.push(...step.actions.map(words));
  }
  return { state, did: did.join(", ") };
}

const words = (action: ReplicaAction): string =>
  action.do === "ask" ? `ask ${action.want} ${action.ms}` : action.do === "wait" ? `wait ${action.ms}` : action.do;

const at5 = replicaStep(startReplica(5, "d5"), connected).state;

describe("the replica", () => {
  it.each<[what: string, from: ReplicaState, events: ReplicaEvent[], did: string]>([
    ["asks for what is new on connecting", startReplica(5, "d5"), [connected], "ask delta 5000"],
    ["asks for everything when it has nothing", startReplica(0, "d0"), [connected], "ask snapshot 5000"],
    ["applies a delta from its version", at5, [delta(5, 6), applied(6)], "apply-delta, stop-waiting"],
    ["takes the word that nothing is new", at5, [delta(5, 5)], "stop-waiting"],
    ["ignores old news", at5, [delta(5, 5), delta(3, 4)], "stop-waiting"],
    ["asks when a delta is missing", at5, [delta(5, 5), delta(6, 7)], "stop-waiting, ask delta 5000"],
    ["asks once when many do not fit", at5, [delta(5, 5), delta(6, 7), delta(7, 8)], "stop-waiting, ask delta 5000"],
    ["asks for all when a delta disagrees", at5, [delta(5, 6), applied(6, false)], "apply-delta, ask snapshot 5000"],
    ["asks for all when its digest has drifted", at5, [delta(5, 5, "dX")], "ask snapshot 5000"],
    ["asks again, with growing waits", at5, [{ on: "timeout" }, { on: "timeout" }], "ask delta 10000, ask delta 20000"],
    [
      "asks soon when a cloud that was silent is heard again, once",
      at5,
      [{ on: "timeout" }, { on: "timeout" }, heard, heard, { on: "timeout" }],
      "ask delta 10000, ask delta 20000, wait 2000, ask delta 40000",
    ],
    ["waits for its answer when the cloud was never silent", at5, [heard, { on: "timeout" }, heard], "ask delta 10000"],
    [
      "asks ever later when it is heard, but never with rules",
      at5,
      [heard, { on: "timeout" }, heard, { on: "timeout" }, heard, { on: "timeout" }, heard],
      "ask delta 10000, ask delta 20000, ask delta 40000",
    ],
    [
      "has nothing to ask when a cloud is heard again that had answered",
      at5,
      [{ on: "timeout" }, delta(5, 5), heard],
      "ask delta 10000, stop-waiting",
    ],
    ["says once a minute what it holds", at5, [delta(5, 5), { on: "minute" }], "stop-waiting, ask delta 5000"],
    [
      "builds a snapshot of parts in any order, each once",
      at5,
      [part(8, 1, 2), part(8, 1, 2), part(8, 0, 2)],
      "begin-snapshot, keep-part, keep-part, finish-snapshot",
    ],
    [
      "asks for the rest of a snapshot that came unasked, and stopped coming",
      at5,
      [delta(5, 5), part(8, 0, 3), part(8, 1, 3), { on: "timeout" }, part(8, 0, 2), part(8, 1, 2)],
      [
        "stop-waiting, begin-snapshot, keep-part, wait 5000, keep-part, wait 5000, ask delta 10000",
        "begin-snapshot, keep-part, keep-part, finish-snapshot",
      ].join(", "),
    ],
    [
      "waits for nothing more when all of a snapshot came unasked",
      at5,
      [delta(5, 5), part(8, 0, 2), part(8, 1, 2)],
      "stop-waiting, begin-snapshot, keep-part, wait 5000, keep-part, stop-waiting, finish-snapshot",
    ],
    [
      "does not put parts of two cuts of the same rules together",
      at5,
      [part(8, 0, 3), part(8, 2, 3), part(8, 1, 2), part(8, 0, 2), part(8, 1, 3)],
      "begin-snapshot, keep-part, keep-part, begin-snapshot, keep-part, keep-part, finish-snapshot",
    ],
    [
      "takes the version that it holds, when the cloud sees that its digest is another and sends all of it",
      replicaStep(startReplica(5, "flipped"), connected).state,
      [part(5, 0, 1)],
      "begin-snapshot, keep-part, finish-snapshot",
    ],
    ["ignores a snapshot of old rules", at5, [part(4, 0, 1), part(5, 0, 1)], ""],
    [
      "begins again for a newer snapshot",
      at5,
      [part(8, 0, 2), part(9, 0, 1)],
      "begin-snapshot, keep-part, begin-snapshot, keep-part, finish-snapshot",
    ],
    [
      "asks again at once for a broken snapshot",
      at5,
      [part(8, 0, 1), { on: "snapshot-broken", version: 8 }],
      "begin-snapshot, keep-part, finish-snapshot, ask snapshot 10000",
    ],
    [
      "asks later and later when one after the other is broken: the disk is full",
      replicaStep(startReplica(0, "d0"), connected).state,
      [1, 2, 3].flatMap((): ReplicaEvent[] => [
        part(8, 0, 1),
        { on: "snapshot-broken", version: 8 },
        { on: "timeout" },
      ]),
      [
        "begin-snapshot, keep-part, finish-snapshot, ask snapshot 10000, ask snapshot 20000",
        "begin-snapshot, keep-part, finish-snapshot, wait 20000, ask snapshot 60000",
        "begin-snapshot, keep-part, finish-snapshot, wait 60000, ask snapshot 60000",
      ].join(", "),
    ],
    ["asks for everything when told to", at5, [{ on: "distrust" }], "ask snapshot 5000"],
    ["says nothing without a link", startReplica(5, "d5"), [{ on: "timeout" }, delta(7, 8), { on: "minute" }], ""],
  ])("%s", (_, from, events, did) => {
    expect(play(from, ...events).did).toBe(did);
  });

  it("never goes back: deltas beyond a snapshot under way wait until it is in", () => {
    const during = play(at5, part(8, 0, 1), delta(5, 8), applied(8), delta(8, 9));
    expect(during.did).toBe("begin-snapshot, keep-part, finish-snapshot, apply-delta, stop-waiting");
    const after = play(during.state, { on: "swapped", version: 8, digest: "d8" });
    expect(after.did).toBe("ask delta 5000");
    expect(after.state.version).toBe(8);
  });

  it.each<ReplicaEvent[]>([[{ on: "disconnected" }, connected], [{ on: "timeout" }], [{ on: "distrust" }]])(
    "takes over a snapshot that was whole, whatever came while it was built (%#)",
    (...meanwhile) => {
      const after = play(at5, part(8, 0, 1), ...meanwhile, delta(5, 9), { on: "swapped", version: 8, digest: "d8" });
      expect(after.did).not.toContain("apply-delta");
      expect(after.state).toMatchObject({ version: 8, digest: "d8", incoming: null, drifted: false });
    },
  );

  it("does not build on rules that have drifted, but takes the same version whole", () => {
    const drifted = play(at5, delta(5, 5, "dX"), delta(5, 6));
    expect(drifted.did).toBe("ask snapshot 5000");
    expect(play(drifted.state, part(5, 0, 1), { on: "swapped", version: 5, digest: "dX" }).state).toMatchObject({
      ...{ version: 5, digest: "dX", drifted: false },
    });
  });
});
