import { createECDH, randomUUID } from "node:crypto";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AccountRef } from "@baygate/shared/ids";
import { sql } from "drizzle-orm";
import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { account as accountTable } from "../db/schema/accounts.ts";
import { noticeDelivery, noticeDue, pushSubscription } from "../db/schema/notices.ts";
import { occupancy, zone } from "../db/schema/places.ts";
import { signInUser } from "../db/schema/sign-in.ts";
import { testDatabase } from "../db/testing.ts";
import type { House } from "../house.ts";
import { buildEstate, buildGate, MINUTE, MORNING, openAccount } from "../inbox/testing.ts";
import { topUp } from "../wallets/wallets.actions.ts";
import { openMailChannel } from "./channels/mail.ts";
import { openPushServer } from "./channels/push-server.testing.ts";
import { openWebPush } from "./channels/web-push.ts";
import { openLocalOutbox } from "./mailers/local-outbox.ts";
import { addFavourite, readWishes, removeFavourite, saveWishes, subscribe, unsubscribe } from "./notices.actions.ts";
import { decideNotices, deliverNotices, forgetDeliveries, type Outbox } from "./outbox.actions.ts";

const { db } = await testDatabase();
const time = { nowMs: MORNING, realMs: Date.UTC(2026, 5, 1) };
const house: House = { db, clock: { wallMs: () => time.nowMs, monoMs: () => 0, after: () => () => undefined } };
const pair = createECDH("prime256v1");
const vapid = { publicKey: pair.generateKeys("base64url"), privateKey: pair.getPrivateKey("base64url") };
const server = await openPushServer();
afterAll(server.close);
const push = openWebPush({ vapid, contact: "mailto:a@example.org", allowsLoopback: true, timeoutMs: 500 });
const mails = openLocalOutbox(await mkdtemp(join(tmpdir(), "baygate-outbox-")), () => time.nowMs);
const outbox: Outbox = {
  ...house,
  channels: { push, mail: openMailChannel(mails) },
  realMs: () => time.realMs,
  chance: () => 0,
};

let estates = 0;
let gates = 0;
const newEstate = async (): Promise<string> => {
  const id = `harbour-${++estates}`;
  await buildEstate(db, id);
  return id;
};
beforeEach(() => {
  time.nowMs = MORNING;
  server.state.answer = () => 201;
  server.pushed.length = 0;
});

/** Decides what is due, then tries what is on its way. */
const round = async () => {
  await decideNotices(outbox, 100);
  return (await deliverNotices(outbox, 100)).standings;
};
const messages = () =>
  server.pushed.map(({ message }) => message as { kind: string; title: string; body: string; tag: string });
const deliveriesOf = (account: AccountRef) =>
  db.orm.select().from(noticeDelivery).where(sql`account = ${account}`).orderBy(noticeDelivery.createdAt);
const dueRows = () => db.orm.select().from(noticeDue);

/** A driver whose phone takes messages. */
async function driver(estate: string, amountMinor = 10_000n, language: string | null = null) {
  const account = await openAccount(db, [estate], amountMinor);
  const address = server.subscribe();
  const { id } = await subscribe(house, account, { ...address, language });
  return { account, address, subscription: id };
}
/** A stay from now on, which ends after so many minutes; without them it runs on. */
async function park(estate: string, account: AccountRef, minutes?: number) {
  const fromMs = time.nowMs;
  const gate = await buildGate(db, estate, `gate-${++gates}`);
  const visit = { account, session: uuidv7() };
  gate.grant(visit, fromMs);
  gate.arrive(visit, fromMs);
  await gate.send();
  if (minutes !== undefined) {
    gate.depart(visit, fromMs + minutes * MINUTE);
    await gate.send();
    time.nowMs = fromMs + (minutes + 1) * MINUTE;
  }
  return { gate, ...visit };
}

describe("a stay", () => {
  test("is told when it has begun and, in its place, what it cost when it has ended", async () => {
    const estate = await newEstate();
    const { account } = await driver(estate);
    const { gate, session } = await park(estate, account);
    await round();
    expect(messages()).toMatchObject([
      { kind: "stay-began", title: "Your stay has begun", body: `${estate}, since 08:00.`, tag: `stay-${session}` },
    ]);
    gate.depart({ account, session }, MORNING + 50 * MINUTE);
    await gate.send();
    time.nowMs = MORNING + 51 * MINUTE;
    await round();
    expect(messages().slice(1)).toMatchObject([
      { kind: "stay-ended", title: "Your stay has ended: €2.40", body: `${estate}, 50 mins.`, tag: `stay-${session}` },
    ]);
    await round();
    expect(messages()).toHaveLength(2);
  });

  test("that a gate told of only after its end is not told to have begun", async () => {
    const estate = await newEstate();
    const { account } = await driver(estate);
    const gate = await buildGate(db, estate, `gate-${++gates}`);
    const visit = { account, session: uuidv7() };
    gate.grant(visit, MORNING);
    gate.arrive(visit, MORNING);
    gate.depart(visit, MORNING + 30 * MINUTE);
    await gate.send();
    time.nowMs = MORNING + 31 * MINUTE;
    await round();
    expect(messages().map(({ kind }) => kind)).toEqual(["stay-ended"]);
  });

  test("is told to every browser of its driver in that browser's language, and to nobody else", async () => {
    const estate = await newEstate();
    const { account } = await driver(estate, 10_000n, "de-CH");
    await subscribe(house, account, { ...server.subscribe(), language: "ar" });
    await driver(estate);
    await park(estate, account);
    await round();
    expect(
      messages()
        .map(({ title }) => title)
        .sort(),
    ).toEqual(["Sie parken", "بدأ وقوف سيارتك"]);
  });

  test("of a driver who takes no messages leaves no trace in the outbox", async () => {
    const estate = await newEstate();
    const account = await openAccount(db, [estate], 10_000n);
    await park(estate, account, 30);
    expect(await dueRows()).toEqual([]);
    expect(await deliveriesOf(account)).toEqual([]);
  });

  test("is told as far as its driver wants to know", async () => {
    const estate = await newEstate();
    const { account } = await driver(estate);
    await saveWishes(house, account, { ...(await readWishes(house, account)), stayBegan: false });
    await park(estate, account, 30);
    await round();
    expect(messages().map(({ kind }) => kind)).toEqual(["stay-ended"]);
  });

  test("whose batch is rolled back is told to nobody", async () => {
    const estate = await newEstate();
    const { account } = await driver(estate);
    await expect(
      db.tx(async (tx) => {
        await tx.client.query(
          `insert into session (id, account, estate, zone, state, gate_in, granted_at, arrived_at)
            values ($1, $2, $3, 'main', 'inside', 'g', now(), now())`,
          [randomUUID(), account, estate],
        );
        throw new Error("the gate's batch could not be kept");
      }),
    ).rejects.toThrow();
    expect(await dueRows()).toEqual([]);
  });

  test("that ends in quiet hours is told after them, one that began then is not", async () => {
    const estate = await newEstate();
    const { account } = await driver(estate);
    const quietHours = { from: "07:30", until: "09:00", timeZone: "Europe/Zurich" };
    await saveWishes(house, account, { ...(await readWishes(house, account)), quietHours });
    await park(estate, account, 30);
    await round();
    expect(messages()).toEqual([]);
    time.nowMs = MORNING + 59 * MINUTE;
    await round();
    expect(messages()).toEqual([]);
    time.nowMs = MORNING + 60 * MINUTE;
    await round();
    expect(messages().map(({ kind }) => kind)).toEqual(["stay-ended"]);
  });
});

describe("a balance", () => {
  const fill = (account: AccountRef, amountMinor: bigint) =>
    topUp(db, {
      ...{ account, amountMinor, currency: "EUR", actor: "test", words: "cash", atMs: MORNING },
      idempotencyKey: randomUUID(),
    });
  const wantsOnlyBalance = async (account: AccountRef) =>
    await saveWishes(house, account, { ...(await readWishes(house, account)), stayBegan: false, stayEnded: false });

  test("is told once to be low, and again only after it was filled in between", async () => {
    const estate = await newEstate();
    const { account } = await driver(estate, 700n);
    await wantsOnlyBalance(account);
    await park(estate, account, 50);
    await round();
    expect(messages()).toMatchObject([{ kind: "balance-low", body: "€4.60 are left. Top up before you park again." }]);
    await park(estate, account, 50);
    await round();
    expect(messages()).toHaveLength(1);
    // Above the limit, but not by much: nothing new is promised.
    await fill(account, 400n);
    await round();
    await park(estate, account, 50);
    await round();
    expect(messages()).toHaveLength(1);
    await fill(account, 1_000n);
    await round();
    for (let stays = 0; stays < 4; stays++) await park(estate, account, 50);
    await round();
    expect(messages().map(({ kind }) => kind)).toEqual(["balance-low", "balance-low"]);
  });

  test("that fills itself is given the time to", async () => {
    const estate = await newEstate();
    const { account } = await driver(estate, 700n);
    await wantsOnlyBalance(account);
    await db.orm.update(accountTable).set({ autoTopUp: {} }).where(sql`id = ${account}`);
    await park(estate, account, 50);
    await round();
    expect(messages()).toEqual([]);
    await fill(account, 1_000n);
    time.nowMs += 11 * MINUTE;
    await round();
    expect(messages()).toEqual([]);
    for (let stays = 0; stays < 5; stays++) await park(estate, account, 50);
    await round();
    time.nowMs += 11 * MINUTE;
    await round();
    expect(messages().map(({ kind }) => kind)).toEqual(["balance-low"]);
  });
});

describe("a favourite", () => {
  const fillTo = async (estate: string, arrivals: number) => {
    await db.orm
      .insert(occupancy)
      .values({ estate, zone: "main", arrivals })
      .onConflictDoUpdate({ target: [occupancy.estate, occupancy.zone], set: { arrivals } });
    await round();
  };
  const smallEstate = async () => {
    const estate = await newEstate();
    await db.orm.delete(zone).where(sql`estate = ${estate} and id = 'roof'`);
    await fillTo(estate, 0);
    return estate;
  };
  const told = () => messages().map(({ kind }) => kind);

  test("is told to be full and to have room again, once each, and never for the coming and going of one car", async () => {
    const estate = await smallEstate();
    const { account } = await driver(estate);
    await addFavourite(house, account, estate);
    await fillTo(estate, 99);
    expect(told()).toEqual([]);
    await fillTo(estate, 100);
    expect(messages()).toMatchObject([{ kind: "estate-full", title: `${estate} is full`, tag: `estate-${estate}` }]);
    for (const arrivals of [99, 100, 97, 100]) await fillTo(estate, arrivals);
    expect(told()).toEqual(["estate-full"]);
    await fillTo(estate, 95);
    expect(messages().at(-1)).toMatchObject({ kind: "estate-free", body: "Free places: 5." });
    // Full again within the hour is told when it is still so after it.
    await fillTo(estate, 100);
    expect(told()).toEqual(["estate-full", "estate-free"]);
    time.nowMs += 61 * MINUTE;
    await fillTo(estate, 101);
    expect(told()).toEqual(["estate-full", "estate-free", "estate-full"]);
  });

  test("that was full when it was chosen is told when it has room", async () => {
    const estate = await smallEstate();
    await fillTo(estate, 100);
    const { account } = await driver(estate);
    await addFavourite(house, account, estate);
    await fillTo(estate, 101);
    expect(told()).toEqual([]);
    await fillTo(estate, 50);
    expect(told()).toEqual(["estate-free"]);
  });

  test("says after quiet hours how it is then, and nothing of what was in them", async () => {
    const estate = await smallEstate();
    const { account } = await driver(estate);
    await addFavourite(house, account, estate);
    const quietHours = { from: "07:00", until: "09:00", timeZone: "Europe/Zurich" };
    await saveWishes(house, account, { ...(await readWishes(house, account)), quietHours });
    for (const arrivals of [100, 50, 100]) await fillTo(estate, arrivals);
    expect(told()).toEqual([]);
    time.nowMs = MORNING + 60 * MINUTE;
    await fillTo(estate, 101);
    expect(told()).toEqual(["estate-full"]);
  });

  test("of nobody costs nothing, and is told to nobody who gave it up", async () => {
    const estate = await smallEstate();
    const { account } = await driver(estate);
    await addFavourite(house, account, estate);
    await removeFavourite(house, account, estate);
    await db.orm.update(occupancy).set({ arrivals: 100 }).where(sql`estate = ${estate}`);
    expect(await dueRows()).toEqual([]);
  });
});

describe("a driver whose browsers take no messages", () => {
  async function reader(email: string, emailVerified = true) {
    const estate = await newEstate();
    const account = await openAccount(db, [estate], 10_000n);
    await db.orm.insert(signInUser).values({ id: account, email, emailVerified, name: "Ada" });
    await saveWishes(house, account, { ...(await readWishes(house, account)), byMail: true });
    return { estate, account };
  }

  test("is told by mail, who wants that, in the language of the account", async () => {
    const { estate, account } = await reader("ada@example.org");
    await db.orm.update(accountTable).set({ language: "de" }).where(sql`id = ${account}`);
    await park(estate, account, 50);
    await round();
    expect(await mails.mails("ada@example.org")).toMatchObject([
      { subject: expect.stringMatching(/^Parken beendet: 2,40/), text: expect.stringContaining("50 Min.") },
    ]);
  });

  test("is told by one way alone: a browser that takes messages ends the mails", async () => {
    const { estate, account } = await reader("bo@example.org");
    await subscribe(house, account, { ...server.subscribe(), language: null });
    await park(estate, account, 50);
    await round();
    expect(await mails.mails("bo@example.org")).toEqual([]);
    expect(messages().map(({ kind }) => kind)).toEqual(["stay-ended"]);
  });

  test("is written to at no address that nobody has confirmed, and not after having changed their mind", async () => {
    const { estate, account } = await reader("eve@example.org", false);
    await park(estate, account, 50);
    const other = await reader("kim@example.org");
    await park(other.estate, other.account, 50);
    await decideNotices(outbox, 100);
    await saveWishes(house, other.account, { ...(await readWishes(house, other.account)), byMail: false });
    await round();
    expect(await mails.mails("eve@example.org")).toEqual([]);
    expect(await mails.mails("kim@example.org")).toEqual([]);
    expect(await deliveriesOf(other.account)).toMatchObject([{ channel: "mail", state: "gone" }]);
  });
});

describe("a delivery", () => {
  const told = async () => {
    const estate = await newEstate();
    const made = await driver(estate);
    await park(estate, made.account);
    return made;
  };

  test("is tried again later and later while the provider is away, and seen once it is back", async () => {
    const { account } = await told();
    server.state.answer = () => 503;
    const waitsMs: number[] = [];
    for (let tries = 1; tries <= 4; tries++) {
      await round();
      const [row] = await deliveriesOf(account);
      expect(row).toMatchObject({ state: "queued", attempts: tries, failure: "the push service answered 503" });
      waitsMs.push(Number(row?.nextAt) - time.realMs);
      // Before its time nobody is asked.
      const { asked } = server.state;
      await round();
      expect(server.state.asked).toBe(asked);
      time.realMs = Number(row?.nextAt);
    }
    expect(waitsMs).toEqual([10_000, 20_000, 40_000, 80_000]);
    server.state.answer = () => 201;
    await round();
    expect(messages()).toHaveLength(1);
    expect(await deliveriesOf(account)).toMatchObject([{ state: "delivered", attempts: 5, nextAt: null }]);
  });

  test("waits as long as the provider asks", async () => {
    const { account } = await told();
    server.state.answer = () => ({ status: 429, headers: { "retry-after": "300" } });
    await round();
    const [row] = await deliveriesOf(account);
    expect(Number(row?.nextAt) - time.realMs).toBe(300_000);
  });

  test("to a browser that is gone ends its subscription, and what else was on its way there", async () => {
    const { account, subscription } = await told();
    await decideNotices(outbox, 100);
    const { session } = await park(await newEstate(), account);
    await decideNotices(outbox, 100);
    expect(await deliveriesOf(account)).toHaveLength(2);
    server.state.answer = () => 410;
    await round();
    expect((await deliveriesOf(account)).map(({ state }) => state)).toEqual(["gone", "gone"]);
    expect(await db.orm.select().from(pushSubscription).where(sql`id = ${subscription}`)).toEqual([]);
    expect(session).toBeDefined();
  });

  test("that is not taken is not tried again, and others are", async () => {
    const { account } = await told();
    server.state.answer = () => 413;
    await round();
    expect(await deliveriesOf(account)).toMatchObject([{ state: "refused", attempts: 1, nextAt: null }]);
  });

  test("that comes too late for anybody is given up", async () => {
    const { account } = await told();
    server.state.answer = () => 500;
    await round();
    time.realMs += 121 * MINUTE;
    server.state.answer = () => 201;
    await round();
    expect(await deliveriesOf(account)).toMatchObject([{ state: "expired", nextAt: null }]);
    expect(messages()).toEqual([]);
  });

  test("whose process dies while it is sent is sent again, under the tag that it had", async () => {
    const { account } = await told();
    await decideNotices(outbox, 100);
    // The push service has it; the process dies before it can note that.
    const dead: Outbox = {
      ...outbox,
      channels: {
        ...outbox.channels,
        push: {
          async send(...args) {
            await push.send(...args);
            throw new Error("killed");
          },
        },
      },
    };
    await expect(deliverNotices(dead, 100)).rejects.toThrow("killed");
    expect(await deliveriesOf(account)).toMatchObject([{ state: "queued", attempts: 1 }]);
    await round();
    expect(messages()).toHaveLength(1);
    time.realMs += MINUTE;
    await round();
    const [first, second] = server.pushed;
    expect(second?.message).toEqual(first?.message);
    expect(second?.headers["topic"]).toBe(first?.headers["topic"]);
    expect(await deliveriesOf(account)).toMatchObject([{ state: "delivered", attempts: 2 }]);
  });

  test("is taken by one of two clouds", async () => {
    const drivers = await Promise.all(Array.from({ length: 5 }, told));
    await Promise.all([decideNotices(outbox, 3), decideNotices(outbox, 3)]);
    await decideNotices(outbox, 100);
    await Promise.all([deliverNotices(outbox, 100), deliverNotices(outbox, 100)]);
    expect(messages()).toHaveLength(drivers.length);
  });

  test("does not wake its driver in quiet hours that began while the provider was away", async () => {
    const { account } = await told();
    server.state.answer = () => 503;
    await round();
    server.state.answer = () => 201;
    const quietHours = { from: "07:00", until: "08:15", timeZone: "Europe/Zurich" };
    await saveWishes(house, account, { ...(await readWishes(house, account)), quietHours });
    time.realMs += 11_000;
    await round();
    expect(messages()).toEqual([]);
    expect(await deliveriesOf(account)).toMatchObject([{ state: "queued", failure: "quiet-hours" }]);
    time.nowMs += 15 * MINUTE;
    time.realMs += 15 * MINUTE;
    await round();
    expect(messages()).toHaveLength(1);
  });

  test("to a browser that was signed out of does not arrive", async () => {
    const { account, address, subscription } = await told();
    await decideNotices(outbox, 100);
    await unsubscribe(house, account, { id: subscription });
    await round();
    expect(messages()).toEqual([]);
    // Nor at whoever signs in at the same browser next.
    const other = await openAccount(db, [], 0n);
    await subscribe(house, other, { ...address, language: null });
    await round();
    expect(messages()).toEqual([]);
  });

  test("is forgotten a month after its end", async () => {
    const { account } = await told();
    await round();
    expect(await deliveriesOf(account)).toHaveLength(1);
    await forgetDeliveries(outbox, 1_000);
    expect(await deliveriesOf(account)).toHaveLength(1);
    time.realMs += 31 * 86_400_000;
    await forgetDeliveries(outbox, 1_000);
    expect(await deliveriesOf(account)).toEqual([]);
  });
});
