import { leaseLeft } from "@baygate/shared/envelope";
import { factBodies } from "@baygate/shared/fact";
import type { Check } from "../check.ts";
import { pause, QUIET_MS, type Stage } from "../stage.ts";
import { must } from "../verdict.ts";

const returned = ({ cloud }: Stage, order: string): number =>
  cloud.facts.reduce((sum, { kind, body }) => {
    const fact = kind === "lease.returned" ? factBodies["lease.returned"].safeParse(body).data : undefined;
    return fact?.order === order ? sum + fact.places : sum;
  }, 0);

const unknownKind: Check = {
  name: "unknown-order-is-answered",
  section: "orders",
  async run(stage) {
    const { outcome } = await stage.answer(stage.order({ kind: "self-destruct" }));
    must(
      outcome === "not-supported",
      `an order of a kind that nobody knows was answered with ${outcome}, not with not-supported`,
    );
  },
};

const expired: Check = {
  name: "expired-order-is-not-done",
  section: "orders",
  async run(stage) {
    const open = { kind: "open-gate", lane: stage.options.lane, forced: false };
    const order = stage.order({ ...open, expiresMs: Date.now() - 60_000 });
    const { outcome } = await stage.answer(order);
    must(
      outcome === "expired",
      `an order that had expired a minute before was answered with ${outcome}, not with expired`,
    );
  },
};

const unknownLane: Check = {
  name: "order-for-no-lane-is-refused",
  section: "orders",
  async run(stage) {
    const { outcome } = await stage.answer(stage.order({ kind: "open-gate", lane: "no-such-lane", forced: false }));
    must(
      outcome === "refused",
      `an order to open a lane that does not exist was answered with ${outcome}, not with refused`,
    );
  },
};

const once: Check = {
  name: "order-is-done-once",
  section: "orders",
  async run(stage) {
    await stage.lend(4);
    const order = stage.orderReturn(1);
    await stage.answer(order);
    for (let n = 0; n < 3; n++) stage.orderReturn(1, order);
    await pause(QUIET_MS);
    await stage.makeFacts();
    must(
      returned(stage, order) === 1,
      `an order to return 1 place, sent four times, returned ${returned(stage, order)}`,
    );
    must(
      stage.answers(order).length === 1,
      `an order that was sent four times was answered ${stage.answers(order).length} times`,
    );
  },
};

const onceAfterCut: Check = {
  name: "order-is-done-once-over-connections",
  section: "orders",
  async run(stage) {
    await stage.lend(2);
    const order = stage.orderReturn(1);
    await stage.answer(order);
    await stage.cutAndBack();
    stage.orderReturn(1, order);
    await stage.makeFacts();
    must(
      returned(stage, order) === 1,
      `an order to return 1 place, sent again on the next connection, returned ${returned(stage, order)}`,
    );
  },
};

const resync: Check = {
  name: "resync-asks-for-a-snapshot",
  section: "orders",
  async run(stage) {
    const { cloud } = stage;
    const syncs = cloud.syncs.length;
    const { outcome } = await stage.answer(stage.order({ kind: "resync" }));
    must(outcome === "done", `resync was answered with ${outcome}`);
    await stage.expect(
      () => cloud.syncs.slice(syncs).some(({ said }) => said.want === "snapshot"),
      "ordered to resync, it did not ask for a snapshot by sync",
    );
  },
};

const lends: Check = {
  name: "places-lent-are-counted",
  section: "leases",
  async run(stage) {
    const { cloud, options } = stage;
    const lent = await stage.lend(5);
    const now = cloud.lease(options.zone);
    must(
      now?.lent === lent,
      `a rule lends ${lent} places in zone ${options.zone}, and its batches say lent ${now?.lent ?? "nothing"}`,
    );
  },
};

/** Says a rule that must not count; answers how many places are lent before it and after. */
async function lentAround(
  stage: Stage,
  places: number,
  say: (lent: number) => void,
): Promise<readonly [number, number | undefined]> {
  const lent = await stage.lend(places);
  say(lent);
  await stage.rulesHeld();
  await stage.makeFacts();
  return [lent, stage.cloud.lease(stage.options.zone)?.lent];
}

const otherEpochsLease: Check = {
  name: "places-lent-to-another-epoch-do-not-count",
  section: "leases",
  async run(stage) {
    const [lent, now] = await lentAround(stage, 2, (before) => stage.lendRule(before + 50, "00000000deadbeef"));
    must(now === lent, `places lent to another epoch count: lent went from ${lent} to ${now}`);
  },
};

const lentNeverDown: Check = {
  name: "places-lent-never-shrink",
  section: "leases",
  async run(stage) {
    const [lent, now] = await lentAround(stage, 3, () => stage.lendRule(1, stage.cloud.epoch ?? ""));
    must(now === lent, `a rule that lends less than before is old news, and lent went from ${lent} to ${now}`);
  },
};

const returns: Check = {
  name: "return-lease-gives-back-what-is-there",
  section: "orders",
  async run(stage) {
    const { cloud, options } = stage;
    await stage.lend(3);
    const before = cloud.lease(options.zone);
    const left = before ? leaseLeft(before) : 0;
    const order = stage.orderReturn(10_000);
    const { outcome } = await stage.answer(order);
    await stage.makeFacts();
    must(
      outcome === "done" && returned(stage, order) === left,
      `of ${left} places left it was asked to return 10000: it answered ${outcome} and returned ${returned(stage, order)}`,
    );
    const after = cloud.lease(options.zone);
    must(
      after?.returned === (before?.returned ?? 0) + left,
      `it returned ${left} places, and its batches count ${after?.returned} returned, before it ${before?.returned}`,
      "leases",
    );
    const none = await stage.answer(stage.orderReturn(1));
    must(
      none.outcome === "refused",
      `asked to return a place when it had none left, it answered ${none.outcome}, not refused`,
    );
  },
};

export const orderChecks: readonly Check[] = [unknownKind, expired, unknownLane, once, onceAfterCut, resync];
export const leaseChecks: readonly Check[] = [lends, otherEpochsLease, lentNeverDown, returns];
