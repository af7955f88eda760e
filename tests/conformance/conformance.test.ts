import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { checks, conformance, type RunOptions, type Verdict } from "../../scripts/conformance/run.ts";
import { type OpenBroker, type OwnGate, openBroker, startOwnGate } from "./lab.ts";
import { type LittleFault, LittleGate } from "./little-gate.ts";

// The kit finds nothing wrong with our own gate and with another that keeps the protocol, and names what a wrong one breaks.

const CARD = "04a1b2c3d4e5f6";
let broker: OpenBroker;
let little: LittleGate | undefined;
let own: OwnGate | undefined;

beforeEach(async () => {
  broker = await openBroker();
});
afterEach(async () => {
  await little?.stop();
  await own?.stop();
  [little, own] = [undefined, undefined];
  await broker.stop();
});

const options = (gate: string, changes: Partial<RunOptions> = {}): RunOptions => ({
  ...{ url: broker.url, estate: "harbour", gate, zone: "main", lane: "lane-1", card: CARD, tap: undefined },
  ...{ gateClientId: `gate-${gate}`, gateUser: undefined, gatePassword: undefined },
  ...{ patienceMs: 20_000, waitMs: 30_000, only: [], slow: false, ...changes },
});
const not = (outcome: Verdict["outcome"], verdicts: readonly Verdict[]) =>
  verdicts.filter((each) => each.outcome !== outcome);

describe("the conformance kit", () => {
  it("finds nothing wrong with our own gate, taps and all", { timeout: 400_000 }, async () => {
    own = await startOwnGate(broker.url, CARD);
    const verdicts = await conformance(options("harbour-in", { tap: own.tap, slow: true }));
    expect(not("passed", verdicts)).toEqual([]);
    expect(verdicts).toHaveLength(checks.length);
  });

  it("finds nothing wrong with another's that keeps the protocol, and skips the taps by name", {
    timeout: 200_000,
  }, async () => {
    little = new LittleGate(broker.url);
    const verdicts = await conformance(options("little"));
    expect(verdicts.filter(({ outcome }) => outcome === "broken")).toEqual([]);
    expect(verdicts.filter(({ words }) => words.includes("--tap")).map(({ name }) => name)).toHaveLength(4);
  });

  it.each<[LittleFault, check: string, words: RegExp]>([
    ["trusts-puback", "nothing-but-an-ack-moves-on", /PUBACK/],
    ["many-in-flight", "one-batch-in-flight", /second batch/],
    ["ignores-ack-backwards", "ack-backwards-sends-again", /did not send fact \d+ again/],
    ["obeys-any-epoch", "ack-of-another-epoch-is-ignored", /new one/],
    ["answers-doubled-acks", "doubled-ack-changes-nothing", /said nothing new/],
    ["stays-on-fork", "fork-begins-new-epoch", /told of a fork/],
    ["reuses-seq", "numbers-never-reused", /two texts/],
    ["chain-of-nothing", "chain-unbroken", /prevHash of fact \d+/],
    ["applies-over-gap", "delta-over-a-gap-is-left-alone", /applied a delta from version/],
    ["trusts-delta-digest", "delta-with-another-digest-changes-nothing", /digest/],
    ["version-goes-down", "version-never-goes-down", /went back from version/],
    ["counts-doubled-parts", "snapshot-with-a-lost-part-waits", /a part is missing/],
    ["takes-half-a-snapshot", "snapshot-with-a-lost-part-waits", /a part is missing/],
    ["does-orders-twice", "order-is-done-once", /returned 4/],
    ["forgets-orders-with-epoch", "fork-begins-new-epoch", /done once more/],
    ["does-expired-orders", "expired-order-is-not-done", /not with expired/],
    ["lent-goes-down", "places-lent-never-shrink", /old news/],
    ["any-epochs-lease", "places-lent-to-another-epoch-do-not-count", /another epoch count/],
    ["seconds-for-ms", "clocks-run", /does not count milliseconds/],
    ["no-will", "will-says-offline", /no last will/],
    ["no-spread", "reconnects-at-spread-moments", /in one moment/],
    ["no-sync", "sync-on-connecting", /no sync came/],
    ["trips-over-garbage", "malformed-messages-are-survived", /new epoch/],
    ["trips-over-new-fields", "unknown-fields-do-no-harm", /nobody knows/],
  ])("says of a gate that %s: %s", { timeout: 120_000 }, async (fault, check, words) => {
    little = new LittleGate(broker.url, fault);
    // One that counts something wrong over time is looked at for a while.
    const while_ =
      fault === "seconds-for-ms"
        ? ["batches-within-limits"]
        : fault === "reuses-seq"
          ? ["ack-backwards-sends-again"]
          : [];
    const verdicts = await conformance(options("little", { only: [...while_, check], patienceMs: 6_000 }));
    expect(verdicts.find(({ name }) => name === check)).toMatchObject({
      outcome: "broken",
      words: expect.stringMatching(words),
    });
  });

  it("is a command that ends with 1 when something is broken, and says where the rule stands", {
    timeout: 120_000,
  }, async () => {
    little = new LittleGate(broker.url, "stays-on-fork");
    const kit = join(import.meta.dirname, "../../scripts/conformance.ts");
    const run = (...args: string[]) =>
      promisify(execFile)(process.execPath, [kit, "--mqtt", broker.url, "--estate", "harbour", ...args]).then(
        ({ stdout }) => ({ code: 0, stdout, stderr: "" }),
        (error: { code: number; stdout: string; stderr: string }) => error,
      );
    const gate = ["--gate", "little", "--patience", "4"];
    const broken = await run(
      ...gate,
      "--only",
      "fork-begins-new-epoch",
      "--only",
      "unknown-order-is-answered",
      "--json",
    );
    expect(broken.code).toBe(1);
    expect(JSON.parse(broken.stdout)).toEqual({
      gate: "little",
      passed: ["unknown-order-is-answered"],
      broken: [{ name: "fork-begins-new-epoch", words: expect.any(String), rule: "docs/protocol.md#epochs" }],
      skipped: [],
    });
    const fine = await run(...gate, "--only", "unknown-order-is-answered");
    expect(fine).toMatchObject({ code: 0, stdout: expect.stringContaining("1 passed, 0 broken, 0 skipped") });
    const nobody = await run("--gate", "nobody", "--wait", "1");
    expect(nobody).toMatchObject({ code: 2, stderr: expect.stringMatching(/^gate-silent: /) });
  });
});
