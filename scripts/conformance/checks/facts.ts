import type { Check } from "../check.ts";
import { pause, QUIET_MS, type Stage } from "../stage.ts";
import { must } from "../verdict.ts";

/** Batches of the present epoch since `count` were heard. */
const since = ({ cloud }: Stage, count: number) =>
  cloud.batches.slice(count).filter(({ said }) => said.epoch === cloud.epoch);

const waitsForAck: Check = {
  name: "nothing-but-an-ack-moves-on",
  section: "acks",
  async run(stage) {
    const { cloud } = stage;
    await stage.makeFacts();
    const through = cloud.texts.length;
    const heard = cloud.batches.length;
    cloud.acknowledges = false;
    stage.provoke();
    await stage.expect(() => since(stage, heard).length > 0, "no batch came with a fact that waits");
    stage.provoke(2);
    // What comes next is the same again, or a gate that took the broker's word for ours.
    const next = await stage.expect(
      () => since(stage, heard)[1],
      "a batch that nobody acknowledged was not sent again",
    );
    const beyond = since(stage, heard).find(({ said }) => said.from > through + 1);
    must(
      beyond === undefined,
      `it went on to fact ${beyond?.said.from} while nothing after fact ${through} was acknowledged: it takes something else, such as the broker's PUBACK, for an ack`,
    );
    must(next.said.from === through + 1, `after fact ${through} was acknowledged it sent from fact ${next.said.from}`);
    cloud.acknowledges = true;
    await stage.makeFacts();
  },
};

const oneInFlight: Check = {
  name: "one-batch-in-flight",
  section: "batches",
  async run(stage) {
    const { cloud } = stage;
    await stage.makeFacts();
    const heard = cloud.batches.length;
    cloud.acknowledges = false;
    stage.provoke();
    const first = await stage.expect(() => since(stage, heard)[0], "no batch came with a fact that waits");
    for (let n = 0; n < 5; n++) {
      stage.provoke();
      await pause(100);
    }
    await pause(Math.max(0, first.atMs + 950 - performance.now()));
    const [, second] = since(stage, heard);
    must(
      second === undefined,
      `it sent a second batch, from fact ${second?.said.from}, ${Math.round((second?.atMs ?? 0) - first.atMs)} ms after the first, which was not acknowledged`,
    );
  },
};

const backsOff: Check = {
  name: "resends-with-growing-waits",
  section: "batches",
  slow: true,
  async run(stage) {
    const { cloud } = stage;
    await stage.makeFacts();
    const through = cloud.texts.length;
    const heard = cloud.batches.length;
    cloud.acknowledges = false;
    stage.provoke();
    await stage.until(() => since(stage, heard).length >= 4, 90_000);
    const times = since(stage, heard).map(({ atMs }) => atMs);
    const waits = times.slice(1).map((atMs, at) => atMs - (times[at] ?? 0));
    must(waits.length >= 3, `in 90 s it sent a batch ${times.length} times that nobody acknowledged`);
    // By now it waits long; whoever is next must not wait for that.
    cloud.acknowledges = true;
    await stage.until(() => cloud.texts.length > through, 90_000);
    const [first = 0, , third = 0] = waits;
    must(third > first, `its waits do not grow: ${waits.map((ms) => `${Math.round(ms)} ms`).join(", ")}`);
  },
};

const goesBack: Check = {
  name: "ack-backwards-sends-again",
  section: "acks",
  async run(stage) {
    const { cloud } = stage;
    await stage.makeFacts(3);
    await stage.settle();
    const heard = cloud.batches.length;
    const lost = cloud.texts.splice(-2);
    const from = cloud.texts.length + 1;
    cloud.ack();
    const next = await stage.expect(
      () => since(stage, heard)[0],
      `told that the cloud has facts 1 to ${from - 1} only, it did not send fact ${from} again`,
    );
    must(
      next.said.from === from,
      `told that the cloud has facts 1 to ${from - 1} only, it sent from fact ${next.said.from}`,
    );
    await stage.expect(() => cloud.texts.length >= from + 1, "not all that was lost came again");
    must(cloud.texts[from - 1] === lost[0], `fact ${from} came again with another text`, "facts");
  },
};

const answersGap: Check = {
  name: "gap-answer-is-followed",
  section: "acks",
  async run(stage) {
    const { cloud } = stage;
    await stage.makeFacts(2);
    await stage.settle();
    const heard = cloud.batches.length;
    // The gate does not know yet that this cloud has lost the last of them; it hears it in the answer to its next batch.
    cloud.texts.splice(-1);
    const from = cloud.texts.length + 1;
    stage.provoke();
    const ahead = await stage.expect(() => since(stage, heard)[0], "no batch came with a fact that waits");
    must(ahead.said.from === from + 1, `fact ${from} was acknowledged, and it sent from fact ${ahead.said.from}`);
    const next = await stage.expect(
      () => since(stage, heard)[1],
      `a batch from fact ${from + 1} was answered with through ${from - 1}, and nothing more came`,
    );
    must(
      next.said.from === from,
      `a batch from fact ${from + 1} was answered with through ${from - 1}, and it sent from fact ${next.said.from}`,
    );
    await stage.makeFacts();
  },
};

const doubledAck: Check = {
  name: "doubled-ack-changes-nothing",
  section: "acks",
  async run(stage) {
    const { cloud } = stage;
    await stage.makeFacts();
    await stage.settle();
    const heard = cloud.batches.length;
    for (let n = 0; n < 4; n++) cloud.ack();
    await pause(QUIET_MS);
    must(since(stage, heard).length === 0, "it sent a batch in answer to an ack that said nothing new");
    await stage.makeFacts();
  },
};

const otherEpoch: Check = {
  name: "ack-of-another-epoch-is-ignored",
  section: "acks",
  async run(stage) {
    const { cloud } = stage;
    await stage.makeFacts(2);
    await stage.settle();
    const { epoch } = cloud;
    const heard = cloud.batches.length;
    const other = { epoch: "00000000deadbeef", through: 0, hash: "0".repeat(64) };
    cloud.ack(other);
    cloud.ack({ ...other, fork: true });
    cloud.ack({ ...other, through: 1_000_000 });
    await pause(QUIET_MS);
    const moved = since(stage, heard)[0];
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
    await stage.makeFacts();
    await stage.settle();
    const heard = cloud.batches.length;
    cloud.acknowledges = false;
    const order = stage.order({ kind: "conformance-probe", colour: "red" });
    const { said } = await stage.expect(
      () => since(stage, heard)[0],
      "an order with a field that nobody knows was not answered",
    );
    cloud.texts.push(...said.facts);
    cloud.ack({ later: { deep: [1] } });
    cloud.acknowledges = true;
    await stage.answer(order);
    const next = await stage.makeFacts();
    const again = since(stage, heard)
      .slice(1)
      .find((batch) => batch.said.from <= said.from);
    must(again === undefined, `an ack with a field that nobody knows did not move it: fact ${said.from} came again`);
    must(next.seq > said.from, "an ack with a field that nobody knows did not move it");
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
    await pause(3_000);
    cloud.acknowledges = true;
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
];
