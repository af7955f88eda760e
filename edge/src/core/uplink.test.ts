import { describe, expect, it } from "vitest";
import { startUplink, type UplinkAction, type UplinkEvent, type UplinkState, uplinkStep } from "./uplink.ts";

// The gate's uplink in words. Every fact's hash is h<seq>; the cloud of another history says x<seq>.

const EPOCH = "00000000000000aa";
const ack = (through: number, changes: object = {}): UplinkEvent => ({
  ...{ on: "ack", epoch: EPOCH, through, hash: `h${through}`, fork: false, ownHash: `h${through}` },
  ...changes,
});
const sent = (through: number): UplinkEvent => ({ on: "sent", through });
const connected: UplinkEvent = { on: "connected" };

function play(from: UplinkState, ...events: UplinkEvent[]): { state: UplinkState; did: string[] } {
  let state = from;
  const did: string[] = [];
  for (const event of events) {
    const step = uplinkStep(state, event);
    state = step.state;
    did.push(...step.actions.map(words));
  }
  return { state, did };
}

const words = (action: UplinkAction): string =>
  [
    action.do,
    ...("from" in action ? [action.from] : []),
    ...("ms" in action ? [action.ms] : []),
    ...("through" in action ? [action.through] : []),
    ...("why" in action ? [action.why] : []),
  ].join(" ");

const cold = startUplink(EPOCH, 5, 2);

describe("the uplink", () => {
  it("sends what is not acknowledged as soon as there is a link, one batch at a time", () => {
    const { state, did } = play(cold, { on: "journalled", last: 6 }, connected, sent(6), { on: "journalled", last: 7 });
    expect(did).toEqual(["send 3", "wait 3000"]);
    expect(state.inFlight).toEqual({ from: 3, through: 6 });
  });

  it("moves its cursor by an ack alone, and sends what came meanwhile at once", () => {
    const { did } = play(cold, connected, sent(5), { on: "journalled", last: 7 }, ack(5), sent(7), ack(7));
    expect(did).toEqual([
      "send 3",
      "wait 3000",
      "move-cursor 5",
      "stop-waiting",
      "send 6",
      "wait 3000",
      "move-cursor 7",
      "stop-waiting",
    ]);
  });

  it("takes an ack of a fact that went along before it was told of it", () => {
    expect(play(cold, connected, sent(6), ack(6)).did.at(-1)).toBe("stop-waiting");
  });

  it("sends again, with growing waits, when no answer comes", () => {
    const { did } = play(cold, connected, sent(5), { on: "timeout" }, sent(5), { on: "timeout" });
    expect(did).toEqual(["send 3", "wait 3000", "send 3", "wait 6000", "send 3", "wait 12000"]);
  });

  it("goes back with a cloud that was restored from a backup", () => {
    const { state, did } = play(startUplink(EPOCH, 5, 5), connected, ack(1));
    expect(did).toEqual(["move-cursor 1", "send 2", "wait 3000"]);
    expect(state.acked).toBe(1);
  });

  it("goes back to what a gap answer expects", () => {
    expect(play(cold, connected, sent(5), ack(0)).did).toEqual([
      "send 3",
      "wait 3000",
      "move-cursor 0",
      "stop-waiting",
      "send 1",
      "wait 3000",
    ]);
  });

  it("does not run hot on answers that change nothing", () => {
    expect(play(cold, connected, sent(5), ack(2), ack(2), ack(2)).did).toEqual(["send 3", "wait 3000"]);
  });

  it("waits no longer than at first when the cloud is heard again after silence, and does not run hot on that", () => {
    const timeout: UplinkEvent = { on: "timeout" };
    const silent = play(cold, connected, sent(5), timeout, sent(5), timeout, sent(5));
    expect(silent.did.at(-1)).toBe("wait 12000");
    const { did } = play(silent.state, ack(2), ack(2), ack(2), timeout, sent(5), ack(2), ack(2));
    expect(did).toEqual(["wait 3000", "send 3", "wait 6000", "wait 3000"]);
  });

  it("has nothing to wait for when the cloud is heard again and all is acknowledged", () => {
    const { state } = play(startUplink(EPOCH, 5, 5), connected);
    expect(play({ ...state, unanswered: 2 }, ack(5)).did).toEqual([]);
  });

  it("waits for the batch's own ack when an older one comes late", () => {
    const { state, did } = play(cold, connected, sent(5), ack(4));
    expect(did).toEqual(["send 3", "wait 3000", "move-cursor 4"]);
    expect(state.inFlight).toEqual({ from: 3, through: 5 });
  });

  it.each([
    ["of another epoch", ack(5, { epoch: "00000000000000bb" })],
    ["of a fact that the journal no longer holds", ack(2, { ownHash: null })],
  ])("does not listen to an ack %s", (_, event) => {
    expect(play(cold, connected, sent(5), event).did).toEqual(["send 3", "wait 3000"]);
  });

  it.each([
    ["the cloud says fork", ack(5, { fork: true }), "fork"],
    ["the cloud holds another fact under this number", ack(2, { hash: "x2" }), "fork"],
    ["the cloud holds more than the journal", ack(9, { ownHash: null }), "fork"],
    ["the cloud went back further than the journal", ack(1, { ownHash: null }), "lost"],
  ])("stops for ever and begins a new epoch when %s", (_, event, why) => {
    const { state, did } = play(cold, event, connected, { on: "journalled", last: 9 }, { on: "timeout" });
    expect(did).toEqual(["stop-waiting", `begin-epoch ${why}`]);
    expect(state.stopped).toBe(why);
  });

  it("stops when the journal cannot supply what is due", () => {
    expect(play(cold, connected, { on: "sent", through: null }).did.at(-1)).toBe("begin-epoch lost");
  });

  it("forgets what was under way when the link goes, and is data that survives JSON", () => {
    const down = play(cold, connected, sent(5), { on: "disconnected" }, { on: "timeout" });
    expect(down.did.slice(2)).toEqual(["stop-waiting"]);
    expect(play(JSON.parse(JSON.stringify(down.state)), connected).did).toEqual(["send 3", "wait 3000"]);
  });
});
