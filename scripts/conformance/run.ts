import { ruleText } from "@baygate/shared/rules";
import type { Check } from "./check.ts";
import { epochChecks } from "./checks/epochs.ts";
import { factChecks } from "./checks/facts.ts";
import { faultChecks, linkChecks } from "./checks/link.ts";
import { leaseChecks, orderChecks } from "./checks/orders.ts";
import { ruleChecks } from "./checks/rules.ts";
import { tapChecks } from "./checks/taps.ts";
import { type CloudOptions, PlayedCloud } from "./cloud.ts";
import { Stage, type StageOptions } from "./stage.ts";
import { Broken, must, type Section, Skipped } from "./verdict.ts";
import { CLOCK_WATCH_MS, WATCHED, type Watched } from "./witness.ts";

export interface RunOptions extends CloudOptions, Omit<StageOptions, "url" | "gate"> {
  /** These checks alone; empty: all. */
  readonly only: readonly string[];
  readonly slow: boolean;
  /** How long to wait for the gate at first, ms. */
  readonly waitMs: number;
}

export interface Verdict {
  readonly name: string;
  readonly outcome: "passed" | "broken" | "skipped";
  /** What the gate did instead, or why it could not be looked at. */
  readonly words: string;
  /** Where the rule stands. */
  readonly rule: string;
}

const watched = (Object.keys(WATCHED) as Watched[]).map(
  (name): Check => ({
    name,
    section: WATCHED[name],
    async run(stage) {
      const { witness } = stage.cloud;
      if (name === "clocks-run" && !witness.breaches.has(name)) await seeClock(stage);
      const breach = witness.breaches.get(name);
      must(breach === undefined, breach ?? "");
    },
  }),
);

/** One that counts something wrong over time must be looked at for a while, however few checks are made. */
async function seeClock(stage: Stage): Promise<void> {
  if (stage.cloud.epoch === undefined) return;
  await stage.until(() => stage.cloud.witness.clockSeen(performance.now()), CLOCK_WATCH_MS + 1_000);
  await stage.makeFacts();
}

/** Every check, in the order in which they are made. What is watched throughout is judged last. */
export const checks: readonly Check[] = [
  ...linkChecks,
  ...factChecks,
  ...ruleChecks,
  ...orderChecks,
  ...leaseChecks,
  ...tapChecks,
  ...faultChecks,
  ...epochChecks,
  ...watched,
];

/** Operating failure `gate-silent`: nothing was heard of the gate. */
export class GateSilent extends Error {
  readonly code = "gate-silent";
}

/**
 * Drives a gate through the protocol.
 *
 * @param tell hears of each check as it is made.
 * @throws GateSilent; the client's error when the broker lets nobody in.
 */
export async function conformance(
  options: RunOptions,
  tell: (verdict: Verdict) => void = () => undefined,
): Promise<Verdict[]> {
  const chosen = checks.filter(({ name }) => options.only.length === 0 || options.only.includes(name));
  const cloud = await PlayedCloud.connect(options);
  const stage = new Stage(cloud, options);
  const verdicts: Verdict[] = [];
  try {
    const begun = await meet(stage, options.waitMs);
    for (const check of chosen) {
      const verdict =
        begun === undefined || check.name in WATCHED ? await judge(check, stage, options.slow) : notMet(check, begun);
      verdicts.push(verdict);
      tell(verdict);
    }
    return verdicts;
  } finally {
    await cloud.end();
  }
}

async function judge(check: Check, stage: Stage, slow: boolean): Promise<Verdict> {
  const verdict = (outcome: Verdict["outcome"], words: string, section: Section = check.section): Verdict => ({
    ...{ name: check.name, outcome, words },
    rule: `docs/protocol.md#${section}`,
  });
  if (check.slow && !slow) return verdict("skipped", "it takes more than a minute: --slow makes it");
  try {
    await stage.settle();
    await check.run(stage);
    return verdict("passed", "");
  } catch (error) {
    if (error instanceof Skipped) return verdict("skipped", error.message);
    if (error instanceof Broken) return verdict("broken", error.message, error.section);
    throw error;
  }
}

const notMet = (check: Check, { words, section }: { words: string; section: Section }): Verdict => ({
  ...{ name: check.name, outcome: "broken", words },
  rule: `docs/protocol.md#${section}`,
});

/** Waits for the gate, takes its whole history, gives it rules. Answers why it cannot even be begun with. */
async function meet(stage: Stage, waitMs: number): Promise<{ words: string; section: Section } | undefined> {
  const { cloud } = stage;
  const heardOf = (): boolean => cloud.batches.length + cloud.syncs.length > 0;
  const end = performance.now() + waitMs;
  while (!heardOf() && performance.now() < end) {
    // One that is connected already has nothing to say until something happens to it.
    stage.provoke();
    await stage.until(heardOf, Math.min(3_000, waitMs));
  }
  if (!heardOf()) throw new GateSilent(`nothing was heard of gate ${stage.options.gate} within ${waitMs / 1000} s`);
  try {
    // To a cloud that has nothing it must send everything from fact 1.
    cloud.ack();
    const { seq } = await stage.makeFacts();
    must(
      seq === cloud.texts.length && cloud.facts[0]?.seq === 1,
      "told that the cloud has nothing, it did not send everything from fact 1",
      "acks",
    );
    for (const [key, text] of firstRules(stage)) cloud.rules.set(key, text);
    cloud.version =
      Math.max(await stage.versionHeld(), cloud.version, ...cloud.syncs.map(({ said }) => said.rules)) + 1;
    for (const part of cloud.snapshot(2)) cloud.say("rules", part);
    await stage.rulesHeld("it did not take a snapshot of a higher version than its own");
    return undefined;
  } catch (error) {
    if (!(error instanceof Broken)) throw error;
    return { words: error.message, section: error.section ?? "snapshots" };
  }
}

function firstRules(stage: Stage): [string, string][] {
  const offer = { tariff: "conformance", version: 1, factorPermille: 1000 };
  return [
    [
      "estate",
      ruleText("estate", {
        ...{ name: "Conformance", timeZone: "UTC", currency: "EUR", unknownAtDeparture: "open" },
        ...{ grantMs: 1_000, stuckMs: 60_000, repeatMs: 0 },
      }),
    ],
    [
      `zone/${stage.options.zone}`,
      ruleText("zone", {
        capacity: 1_000,
        class: "standard",
        offer,
        offerWords: "1 EUR an hour",
        minimumCoverMinor: 100n,
      }),
    ],
    ["weather/today", JSON.stringify({ degrees: 0 })],
  ];
}
