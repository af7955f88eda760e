import type { GateStatus } from "@baygate/shared/envelope";
import { gateTopic, TO_GATE } from "@baygate/shared/topics";
import mqtt from "mqtt";
import type { Check } from "../check.ts";
import { pause, type Stage } from "../stage.ts";
import { must } from "../verdict.ts";

/** What stands retained on the gate's status topic. */
async function retainedStatus({ cloud, options }: Stage): Promise<string | undefined> {
  const { user, password, estate, gate } = cloud.options;
  const reader = await mqtt.connectAsync(options.url, {
    ...{ protocolVersion: 4, clean: true, reconnectPeriod: 0 },
    ...(user === undefined ? {} : { username: user }),
    ...(password === undefined ? {} : { password }),
  });
  let text: string | undefined;
  reader.on("message", (_topic, payload, { retain }) => {
    if (retain) text = payload.toString("utf8");
  });
  await reader.subscribeAsync(gateTopic(estate, gate, "status"));
  for (let n = 0; n < 40 && text === undefined; n++) await pause(50);
  await reader.endAsync();
  return text;
}

const statusStands: Check = {
  name: "status-stands-retained",
  section: "status-and-will",
  async run(stage) {
    await stage.expect(
      () => stage.cloud.statuses.some(({ said }) => said.online),
      "no status said that the gate is online",
    );
    const text = await retainedStatus(stage);
    must(text !== undefined, "its status is not retained: who comes later sees nothing");
    const status: Partial<GateStatus> | undefined = stage.cloud.witness.status(text);
    must(status?.online === true, "the retained status does not say that the gate is online, though it is");
  },
};

const will: Check = {
  name: "will-says-offline",
  section: "status-and-will",
  async run(stage) {
    const { cloud } = stage;
    const statuses = cloud.statuses.length;
    const atMs = await stage.cut();
    await stage.expect(
      () => cloud.statuses.slice(statuses).some(({ said }) => !said.online),
      `its connection was cut under the name ${stage.options.gateClientId}, and no last will said online: false`,
    );
    await stage.expect(
      () => cloud.statuses.some(({ said, atMs: at }) => said.online && at > atMs),
      "it came back and did not say online: true again",
    );
  },
};

const syncOnConnecting: Check = {
  name: "sync-on-connecting",
  section: "connecting",
  async run(stage) {
    await stage.makeFacts();
    await stage.cutAndBack();
    await stage.makeFacts();
  },
};

const waitingFactsFollow: Check = {
  name: "unacknowledged-facts-follow-a-new-connection",
  section: "connecting",
  async run(stage) {
    const { cloud } = stage;
    await stage.makeFacts();
    const through = cloud.texts.length;
    await stage.unanswered(2);
    await stage.cutAndBack();
    cloud.acknowledges = true;
    await stage.expect(
      () => cloud.texts.length >= through + 2,
      "facts that nobody had acknowledged did not come again on the next connection",
    );
  },
};

/** So alike are the waits of gates that do not spread them, ms. */
const ALIKE_MS = 12;

const spread: Check = {
  name: "reconnects-at-spread-moments",
  section: "connecting",
  async run(stage) {
    const waits: number[] = [];
    for (let n = 0; n < 7; n++) {
      waits.push(await stage.cutAndBack());
      // Back means back: subscribed, and heard.
      await stage.makeFacts();
    }
    // A machine that is busy makes some of them longer; the shortest five tell. Of a gate that spreads them they are alike in one of 5,000 runs.
    const [shortest = 0, , , , fifth = 0] = waits.toSorted((a, b) => a - b);
    must(
      fifth - shortest > Math.max(ALIKE_MS, shortest * 0.03),
      `seven times cut, it was back after ${waits.map((ms) => Math.round(ms)).join(", ")} ms: a thousand such gates come back in one moment`,
    );
  },
};

const garbage = [
  "",
  "{",
  "null",
  "[]",
  "42",
  '"text"',
  '{"v":99}',
  '{"v":1}',
  '{"v":1,"kind":"delta","from":-1,"to":"x","changes":{},"digest":7}',
  '{"v":1,"kind":"snapshot","version":999999,"digest":"00","part":5,"parts":2,"data":"%%%"}',
  '{"v":1,"epoch":7,"through":"all","hash":null}',
  "\u0000\u0001\u0002",
  `${"[".repeat(5_000)}`,
];

const survivesGarbage: Check = {
  name: "malformed-messages-are-survived",
  section: "faults",
  async run(stage) {
    const { cloud } = stage;
    const held = await stage.versionHeld();
    const { epoch } = cloud;
    for (const topic of TO_GATE) for (const text of garbage) cloud.say(topic, text);
    // A right message but for one thing, which must be enough.
    cloud.ack({ v: 99 as 1, fork: true });
    cloud.say("rules", { ...cloud.delta(held), v: 99, to: held + 7 });
    const now = await stage.versionHeld();
    must(cloud.epoch === epoch, "messages that it should not understand moved it to a new epoch");
    must(now === held, `messages that it should not understand moved its rules from version ${held} to ${now}`);
  },
};

const survivesBig: Check = {
  name: "large-messages-are-survived",
  section: "limits",
  async run(stage) {
    const { cloud } = stage;
    const { seq } = await stage.makeFacts();
    const { epoch } = cloud;
    const statuses = cloud.statuses.length;
    for (const topic of TO_GATE) cloud.say(topic, `{"v":1,"fill":"${"x".repeat(1_000_000)}"}`);
    await stage.makeFacts();
    const restarted = cloud.facts.some((fact) => fact.seq > seq && fact.kind === "gate.started");
    const left = cloud.statuses.slice(statuses).some(({ said }) => !said.online);
    must(cloud.epoch === epoch && !restarted && !left, "a message of 1 MB threw it off");
  },
};

export const linkChecks: readonly Check[] = [statusStands, will, syncOnConnecting, waitingFactsFollow, spread];
export const faultChecks: readonly Check[] = [survivesGarbage, survivesBig];
