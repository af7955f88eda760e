import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { checks, conformance, type RunOptions, type Verdict } from "../../scripts/conformance/run.ts";
import { type OpenBroker, type OwnGate, openBroker, startOwnGate } from "./lab.ts";
import { type LittleFault, LittleGate } from "./little-gate.ts";

// The kit finds nothing wrong with our own gate and with another that keeps the protocol, and names what a wrong one breaks. Each has a
// broker of its own, and what a gate does is mostly to wait: they are looked at side by side.

const CARD = "04a1b2c3d4e5f6";

async function during<T>(open: () => Promise<T> | T, stop: (it: T) => Promise<void>, look: (it: T) => Promise<void>) {
  const it = await open();
  try {
    await look(it);
  } finally {
    await stop(it);
  }
}
const onBroker = (look: (broker: OpenBroker) => Promise<void>) => during(openBroker, (broker) => broker.stop(), look);
const withLittle = (fault: LittleFault | undefined, look: (broker: OpenBroker) => Promise<void>) =>
  onBroker((broker) =>
    during(
      () => new LittleGate(broker.url, fault),
      (little) => little.stop(),
      () => look(broker),
    ),
  );
const withOwn = (look: (broker: OpenBroker, own: OwnGate) => Promise<void>) =>
  onBroker((broker) =>
    during(
      () => startOwnGate(broker.url, CARD),
      (own) => own.stop(),
      (own) => look(broker, own),
    ),
  );

const options = (url: string, gate: string, changes: Partial<RunOptions> = {}): RunOptions => ({
  ...{ url, estate: "harbour", gate, zone: "main", lane: "lane-1", card: CARD, tap: undefined },
  ...{ gateClientId: `gate-${gate}`, gateUser: undefined, gatePassword: undefined },
  ...{ patienceMs: 20_000, waitMs: 30_000, only: [], slow: false, ...changes },
});
const not = (outcome: Verdict["outcome"], verdicts: readonly Verdict[]) =>
  verdicts.filter((each) => each.outcome !== outcome);

/** These take a minute each because something is waited for. */
const slow = checks.filter((check) => check.slow).map(({ name }) => name);

/** One that breaks a rule which shows only along with others. */
const ALONG: Partial<Record<LittleFault, readonly string[]>> = { "reuses-seq": ["ack-backwards-sends-again"] };

async function isNamed(fault: LittleFault, check: string, words: RegExp): Promise<void> {
  await withLittle(fault, async ({ url }) => {
    const only = [...(ALONG[fault] ?? []), check];
    const verdicts = await conformance(options(url, "little", { only, patienceMs: 6_000, slow: true }));
    expect(verdicts.find(({ name }) => name === check)).toMatchObject({
      outcome: "broken",
      words: expect.stringMatching(words),
    });
  });
}

// Alone: it is about moments, and a machine that does many things spreads them by itself.
it(
  "the conformance kit says of a gate that no-spread: reconnects-at-spread-moments",
  { timeout: 120_000, retry: 2 },
  () => isNamed("no-spread", "reconnects-at-spread-moments", /in one moment/),
);

describe.concurrent("the conformance kit", { timeout: 300_000 }, () => {
  it("finds nothing wrong with our own gate, taps and all", () =>
    withOwn(async ({ url }, { tap }) => {
      const verdicts = await conformance(options(url, "harbour-in", { tap }));
      expect(not("passed", verdicts).filter(({ words }) => !words.includes("--slow"))).toEqual([]);
      expect(not("passed", verdicts).map(({ name }) => name)).toEqual(slow);
      expect(verdicts).toHaveLength(checks.length);
    }));

  it.each(slow)("finds nothing wrong with our own gate where it takes longer: %s", (name) =>
    withOwn(async ({ url }) => {
      expect(not("passed", await conformance(options(url, "harbour-in", { only: [name], slow: true })))).toEqual([]);
    }),
  );

  it("finds nothing wrong with another's that keeps the protocol, and skips the taps by name", () =>
    withLittle(undefined, async ({ url }) => {
      const verdicts = await conformance(options(url, "little"));
      expect(verdicts.filter(({ outcome }) => outcome === "broken")).toEqual([]);
      expect(verdicts.filter(({ words }) => words.includes("--tap")).map(({ name }) => name)).toHaveLength(4);
    }));

  it("finds nothing wrong with another's after silence", () =>
    withLittle(undefined, async ({ url }) => {
      const only = ["resends-with-growing-waits", "waits-begin-anew-after-silence"];
      expect(not("passed", await conformance(options(url, "little", { only, slow: true })))).toEqual([]);
    }));

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
    ["no-sync", "sync-on-connecting", /no sync came/],
    ["trips-over-garbage", "malformed-messages-are-survived", /new epoch/],
    ["trips-over-new-fields", "unknown-fields-do-no-harm", /nobody knows/],
    ["waits-out-silence", "waits-begin-anew-after-silence", /had grown to/],
  ])("says of a gate that %s: %s", isNamed);

  it("is a command that ends with 1 when something is broken, and says where the rule stands", () =>
    withLittle("stays-on-fork", async (broker) => {
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
    }));
});
