import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import type { Dashboard } from "./dashboard.ts";
import { type LiveHub, openHub, type Subscriber } from "./hub.ts";
import { diffDashboard, patchDashboard } from "./patch.ts";

const zone: Dashboard["estates"][number]["zones"][number] = {
  ...{
    id: "main",
    name: "Main",
    class: "standard",
    capacity: 10,
    inUse: 0,
    plusMinus: 0,
    oversoldAtWorst: 0,
    passing: 0,
    free: 10,
  },
  ...{ factorPermille: 1000, history: [], priceWords: null },
  trend: "level",
};
const estate = (id: string, inUse: number): Dashboard["estates"][number] => ({
  ...{ id, name: id, timeZone: "UTC", currency: "EUR", gates: [], historyStepMs: 1 },
  zones: [{ ...zone, inUse, free: 10 - inUse }],
});
const dashboard = (harbour: number, market = 0): Dashboard => ({
  ...{ nowMs: 1, speed: 1, decisions: [], exceptions: [], exceptionsOpen: 0 },
  estates: [estate("harbour", harbour), estate("market", market)],
  totals: { taken: [], staysOpen: harbour + market, staysCharged: 0, granted: 0, denied: 0 },
});

const text = new TextDecoder();
/** A follower that keeps what it gets; one that is `stuck` takes nothing. */
function follower(stuck = false) {
  const got: Uint8Array[] = [];
  let ended = false;
  const subscriber: Subscriber = {
    write: (bytes) => !stuck && got.push(bytes) > 0,
    end: () => {
      ended = true;
    },
  };
  const events = () =>
    got.flatMap((bytes) => {
      const [, name, id, data] = /^event: (\w+)\n(?:id: (\S+)\n)?data: (.*)\n\n$/.exec(text.decode(bytes)) ?? [];
      return name === undefined ? [] : [{ name, id, data: JSON.parse(data ?? "") }];
    });
  return { got, subscriber, events, hasEnded: () => ended };
}

let open: LiveHub | undefined;
afterEach(() => open?.close());

function house(first: Dashboard) {
  const world = { state: first, loads: 0, broken: false };
  const faults: unknown[] = [];
  const hub = openHub({
    spacingMs: 20,
    heartbeatMs: 60_000,
    onFault: (fault) => faults.push(fault),
    async load() {
      world.loads += 1;
      if (world.broken) throw new Error("no database");
      return world.state;
    },
  });
  open = hub;
  const loaded = async (times: number) => {
    while (world.loads < times) await sleep(5);
    await sleep(5);
  };
  /** Something changes, and the hub has looked. */
  const change = async (next: Dashboard) => {
    world.state = next;
    const before = world.loads;
    hub.nudge();
    await loaded(before + 1);
  };
  const join = async (who: ReturnType<typeof follower>, lastEventId?: string) => {
    const before = world.loads;
    const leave = hub.subscribe(who.subscriber, lastEventId);
    await loaded(before + 1);
    return leave;
  };
  return { world, faults, hub, change, join };
}

describe("the hub", () => {
  it("sends a newcomer the whole state, then only what changed", async () => {
    const { change, join } = house(dashboard(1));
    const one = follower();
    await join(one);
    await change(dashboard(2));
    const [state, patch] = one.events();
    expect(state).toMatchObject({ name: "state", data: dashboard(1) });
    expect(patch).toMatchObject({ name: "patch", data: { estates: [{ id: "harbour" }], totals: { staysOpen: 2 } } });
    expect(patch?.data.estates).toHaveLength(1);
    expect(patchDashboard(state?.data, patch?.data)).toEqual(dashboard(2));
  });

  it("encodes once: everybody gets the very same bytes", async () => {
    const { change, join } = house(dashboard(1));
    const [one, two] = [follower(), follower()];
    await Promise.all([join(one), join(two)]);
    await change(dashboard(2));
    expect(one.got).toHaveLength(2);
    expect(one.got.at(-1)).toBe(two.got.at(-1));
  });

  it("reads nothing while nobody follows, and few times while many things happen", async () => {
    const { hub, world, change, join } = house(dashboard(1));
    hub.nudge();
    await sleep(60);
    expect(world.loads).toBe(0);
    const leave = await join(follower());
    for (let i = 0; i < 1_000; i++) hub.nudge();
    await change(dashboard(2));
    expect(world.loads).toBeLessThanOrEqual(3);
    leave();
    const { loads } = world;
    hub.nudge();
    await sleep(60);
    expect(world.loads).toBe(loads);
  });

  it("lets go of who is too slow; the others go on", async () => {
    const { change, join } = house(dashboard(1));
    const [slow, quick] = [follower(true), follower()];
    await Promise.all([join(slow), join(quick)]);
    expect(slow.hasEnded()).toBe(true);
    await change(dashboard(2));
    expect(quick.events().map(({ name }) => name)).toEqual(["state", "patch"]);
  });

  it("resumes where a connection broke, and sends the whole state to who cannot resume", async () => {
    const { hub, change, join } = house(dashboard(1));
    const watcher = follower();
    await join(watcher);
    await change(dashboard(2));
    const seen = watcher.events().at(-1)?.id;
    await change(dashboard(3));
    const back = follower();
    hub.subscribe(back.subscriber, seen);
    expect(back.events()).toMatchObject([{ name: "patch", data: { totals: { staysOpen: 3 } } }]);
    const stranger = follower();
    await join(stranger, "00000000-1");
    expect(stranger.events()).toMatchObject([{ name: "state", data: dashboard(3) }]);
    expect(back.events()).toHaveLength(1);
  });

  it("says once that the state cannot be read, and sends it whole when it can be again", async () => {
    const { world, faults, change, join } = house(dashboard(1));
    const one = follower();
    await join(one);
    world.broken = true;
    await change(dashboard(2));
    await change(dashboard(2));
    world.broken = false;
    await change(dashboard(2));
    expect(one.events().map(({ name }) => name)).toEqual(["state", "trouble", "state"]);
    expect(faults).toHaveLength(2);
  });
});

describe("a patch", () => {
  it("is nothing when only the clock moved", () => {
    expect(diffDashboard(dashboard(1), { ...dashboard(1), nowMs: 99 })).toBeUndefined();
  });

  it("is everything when an estate came or went", () => {
    const less = { ...dashboard(1), estates: [estate("harbour", 1)] };
    expect(diffDashboard(less, dashboard(1))).toEqual(dashboard(1));
    expect(patchDashboard(less, dashboard(1))).toEqual(dashboard(1));
    expect(diffDashboard(dashboard(1), less)).toEqual(less);
  });
});
