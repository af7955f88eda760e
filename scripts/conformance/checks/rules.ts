import type { SyncState } from "@baygate/shared/envelope";
import type { Check } from "../check.ts";
import { digestOf, type Heard } from "../cloud.ts";
import { pause, type Stage } from "../stage.ts";
import { must } from "../verdict.ts";

/** A gate says what it holds once a minute, ms. */
const MINUTE_AND_MORE_MS = 75_000;

let changes = 0;
/** A change that no gate cares for; keys of unknown kinds count like all others. */
const someChange = (): [string, string] => ["weather/today", JSON.stringify({ degrees: ++changes })];

/** The gate is asked for nothing and holds what this cloud has. */
async function inStep(stage: Stage): Promise<void> {
  const { cloud } = stage;
  if ((await stage.versionHeld()) === cloud.version) return;
  for (const part of cloud.snapshot()) cloud.say("rules", part);
  await stage.rulesHeld("a snapshot was not taken");
}

/** In step, and then not answered any more. `serve` answers what was asked for, and all that follows. */
async function unfed(stage: Stage) {
  const { cloud } = stage;
  await inStep(stage);
  cloud.feeds = false;
  const syncs = cloud.syncs.length;
  return {
    held: cloud.version,
    asked: (want?: "snapshot") => asked(stage, syncs, want),
    async serve({ said }: Heard<SyncState>): Promise<void> {
      cloud.feeds = true;
      cloud.feed(said);
      await stage.rulesHeld("the snapshot that it asked for was not taken");
    },
  };
}

const asked = ({ cloud }: Stage, syncs: number, want?: "snapshot") =>
  cloud.syncs.slice(syncs).find(({ said }) => want === undefined || said.want === want);

const deltaApplies: Check = {
  name: "delta-applies-at-its-version",
  section: "deltas",
  async run(stage) {
    await inStep(stage);
    for (let n = 0; n < 3; n++) stage.cloud.say("rules", stage.cloud.change(someChange()));
    stage.cloud.say("rules", stage.cloud.change(["weather/today", null]));
    await stage.rulesHeld();
  },
};

const deltaOverGap: Check = {
  name: "delta-over-a-gap-is-left-alone",
  section: "deltas",
  async run(stage) {
    const { cloud } = stage;
    const { held, asked: heard, serve } = await unfed(stage);
    cloud.change(someChange());
    cloud.say("rules", cloud.change(["weather/tomorrow", "1"]));
    await pause(300);
    const now = await stage.versionHeld();
    must(
      now !== cloud.version,
      `it held version ${held} and applied a delta from version ${held + 1}: it misses what changed between them`,
    );
    must(now === held, `it held version ${held}, heard a delta from version ${held + 1}, and holds version ${now}`);
    const sync = await stage.expect(
      () => heard(),
      "it heard of rules that it does not hold and did not ask for them by sync",
    );
    must(sync.said.rules === held, `it holds version ${held} and says ${sync.said.rules} in sync`, "sync");
    await serve(sync);
  },
};

const wrongDigest: Check = {
  name: "delta-with-another-digest-changes-nothing",
  section: "deltas",
  async run(stage) {
    const { cloud } = stage;
    const { held, asked: heard, serve } = await unfed(stage);
    cloud.say("rules", { ...cloud.change(someChange()), digest: "e".repeat(64) });
    await pause(300);
    const now = await stage.versionHeld();
    must(
      now === held,
      `it applied a delta whose digest is not that of its rules after it, from version ${held} to ${now}`,
    );
    const sync = await stage.expect(
      () => heard("snapshot"),
      "a delta did not give the cloud's digest, and it did not ask for a snapshot by sync",
    );
    await serve(sync);
  },
};

const drift: Check = {
  name: "drift-asks-for-a-snapshot",
  section: "digest",
  async run(stage) {
    const { cloud } = stage;
    const { asked: heard } = await unfed(stage);
    // An empty delta at the version held, which says another digest: the gate has drifted, as far as it can tell.
    cloud.say("rules", { ...cloud.delta(cloud.version), digest: "d".repeat(64) });
    await stage.expect(
      () => heard("snapshot"),
      "told another digest for the version that it holds, it did not ask for a snapshot by sync",
    );
    cloud.feeds = true;
    cloud.change(someChange());
    for (const part of cloud.snapshot(2)) cloud.say("rules", part);
    await stage.rulesHeld("the snapshot that it asked for was not taken");
  },
};

const neverDown: Check = {
  name: "version-never-goes-down",
  section: "deltas",
  async run(stage) {
    const { cloud } = stage;
    const { held } = await unfed(stage);
    const old = cloud.snapshot().map((part) => ({ ...part, version: held - 1 }));
    for (const part of old) cloud.say("rules", part);
    cloud.say("rules", { ...cloud.delta(held), to: held - 1 });
    cloud.say("rules", { ...cloud.delta(0), to: held - 1 });
    await pause(500);
    const now = await stage.versionHeld();
    must(now >= held, `it went back from version ${held} of the rules to ${now}`);
  },
};

const partsAnyhow: Check = {
  name: "snapshot-in-parts-doubled-and-reordered",
  section: "snapshots",
  async run(stage) {
    const { cloud } = stage;
    await inStep(stage);
    cloud.change(someChange(), ["weather/a", "1"], ["weather/b", "2"], ["weather/c", "3"]);
    const parts = cloud.snapshot(3);
    for (const at of [2, 0, 2, 0, 1]) cloud.say("rules", parts[at] ?? {});
    await stage.rulesHeld("a snapshot whose parts came in another order, some twice, was not taken");
    // The digest must be right, too: a delta that builds on it tells.
    cloud.say("rules", cloud.change(["weather/b", null]));
    await stage.rulesHeld("after a snapshot whose parts came twice, a delta did not give the cloud's digest");
  },
};

const lostPart: Check = {
  name: "snapshot-with-a-lost-part-waits",
  section: "snapshots",
  async run(stage) {
    const { cloud } = stage;
    await inStep(stage);
    const held = cloud.version;
    cloud.change(["weather/a", "1"], ["weather/b", "2"], ["weather/c", "3"]);
    const syncs = cloud.syncs.length;
    const [first, , third] = cloud.snapshot(3);
    for (const part of [third, first, first]) cloud.say("rules", part ?? {});
    await pause(500);
    const now = await stage.versionHeld();
    must(now === held, `it took a snapshot of which a part is missing, and holds version ${now}`);
    // It hears of it by asking, however long that takes it: at the latest with the sync of every minute.
    const sync = await stage.until(() => asked(stage, syncs), MINUTE_AND_MORE_MS);
    must(sync !== undefined, "parts of a snapshot stopped coming, and in 75 s it did not ask again by sync");
    await stage.rulesHeld("the snapshot was sent again, and it was not taken");
  },
};

const snapshotDigest: Check = {
  name: "snapshot-with-another-digest-is-not-taken",
  section: "snapshots",
  async run(stage) {
    const { cloud } = stage;
    const { held, asked: heard, serve } = await unfed(stage);
    cloud.change(someChange());
    const digest = digestOf([...cloud.rules, ["weather/nowhere", "1"]]);
    for (const part of cloud.snapshot(2)) cloud.say("rules", { ...part, digest });
    await pause(700);
    const now = await stage.versionHeld();
    must(now === held, `it took a snapshot whose rules do not give its digest, and holds version ${now}`);
    const sync = await stage.until(() => heard(), MINUTE_AND_MORE_MS);
    must(sync !== undefined, "a snapshot did not give its digest, and in 75 s it did not ask again by sync");
    await serve(sync);
  },
};

const everyMinute: Check = {
  name: "sync-once-a-minute",
  section: "sync",
  slow: true,
  async run(stage) {
    const syncs = stage.cloud.syncs.length;
    const heard = await stage.until(() => asked(stage, syncs), MINUTE_AND_MORE_MS);
    must(heard !== undefined, "in 75 s without any trouble it said nothing on sync");
  },
};

export const ruleChecks: readonly Check[] = [
  deltaApplies,
  deltaOverGap,
  wrongDigest,
  drift,
  neverDown,
  partsAnyhow,
  lostPart,
  snapshotDigest,
  everyMinute,
];
