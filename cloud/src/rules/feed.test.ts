import { createHash } from "node:crypto";
import { gunzipSync } from "node:zlib";
import { EMPTY_DIGEST, type RuleChange, type RulesMessage, ruleDigestText } from "@baygate/shared/rules";
import { beforeEach, describe, expect, test } from "vitest";
import { testDatabase } from "../db/testing.ts";
import { writeStatus } from "../fleet/fleet.store.ts";
import { answerSync, feedRules } from "./feed.actions.ts";
import { markAccounts, markDirty, markGround, markTimely } from "./feed.store.ts";

const { db } = await testDatabase();
const ground = { db, nowMs: () => Date.UTC(2026, 2, 1), cardKey: "A".repeat(43) };
const anna = "00000000-0000-4000-8000-00000000000a";

/** A gate's replica as plainly as it can be said: a map, and the digest counted from scratch. */
class PlainReplica {
  version = 0;
  rules = new Map<string, string>();
  private parts: RuleChange[][] = [];

  get digest(): string {
    const sum = Buffer.alloc(32);
    for (const [key, text] of this.rules) {
      const hash = createHash("sha256").update(ruleDigestText(key, text)).digest();
      for (const [at, byte] of hash.entries()) sum[at] = (sum[at] ?? 0) ^ byte;
    }
    return sum.toString("hex");
  }

  take(message: RulesMessage): void {
    if (message.kind === "delta") {
      expect(message.from).toBe(this.version);
      for (const [key, text] of message.changes) text === null ? this.rules.delete(key) : this.rules.set(key, text);
      this.version = message.to;
    } else {
      this.parts[message.part] = JSON.parse(gunzipSync(Buffer.from(message.data, "base64")).toString());
      if (this.parts.filter(Boolean).length < message.parts) return;
      this.rules = new Map(this.parts.flat().map(([key, text]) => [key, text ?? ""]));
      this.parts = [];
      this.version = message.version;
    }
    expect(this.digest).toBe(message.digest);
  }

  state(want: "delta" | "snapshot" = "delta") {
    return { rules: this.version, digest: this.digest, want };
  }
}

async function feed(): Promise<RulesMessage[]> {
  return (await feedRules(ground, "harbour")).filter(({ gate }) => gate === "in").map(({ message }) => message);
}

async function ask(replica: PlainReplica, want?: "snapshot") {
  const answer = await answerSync(ground, { id: "in", estate: "harbour" }, replica.state(want));
  const messages = answer.messages.filter(({ gate }) => gate === "in").map(({ message }) => message);
  for (const message of messages) replica.take(message);
  return { kind: answer.kind, messages, others: answer.messages.filter(({ gate }) => gate !== "in") };
}

const sql = (text: string, values: unknown[] = []) => db.pool.query(text, values);

beforeEach(async () => {
  for (const table of [
    "rule",
    "rule_dirty",
    "subscription",
    "subscription_plan",
    "group_spend",
    "group_member",
    "bay_right",
    "vehicle",
    "session",
    "card",
    "access",
    "wallet",
    "account",
    "gate_epoch",
    "gate",
    "zone",
    "tariff",
    "estate",
  ])
    await sql(`delete from ${table}`);
  await sql(
    "insert into estate (id, name, time_zone, currency) values ('harbour', 'Harbour', 'Europe/Berlin', 'EUR'), ('station', 'Station', 'Europe/Berlin', 'EUR')",
  );
  const content = { version: 1, rules: [{ rule: "per-period", minutes: 60, priceMinor: 240 }] };
  await sql("insert into tariff values ('day', 1, 'EUR', $1, '2026-01-01'), ('day', 2, 'EUR', $1, '2027-01-01')", [
    JSON.stringify(content),
  ]);
  await sql(
    "insert into zone (estate, id, name, class, capacity, minimum_cover_minor, tariff) values ('harbour', 'main', 'Main', 'standard', 40, 500, 'day')",
  );
  await sql(
    "insert into gate (id, estate, name, token_hash, arrival_zones) values ('in', 'harbour', 'In', '', '{main}'), ('out', 'harbour', 'Out', '', '{}')",
  );
  await sql("insert into account (id, name, currency) values ($1, 'Anna', 'EUR')", [anna]);
  await sql("insert into access values ($1, 'harbour'), ($1, 'station')", [anna]);
  await sql("insert into wallet values ($1, 'EUR', 2000, 300, 0)", [anna]);
  await sql("insert into card (ref, account, label) values ($2, $1, 'grey')", [anna, "c".repeat(32)]);
  await markGround(db, "harbour");
  await markDirty(db, "harbour", [`account/${anna}`, `credential/${"c".repeat(32)}`]);
});

describe("the feed", () => {
  test("makes of every source the rule that a gate reads", async () => {
    const replica = new PlainReplica();
    for (const message of await feed()) replica.take(message);
    const read = (key: string) => JSON.parse(replica.rules.get(key) ?? "null");
    expect(read("estate")).toMatchObject({ name: "Harbour", unknownAtDeparture: "open" });
    expect(read("zone/main")).toEqual({
      ...{ capacity: 40, class: "standard", offer: { tariff: "day", version: 1, factorPermille: 1000 } },
      ...{ offerWords: "2.40 EUR an hour", minimumCoverMinor: 500 },
    });
    expect(read(`account/${anna}`)).toEqual({ coverMinor: 1700, blocked: false, stay: null });
    expect(read(`credential/${"c".repeat(32)}`)).toEqual({ account: anna, revoked: false });
    expect(read("card-key")).toEqual({ hmac: "A".repeat(43) });
  });

  test("keeps a driver whose access was withdrawn, with the cards, where the car is; only for the way out", async () => {
    const replica = new PlainReplica();
    const read = (key: string) => JSON.parse(replica.rules.get(key) ?? "null");
    const follow = async () => {
      for (const message of await feed()) replica.take(message);
    };
    await follow();
    const session = "01900000-0000-7000-8000-000000000001";
    await sql(
      "insert into session (id, account, estate, zone, state, gate_in, granted_at) values ($1, $2, 'harbour', 'main', 'inside', 'in', now())",
      [session, anna],
    );
    const keys = [`account/${anna}`, `credential/${"c".repeat(32)}`];
    await markDirty(db, "harbour", keys);
    await sql("delete from access where estate = 'harbour'");
    await follow();
    expect(read(`account/${anna}`)).toMatchObject({ blocked: true, stay: { session, estate: "harbour" } });
    expect(read(`credential/${"c".repeat(32)}`)).toEqual({ account: anna, revoked: false });

    // Money that comes in is heard of there, too.
    await sql("update wallet set balance_minor = 9000");
    await markAccounts(db, [anna]);
    await follow();
    expect(read(`account/${anna}`)).toMatchObject({ blocked: true, coverMinor: 8700 });

    await sql("update session set state = 'departed', departed_at = now()");
    await markAccounts(db, [anna], [{ account: anna, estate: "harbour" }]);
    await follow();
    expect([read(`account/${anna}`), read(`credential/${"c".repeat(32)}`)]).toEqual([null, null]);
  });

  test("tells the gates when a departure gate cannot be heard for longer than it takes to say so", async () => {
    const replica = new PlainReplica();
    const heardAt = async (ms: number) => {
      await markTimely(db, "harbour");
      for (const { gate, message } of await feedRules({ ...ground, nowMs: () => ground.nowMs() + ms }, "harbour"))
        if (gate === "in") replica.take(message);
      return JSON.parse(replica.rules.get("estate") ?? "").departuresHeard;
    };
    const say = (online: boolean, waiting: number, ms: number, gate = "out") =>
      writeStatus(db, gate, { v: 1, online, waiting }, new Date(ground.nowMs() + ms));
    expect(await heardAt(0)).toBeUndefined();
    await say(true, 0, 0);
    await say(false, 0, 1000);
    await say(false, 0, 1000, "in");
    expect(await heardAt(30_000)).toBeUndefined();
    expect(await heardAt(32_000)).toBe(false);
    await say(true, 7, 40_000);
    expect(await heardAt(40_000)).toBe(false);
    await say(true, 0, 41_000);
    expect(await heardAt(80_000)).toBeUndefined();
    await say(true, 2, 90_000);
    await say(true, 1, 110_000);
    expect(await heardAt(121_000)).toBe(false);
    await sql("update gate set revoked_at = now() where id = 'out'");
    expect(await heardAt(121_000)).toBeUndefined();
  });

  test("says nothing when nothing really changed", async () => {
    await feed();
    await markGround(db, "harbour");
    expect(await feed()).toEqual([]);
  });

  test("tells changes and deletions, and both sides' digests agree", async () => {
    const replica = new PlainReplica();
    for (const message of await feed()) replica.take(message);
    await sql("update wallet set debt_minor = 2500 where account = $1", [anna]);
    await sql("delete from card");
    await markAccounts(db, [anna]);
    await markDirty(db, "harbour", [`credential/${"c".repeat(32)}`]);
    const [delta, ...more] = await feed();
    expect(more).toEqual([]);
    expect(delta).toMatchObject({ kind: "delta", from: 1, to: 2 });
    if (delta) replica.take(delta);
    expect(JSON.parse(replica.rules.get(`account/${anna}`) ?? "")).toMatchObject({
      coverMinor: -500,
      lack: "debt-unpaid",
    });
    expect(replica.rules.has(`credential/${"c".repeat(32)}`)).toBe(false);
    expect((await sql("select count(*)::int as n from rule_dirty where estate = 'station'")).rows).toEqual([{ n: 1 }]);
  });

  test("shows a gate its own facts that are reflected, as they were before", async () => {
    await sql("insert into gate_epoch (gate, epoch, through) values ('in', 'aaaaaaaaaaaaaaaa', 17)");
    await sql("update gate set epoch = 'aaaaaaaaaaaaaaaa' where id = 'in'");
    const messages = await feedRules(ground, "harbour");
    expect(messages.map(({ gate, message }) => [gate, message.reflects])).toEqual([
      ["in", { epoch: "aaaaaaaaaaaaaaaa", seq: 17 }],
      ["out", null],
    ]);
  });

  test("a key that means nothing, or a tariff that nobody can read, does not stop the others", async () => {
    await sql("update tariff set content = '{}'");
    await markDirty(db, "harbour", ["account/nobody", "balloon/7", "zone/attic"]);
    const replica = new PlainReplica();
    for (const message of await feed()) replica.take(message);
    expect(replica.rules.has("zone/main")).toBe(false);
    expect(replica.rules.has(`account/${anna}`)).toBe(true);
  });

  test("two feeds at once make one version after the other", async () => {
    const replica = new PlainReplica();
    for (const message of await feed()) replica.take(message);
    // Holds the first feed up in its middle, after it has taken its key.
    const holder = await db.pool.connect();
    await holder.query("begin; select from rule where key = 'zone/main' for update");
    await sql("update zone set capacity = 49");
    await markDirty(db, "harbour", ["zone/main"]);
    const first = feed();
    const waits =
      "select count(*)::int as n from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()";
    await expect.poll(async () => (await sql(waits)).rows[0]?.n, { timeout: 10_000 }).toBe(1);
    await sql("update wallet set balance_minor = 1009");
    await markAccounts(db, [anna]);
    const second = feed();
    await expect.poll(async () => (await sql(waits)).rows[0]?.n, { timeout: 10_000 }).toBe(2);
    await holder.query("commit");
    holder.release();
    for (const message of [...(await first), ...(await second)]) replica.take(message);
    expect(replica.rules.get("zone/main")).toContain('"capacity":49');
    expect(replica.rules.get(`account/${anna}`)).toContain('"coverMinor":709');
  });
});

describe("what an account and its vehicles may", () => {
  const [ben, firm] = ["00000000-0000-4000-8000-00000000000b", "00000000-0000-4000-8000-00000000000f"];
  const [car, van] = ["00000000-0000-4000-8000-0000000000c1", "00000000-0000-4000-8000-0000000000c2"];
  const plate = "d".repeat(32);
  const account = (id: string) => `account/${id}`;

  async function told(...keys: string[]): Promise<unknown[]> {
    await markDirty(db, "harbour", keys);
    const replica = new PlainReplica();
    await ask(replica);
    return keys.map((key) => JSON.parse(replica.rules.get(key) ?? "null"));
  }

  beforeEach(async () => {
    await sql(
      "insert into account (id, name, currency, kind) values ($1, 'Ben', 'EUR', 'person'), ($2, 'Firm', 'EUR', 'group')",
      [ben, firm],
    );
    await sql("insert into access values ($1, 'harbour')", [ben]);
  });

  test("a plate is a credential, with its vehicle's class and end; a card is of its vehicle, and ends with it", async () => {
    await sql(
      "insert into vehicle (id, account, label, class, plate, plate_ref, ended_at) values ($1, $3, 'car', 'electric', 'X 1', $4, '2026-04-01'), ($2, $3, 'van', 'truck', null, null, '2026-02-01')",
      [car, van, anna, plate],
    );
    await sql("update card set vehicle = $1", [van]);
    expect(await told(`credential/${plate}`, `credential/${"c".repeat(32)}`, account(anna))).toEqual([
      { account: anna, revoked: false, class: "electric", vehicle: car, untilMs: Date.UTC(2026, 3, 1) },
      { account: anna, revoked: true, class: "truck", vehicle: van, untilMs: Date.UTC(2026, 1, 1) },
      { coverMinor: 1700, blocked: false, stay: null, class: "electric" },
    ]);
  });

  test("an owner's and a guest's rights are one, each knows of the other, and the guest's is never more", async () => {
    const right = "00000000-0000-4000-8000-0000000000d1";
    await sql(
      "insert into bay_right (id, estate, zone, account, guest_of, places, from_at, until_at) values ($1, 'harbour', 'main', $2, null, 2, '2026-01-01', '2026-06-01'), (gen_random_uuid(), 'harbour', 'main', $3, $1, 1, '2025-01-01', '2026-07-01')",
      [right, anna, ben],
    );
    const bay = { zone: "main", places: 2, fromMs: Date.UTC(2026, 0, 1), untilMs: expect.any(Number) };
    expect(await told(account(anna), account(ben))).toMatchObject([
      { bays: [{ ...bay, shared: [ben] }] },
      { bays: [{ ...bay, own: 1, shared: [anna] }] },
    ]);
    const [, guest] = await told(account(anna), account(ben));
    expect(guest).toMatchObject({ bays: [{ untilMs: new Date("2026-06-01").getTime() }] });
    await sql("update bay_right set revoked_at = now() where id = $1", [right]);
    expect(await told(account(ben))).toEqual([{ coverMinor: 0, blocked: false, stay: null }]);
  });

  test("subscriptions are the account's own and its group's, and credit is cover", async () => {
    await sql("insert into group_member (account, group_account) values ($1, $2)", [ben, firm]);
    await sql(
      "insert into subscription_plan (id, estate, name, zones, windows, classes, currency, price_minor, period) values ('night', 'harbour', 'Night', '{main}', $1, '{}', 'EUR', 5000, 'month')",
      [JSON.stringify([{ from: "18:00", to: "08:00" }])],
    );
    await sql(
      "insert into subscription (id, plan, account, vehicles, from_at, until_at) values (gen_random_uuid(), 'night', $1, '{}', '2026-02-01', '2026-04-01')",
      [firm],
    );
    await sql("update account set credit_limit_minor = 300 where id = $1", [ben]);
    expect(await told(`group/${firm}`)).toEqual([{ members: [ben] }]);
    expect(await told(account(ben))).toEqual([
      {
        ...{ coverMinor: 300, blocked: false, stay: null },
        subscriptions: [
          {
            ...{ zones: ["main"], windows: [{ from: "18:00", to: "08:00" }], places: 1, group: firm },
            ...{ fromMs: new Date("2026-02-01").getTime(), untilMs: new Date("2026-04-01").getTime() },
          },
        ],
      },
    ]);
  });

  test("a group covers its member as far as the month's limit goes, and its gates learn no more than they need", async () => {
    await sql("insert into wallet values ($1, 'EUR', 100000, 0, 0)", [firm]);
    await sql("insert into group_member (account, group_account, monthly_limit_minor) values ($1, $2, 2000)", [
      ben,
      firm,
    ]);
    expect(await told(account(ben))).toEqual([{ coverMinor: 500, blocked: false, stay: null }]);
    await sql("insert into group_spend values ($1, $2, '2026-03', 1800)", [firm, ben]);
    expect(await told(account(ben))).toMatchObject([
      {
        ...{ coverMinor: 200, lack: "group-limit-reached" },
        later: { fromMs: Date.parse("2026-04-01T00:00:00+02:00"), coverMinor: 500 },
      },
    ]);
  });

  test("an estate's policy says what becomes of whoever is inside already, and of rules that are old", async () => {
    await sql("update estate set anti_passback = 'hard', stale_after_ms = 3600000, stale_arrivals = 1");
    expect(await told("estate")).toMatchObject([{ antiPassback: "hard", staleAfterMs: 3_600_000, staleArrivals: 1 }]);
  });
});

describe("a gate that says what it holds", () => {
  test("gets everything when it has nothing", async () => {
    const replica = new PlainReplica();
    expect(replica.digest).toBe(EMPTY_DIGEST);
    expect((await ask(replica)).kind).toBe("snapshot");
    expect(replica.rules.size).toBe(5);
  });

  test("gets what it missed, and then an empty delta", async () => {
    const replica = new PlainReplica();
    await ask(replica);
    await sql("update zone set capacity = 41");
    await markDirty(db, "harbour", ["zone/main"]);
    const missed = await ask(replica);
    expect(missed.kind).toBe("delta");
    expect(replica.rules.get("zone/main")).toContain('"capacity":41');
    // The version moved on the way: the other gate is told, too.
    expect(missed.others.map(({ gate, message }) => [gate, message.kind])).toEqual([["out", "delta"]]);
    expect((await ask(replica)).messages).toMatchObject([{ kind: "delta", from: 2, to: 2, changes: [] }]);
  });

  test("whose rules drifted gets everything", async () => {
    const replica = new PlainReplica();
    await ask(replica);
    const truth = new Map(replica.rules);
    replica.rules.set("zone/main", "{}");
    expect((await ask(replica)).kind).toBe("snapshot");
    expect(replica.rules).toEqual(truth);
    expect((await ask(replica, "snapshot")).kind).toBe("snapshot");
  });

  test("that knows more than a restored cloud makes the version leap, never go down", async () => {
    const replica = new PlainReplica();
    await ask(replica);
    replica.version = 90;
    replica.rules.set("estate", "{}");
    expect((await ask(replica)).kind).toBe("leap");
    expect(replica.version).toBe(91);
    await sql("update zone set capacity = 42");
    await markDirty(db, "harbour", ["zone/main"]);
    const [delta] = await feed();
    expect(delta).toMatchObject({ from: 91, to: 92 });
    if (delta) replica.take(delta);
  });

  test("that claims a version nobody ever made does not take the numbers of the whole estate", async () => {
    const replica = new PlainReplica();
    await ask(replica);
    replica.version = Number.MAX_SAFE_INTEGER;
    expect((await ask(replica)).kind).toBe("absurd");
    expect(replica.version).toBe(1);
  });

  test("gets many rules in parts that fit a message each", async () => {
    await sql(
      "insert into account (id, name, currency) select gen_random_uuid(), 'Somebody', 'EUR' from generate_series(1, 3000)",
    );
    await sql("insert into access select id, 'harbour' from account on conflict do nothing");
    await sql("insert into rule_dirty (estate, key) select 'harbour', 'account/' || id from account");
    const replica = new PlainReplica();
    const { messages } = await ask(replica);
    expect(messages.length).toBeGreaterThan(1);
    for (const message of messages) expect(JSON.stringify(message).length).toBeLessThan(200 * 1024);
    expect(replica.rules.size).toBe(3005);
  });
});
