import type { Ack } from "@baygate/shared/envelope";
import { factBodies } from "@baygate/shared/fact";
import type { Check } from "../check.ts";
import { pause, QUIET_MS, type Stage } from "../stage.ts";
import { must } from "../verdict.ts";

/** Says something that must end the epoch, and looks at how the new one begins. */
async function endsEpoch(stage: Stage, ack: Partial<Ack>, what: string): Promise<void> {
  const { cloud } = stage;
  await stage.quiet(2);
  const before = cloud.epoch;
  const syncs = cloud.syncs.length;
  cloud.ack(ack);
  await stage.expect(() => cloud.epoch !== before, `${what}, and it did not begin a new epoch`);
  await stage.expect(() => cloud.texts.length > 0, "nothing came of the new epoch");
  const [first] = cloud.facts;
  must(first?.seq === 1, "the new epoch does not begin with fact 1");
  const started = factBodies["gate.started"].safeParse(first.body);
  must(
    first.kind === "gate.started" && started.data?.previousEpochLost === true,
    `the new epoch begins with ${first.kind}, not with a gate.started that says previousEpochLost`,
  );
  await stage.expect(
    () => cloud.syncs.slice(syncs).some(({ said }) => said.epoch === cloud.epoch),
    "no sync told of the new epoch",
  );
  const heard = cloud.batches.length;
  await pause(QUIET_MS);
  await stage.makeFacts();
  must(
    cloud.batches.slice(heard).every(({ said }) => said.epoch === cloud.epoch),
    "it goes on sending facts of the epoch that was ended",
  );
}

const onFork: Check = {
  name: "fork-begins-new-epoch",
  section: "epochs",
  async run(stage) {
    const probe = { kind: "conformance-probe" };
    const order = stage.order(probe);
    const { seq } = await stage.answer(order);
    await endsEpoch(stage, { fork: true }, "told of a fork");
    // Done stays done: a cloud that has not heard of it yet repeats the order.
    stage.order(probe, order);
    await stage.makeFacts();
    must(
      stage.answers(order).length === 0,
      `an order that was done in the epoch before, as its fact ${seq}, was done once more`,
      "orders",
    );
  },
};

const onOtherHash: Check = {
  name: "other-hash-begins-new-epoch",
  section: "acks",
  run: (stage) => endsEpoch(stage, { hash: "f".repeat(64) }, "an ack had another hash for a fact that the gate holds"),
};

const onBeyond: Check = {
  name: "ack-beyond-last-begins-new-epoch",
  section: "acks",
  run: (stage) =>
    endsEpoch(stage, { through: 1_000_000_000, hash: "f".repeat(64) }, "an ack was beyond the newest fact"),
};

export const epochChecks: readonly Check[] = [onFork, onOtherHash, onBeyond];
