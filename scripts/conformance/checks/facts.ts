import type { Check } from "../check.ts";
import { pause, QUIET_MS, type Stage } from "../stage.ts";
import { must } from "../verdict.ts";

const waitsForAck: Check = {
  name: "nothing-but-an-ack-moves-on",
  section: "acks",
  async run(stage) {
    const { cloud } = stage;
    await stage.makeFacts();
    const through = cloud.texts.length;
    const batches = await stage.unanswered();
    stage.provoke(2);
    // What comes next is the same again, or a gate that took the broker's word for ours.
    const next = await stage.expect(() => batches()[1], "a batch that nobody acknowledged was not sent again");
    const beyond = batches().find(({ said }) => said.from > through + 1);
    must(
      beyond === undefined,
      `it went on to fact ${beyond?.said.from} while nothing after fact ${through} was acknowledged: it takes something else, such as the broker's PUBACK, for an ack`,
    );
    must(next.said.from === through + 1, `after fact ${through} was acknowledged it sent from fact ${next.said.from}`);
    cloud.resume();
    await stage.makeFacts();
  },
};

const oneInFlight: Check = {
  name: "one-batch-in-flight",
  section: "batches",
  async run(stage) {
    await stage.makeFacts();
    const batches = await stage.unanswered();
    const firstMs = batches()[0]?.atMs ?? 0;
    for (let n = 0; n < 5; n++) {
      stage.provoke();
      await pause(100);
    }
    await pause(Math.max(0, firstMs + 950 - performance.now()));
    const [, second] = batches();
    must(
      second === undefined,
      `it sent a second batch, from fact ${second?.said.from}, ${Math.round((second?.atMs ?? 0) - firstMs)} ms after the first, which was not acknowledged`,
    );
  },
};

/** How long a gate may take to send a batch four times that nobody answers, ms. */
const FOUR_TIMES_MS = 90_000;

/** Sends, until it has sent four times; answers the waits between them, ms. */
async function waitsOf(stage: Stage): Promise<readonly number[]> {
  await stage.makeFacts();
  const batches = await stage.unanswered();
  await stage.until(() => batches().length >= 4, FOUR_TIMES_MS);
  const times = batches().map(({ atMs }) => atMs);
  must(
    times.length >= 4,
    `in ${FOUR_TIMES_MS / 1000} s it sent a batch ${times.length} times that nobody acknowledged`,
  );
  return times.slice(1).map((atMs, at) => atMs - (times[at] ?? 0));
}

const backsOff: Check = {
  name: "resends-with-growing-waits",
  section: "batches",
  slow: true,
  async run(stage) {
    const waits = await waitsOf(stage);
    const [first = 0, , third = 0] = waits;
    must(third > first, `its waits do not grow: ${waits.map((ms) => `${Math.round(ms)} ms`).join(", ")}`);
  },
};

const heardAgain: Check = {
  name: "waits-begin-anew-after-silence",
  section: "after-silence",
  slow: true,
  async run(stage) {
    const { cloud } = stage;
    cloud.feeds = false;
    // Asked by sync, too, it hears nothing.
    await stage.cutAndBack();
    const waits = await waitsOf(stage);
    const [sent, asked] = [cloud.batches.length, cloud.syncs.length];
    // What a cloud says that is back: nothing new.
    cloud.ack();
    const allowedMs = waits[2] ?? 0;
    const both = await stage.until(() => cloud.batches.length > sent && cloud.syncs.length > asked, allowedMs);
    must(
      both !== undefined,
      `its waits had grown to ${Math.round(allowedMs)} ms when the cloud was heard again, and in that time it did not both send and ask again`,
    );
  },
};

const goesBack: Check = {
  name: "ack-backwards-sends-again",
  section: "acks",
  async run(stage) {
    const { cloud } = stage;
    const batches = await stage.quiet(3);
    const lost = cloud.texts.splice(-2);
    const from = cloud.texts.length + 1;
    const told = `told that the cloud has facts 1 to ${from - 1} only, it`;
    cloud.ack();
    const next = await stage.expect(() => batches()[0], `${told} did not send fact ${from} again`);
    must(next.said.from === from, `${told} sent from fact ${next.said.from}`);
    await stage.expect(() => cloud.texts.length >= from + 1, "not all that was lost came again");
    must(cloud.texts[from - 1] === lost[0], `fact ${from} came again with another text`, "facts");
  },
};

const answersGap: Check = {
  name: "gap-answer-is-followed",
  section: "acks",
  async run(stage) {
    const { cloud } = stage;
    const batches = await stage.quiet(2);
    // The gate does not know yet that this cloud has lost the last of them; it hears it in the answer to its next batch.
    cloud.texts.splice(-1);
    const from = cloud.texts.length + 1;
    stage.provoke();
    const ahead = await stage.expect(() => batches()[0], "no batch came with a fact that waits");
    must(ahead.said.from === from + 1, `fact ${from} was acknowledged, and it sent from fact ${ahead.said.from}`);
    const answered = `a batch from fact ${from + 1} was answered with through ${from - 1}, and`;
    const next = await stage.expect(() => batches()[1], `${answered} nothing more came`);
    must(next.said.from === from, `${answered} it sent from fact ${next.said.from}`);
    await stage.makeFacts();
  },
};

const doubledAck: Check = {
  name: "doubled-ack-changes-nothing",
  section: "acks",
  async run(stage) {
    const batches = await stage.quiet();
    for (let n = 0; n < 4; n++) stage.cloud.ack();
    await pause(QUIET_MS);
    must(batches().length === 0, "it sent a batch in answer to an ack that said nothing new");
    await stage.makeFacts();
  },
};

const otherEpoch: Check = {
  name: "ack-of-another-epoch-is-ignored",
  section: "acks",
  async run(stage) {
    const { cloud } = stage;
    const batches = await stage.quiet(2);
    const { epoch } = cloud;
    const other = { epoch: "00000000deadbeef", through: 0, hash: "0".repeat(64) };
    cloud.ack(other);
    cloud.ack({ ...other, fork: true });
    cloud.ack({ ...other, through: 1_000_000 });
    await pause(QUIET_MS);
    const [moved] = batches();
    must(cloud.epoch === epoch, "by an ack of another epoch it was moved to begin a new one");
    must(moved === undefined, `by an ack of another epoch it was moved to send from fact ${moved?.said.from}`);
    await stage.makeFacts();
  },
};

const unknownFields: Check = {
  name: "unknown-fields-do-no-harm",
  section: "topics",
  async run(stage) {
    const { cloud } = stage;
    const batches = await stage.quiet();
    cloud.acknowledges = false;
    const order = stage.order({ kind: "conformance-probe", colour: "red" });
    const { said } = await stage.expect(() => batches()[0], "an order with a field that nobody knows was not answered");
    cloud.texts.push(...said.facts);
    cloud.ack({ later: { deep: [1] } });
    cloud.acknowledges = true;
    await stage.answer(order);
    const next = await stage.makeFacts();
    const again = batches()
      .slice(1)
      .some((batch) => batch.said.from <= said.from);
    must(
      !again && next.seq > said.from,
      `an ack with a field that nobody knows did not move it beyond fact ${said.from}`,
    );
  },
};

const batchLimits: Check = {
  name: "batches-within-limits",
  section: "limits",
  async run(stage) {
    const { cloud } = stage;
    await stage.makeFacts();
    cloud.acknowledges = false;
    const orders = stage.provoke(620);
    // The first batch may hold a few of them; what counts is the one after it.
    await pause(2_000);
    await stage.settle();
    const last = await stage.until(
      () => orders.every((order) => stage.answers(order).length > 0),
      stage.options.patienceMs * 2,
    );
    must(last !== undefined, "not all of 620 facts came", "facts");
    // Their form was looked at as they came.
    const words = cloud.witness.breaches.get("batches-well-formed");
    must(words === undefined, words ?? "", "batches");
  },
};

export const factChecks: readonly Check[] = [
  waitsForAck,
  oneInFlight,
  goesBack,
  answersGap,
  doubledAck,
  otherEpoch,
  unknownFields,
  batchLimits,
  backsOff,
  heardAgain,
];
