import type { Decision } from "@baygate/shared/decision";
import type { Envelope } from "@baygate/shared/envelope";
import { factBodies } from "@baygate/shared/fact";
import { z } from "zod";
import type { Check } from "../check.ts";
import { pause, type Stage } from "../stage.ts";
import { must } from "../verdict.ts";

const ENDINGS = ["vehicle.arrived", "passage.abandoned", "passage.unresolved"];
const OfDecision = z.object({ decision: z.string() });

/** Makes a tap and answers the decision that it was told, as a fact. */
async function decided(stage: Stage): Promise<{ readonly fact: Envelope; readonly decision: Decision }> {
  const { cloud } = stage;
  const before = cloud.facts.at(-1)?.seq ?? 0;
  await stage.tap();
  const fact = await stage.expect(
    () => cloud.facts.find(({ seq, kind }) => seq > before && kind === "decision.made"),
    "after a tap no fact decision.made came",
  );
  const read = factBodies["decision.made"].safeParse(fact.body);
  must(read.success, "the body of a decision.made cannot be read", "facts");
  return { fact, decision: read.data };
}

/** The ends of a grant's passage: one, where all is right. */
const endsOf = (stage: Stage, decision: string): readonly Envelope[] =>
  stage.cloud.facts.filter(
    ({ kind, body }) => ENDINGS.includes(kind) && OfDecision.safeParse(body).data?.decision === decision,
  );

/** Rules that let the card in for a person who was never here. */
async function newPerson(stage: Stage): Promise<void> {
  stage.cloud.say("rules", stage.cloud.change(...stage.cardRules()));
  await stage.rulesHeld();
}

const granted: Check = {
  name: "tap-takes-a-place-and-ends",
  section: "leases",
  async run(stage) {
    const { cloud, options } = stage;
    await newPerson(stage);
    await stage.lend(1);
    const before = cloud.lease(options.zone);
    const { fact, decision } = await decided(stage);
    must(
      decision.outcome === "grant",
      `the card is known, has money and a place, and was refused: ${decision.reason}`,
      "facts",
    );
    must(
      fact.rules === cloud.version,
      `a decision was made by version ${fact.rules} of the rules, and the gate holds ${cloud.version}`,
      "facts",
    );
    await stage.makeFacts();
    const used = cloud.lease(options.zone)?.used;
    must(used === (before?.used ?? 0) + 1, `a grant takes a place; used went from ${before?.used} to ${used}`);
    // The policy lets go of a car that does not move within a second.
    const end = await stage.expect(() => endsOf(stage, fact.id)[0], "a granted passage did not end in any fact");
    await stage.makeFacts();
    const voided = (cloud.lease(options.zone)?.voided ?? 0) - (before?.voided ?? 0);
    const abandoned = end.kind === "passage.abandoned";
    must(voided === Number(abandoned), `the passage ended with ${end.kind}, and voided grew by ${voided}`);
    await pause(500);
    const ends = endsOf(stage, fact.id);
    must(
      ends.length === 1,
      `one granted passage ended ${ends.length} times: ${ends.map(({ kind }) => kind).join(", ")}`,
      "facts",
    );
  },
};

const full: Check = {
  name: "tap-without-a-place-is-refused",
  section: "leases",
  async run(stage) {
    await newPerson(stage);
    await stage.answer(stage.orderReturn(100_000));
    const { decision } = await decided(stage);
    must(decision.outcome === "deny", "it has no place left and let a car in");
    must(
      decision.reason === "estate-full",
      `it has no place left and refused with ${decision.reason}, not estate-full`,
    );
  },
};

const unknown: Check = {
  name: "tap-of-an-unknown-card-is-refused",
  section: "deltas",
  async run(stage) {
    const { cloud } = stage;
    await newPerson(stage);
    await stage.lend(1);
    const gone = [...cloud.rules.keys()].filter((key) => key.startsWith("credential/"));
    cloud.say("rules", cloud.change(...gone.map((key): [string, null] => [key, null])));
    await stage.rulesHeld();
    const { decision } = await decided(stage);
    must(decision.reason === "unknown-credential", `a delta took the card away, and it was told ${decision.reason}`);
  },
};

const unheard: Check = {
  name: "tap-while-the-cloud-is-silent-is-kept",
  section: "facts",
  async run(stage) {
    const { cloud } = stage;
    await newPerson(stage);
    await stage.lend(1);
    cloud.acknowledges = false;
    cloud.feeds = false;
    const before = cloud.texts.length;
    await stage.tap();
    await pause(1_500);
    cloud.feeds = true;
    cloud.resume();
    await stage.expect(
      () => cloud.facts.some(({ seq, kind }) => seq > before && kind === "decision.made"),
      "a decision that was made while the cloud did not answer never came",
    );
  },
};

export const tapChecks: readonly Check[] = [granted, full, unknown, unheard];
