import { describe, expect, test } from "vitest";
import { mayPublish, maySubscribe, type Peer } from "./access.ts";

const gate: Peer = { kind: "gate", id: "harbour-in", estate: "harbour" };
const operator: Peer = { kind: "operator" };

describe("what a peer may publish", () => {
  test.each([
    [gate, "baygate/v1/harbour/harbour-in/facts", false, true],
    [gate, "baygate/v1/harbour/harbour-in/sync", false, true],
    [gate, "baygate/v1/harbour/harbour-in/status", true, true],
    [gate, "baygate/v1/harbour/harbour-in/facts", true, false],
    [gate, "baygate/v1/harbour/harbour-out/facts", false, false],
    [gate, "baygate/v1/station/harbour-in/facts", false, false],
    [gate, "baygate/v1/harbour/harbour-in/rules", false, false],
    [gate, "baygate/v1/harbour/harbour-in/ack", false, false],
    [gate, "baygate/v1/harbour/live/price", true, false],
    [gate, "$SYS/anything", false, false],
    [operator, "baygate/v1/harbour/live/price", false, false],
    [{ kind: "cloud" }, "baygate/v1/harbour/harbour-in/rules", false, true],
  ] as const)("%o on %s (retained: %s): %s", (peer, topic, retain, allowed) => {
    expect(mayPublish(peer, topic, retain)).toBe(allowed);
  });
});

describe("what a peer may hear", () => {
  test.each([
    [gate, "baygate/v1/harbour/harbour-in/rules", true],
    [gate, "baygate/v1/harbour/harbour-in/ack", true],
    [gate, "baygate/v1/harbour/harbour-in/orders", true],
    [gate, "baygate/v1/harbour/harbour-out/orders", false],
    [gate, "baygate/v1/harbour/+/orders", false],
    [gate, "baygate/v1/harbour/harbour-in/facts", false],
    [gate, "#", false],
    [operator, "baygate/v1/+/live/#", true],
    [operator, "baygate/v1/harbour/live/occupancy", true],
    [operator, "baygate/v1/+/+/facts", false],
    [operator, "baygate/v1/+/+/#", false],
    [operator, "baygate/v1/harbour/harbour-in/rules", false],
    [{ kind: "cloud" }, "baygate/v1/+/+/facts", true],
  ] as const)("%o from %s: %s", (peer, filter, allowed) => {
    expect(maySubscribe(peer, filter)).toBe(allowed);
  });
});
