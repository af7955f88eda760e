import { randomBytes } from "node:crypto";
import type { Order } from "@baygate/shared/order";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { grantAccess, openAccount } from "../../cloud/src/accounts/accounts.actions.ts";
import { issueDriverToken } from "../../cloud/src/accounts/tokens.actions.ts";
import { testDatabase } from "../../cloud/src/db/testing.ts";
import { revokeGate } from "../../cloud/src/estates/gates.actions.ts";
import { testHouse } from "../../cloud/src/http/testing.ts";
import { settleCardLinks } from "../../cloud/src/passes/card-links.actions.ts";
import { Estate, OFFICE } from "./estate.ts";
import type { Gate } from "./street.ts";

// Drivers who stand before a gate with a phone: the code on its screen (tier S), and a card that becomes theirs. Gates are the real lanes,
// journals, rules and orders; the cloud is its real API on PostgreSQL. Only devices, cables and time are the scenario's.

const { db } = await testDatabase();
const estate = await Estate.open(db);
const other = await Estate.open(db);
const gates: Gate[] = [];
const house = await testHouse(db, {
  clock: estate.house.clock,
  publishOrder: async (_estate, id, order: Order) => {
    const gate = gates.find(({ plan }) => plan.id === id);
    if (gate?.online) gate.order(order);
  },
});
const [way, out, elsewhere] = [await estate.gate("arrive"), await estate.gate("depart"), await other.gate("arrive")];
gates.push(way, out, elsewhere);

afterAll(() => {
  house.hub.close();
  estate.close();
  other.close();
});

interface Phone {
  readonly account: string;
  readonly token: string;
}
async function driver(amountMinor = 10_000n): Promise<Phone> {
  const { id: account } = await openAccount(estate.house, OFFICE, { name: "somebody", currency: "EUR" });
  await grantAccess(estate.house, OFFICE, account, estate.id);
  if (amountMinor > 0n) await estate.pay(account, amountMinor);
  const issued = await issueDriverToken(estate.house, OFFICE, account, { label: "phone" });
  if ("refused" in issued) throw new Error(issued.refused);
  return { account, token: issued.token };
}
/** Gates learn what happened: twice, since what they say first is lent and told them then. */
async function meet(): Promise<void> {
  await estate.exchange();
  await estate.exchange();
}
const scan = ({ token }: Phone, code: string | undefined) =>
  house.ask("POST", "/v1/me/gate-openings", { as: token, body: { code } });
const look = async ({ token }: Phone, { body }: Awaited<ReturnType<typeof scan>>) =>
  (await house.ask("GET", `/v1/me/gate-openings/${body.opening}`, { as: token })).body;
const codeOf = ({ status, body }: { status: number; body: { code: string } }) => [status, body.code];
const decided = (gate: Gate) => gate.facts("decision.made").at(-1)?.body;
/** A car drives up, and away again. */
const comes = (gate: Gate) => gate.loop("approach", true);
function goes(gate: Gate): void {
  gate.loop("approach", false);
  estate.time.pass(60_000);
}
function drivesThrough(gate: Gate): void {
  gate.loop("clear", true);
  gate.loop("approach", false);
  estate.time.pass(5_000);
  gate.loop("clear", false);
  estate.time.pass(5_000);
}

let anna: Phone;
beforeAll(async () => {
  anna = await driver();
  await meet();
  await other.exchange();
});
beforeEach(() => estate.time.pass(60_000));

describe("the code on a gate's screen (tier S)", () => {
  test("opens it for whoever scans it, in and out: the gate decides, and the stay is the driver's", async () => {
    expect(way.code).toBeUndefined();
    comes(way);
    const asked = await scan(anna, way.code);
    expect(asked.status).toBe(202);
    expect(way.arm).toBe("up");
    expect(decided(way)).toMatchObject({ tier: "S", account: anna.account, reason: "arrival-granted" });
    expect(await look(anna, asked)).toEqual({ state: "ordered", reason: null, stay: null });
    drivesThrough(way);
    await meet();
    const [visit] = await estate.visits(anna.account);
    expect(visit).toMatchObject({ state: "inside" });
    expect(await look(anna, asked)).toEqual({ state: "opened", reason: "arrival-granted", stay: visit?.id });

    estate.time.pass(50 * 60_000);
    comes(out);
    const left = await scan(anna, out.code);
    expect(decided(out)).toMatchObject({ tier: "S", reason: "departure-granted", session: visit?.id });
    drivesThrough(out);
    await meet();
    expect(await look(anna, left)).toEqual({ state: "opened", reason: "departure-granted", stay: visit?.id });
    expect(await estate.costs(anna.account)).toEqual([240n]);
  });

  test("a photographed code is refused later, and when it was used", async () => {
    comes(way);
    const photo = way.code;
    estate.time.pass(46_000);
    expect(codeOf(await scan(anna, photo))).toEqual([409, "opening-code-expired"]);
    const ben = await driver(0n);
    await meet();
    const code = way.code;
    expect(code).not.toBe(photo);
    expect((await scan(ben, code)).status).toBe(202);
    expect(codeOf(await scan(anna, code))).toEqual([409, "opening-code-used"]);
    // The next one is on the screen at once.
    expect(way.code).not.toBe(code);
    goes(way);
  });

  test("a code is one gate's: signed by another's key, or with one letter changed, it opens nothing", async () => {
    comes(way);
    const code = way.code ?? "";
    const before = gates.map((gate) => gate.facts("decision.made").length);
    // By a thief of another gate: its own key, this gate's name.
    const { OpeningCode, openingKey } = await import("../../edge/src/opening-code.ts");
    const forged = new OpeningCode(openingKey(elsewhere.plan.token ?? ""), { gate: way.plan.id, lane: "lane-1" });
    expect(codeOf(await scan(anna, forged.text(estate.time.nowMs)))).toEqual([409, "opening-code-forged"]);
    const changed = `${code.slice(0, -1)}${code.endsWith("0") ? "1" : "0"}`;
    expect(["opening-code-forged", "opening-code-malformed"]).toContain((await scan(anna, changed)).body.code);
    expect(codeOf(await scan(anna, "BG3:"))).toEqual([400, "opening-code-malformed"]);
    expect(gates.map((gate) => gate.facts("decision.made").length)).toEqual(before);
    goes(way);
  });

  test("who may not park there is refused before the gate is asked, who lacks money by the gate", async () => {
    comes(way);
    const stranger = await driver();
    await db.pool.query("delete from access where account = $1", [stranger.account]);
    expect(codeOf(await scan(stranger, way.code))).toEqual([409, "access-missing"]);
    const poor = await driver(0n);
    await meet();
    const asked = await scan(poor, way.code);
    await meet();
    expect(await look(poor, asked)).toEqual({ state: "refused", reason: "balance-too-low", stay: null });
    expect(way.arm).toBe("down");
    expect((await house.ask("GET", `/v1/me/gate-openings/${asked.body.opening}`, { as: anna.token })).status).toBe(404);
    goes(way);
  });

  test("without a car before the arm nothing opens, although the cloud has ordered it", async () => {
    comes(way);
    const code = way.code;
    way.loop("approach", false);
    expect(way.code).toBeUndefined();
    const asked = await scan(anna, code);
    await meet();
    expect(await look(anna, asked)).toEqual({ state: "refused", reason: "no-car-at-gate", stay: null });
    expect(way.arm).toBe("down");
  });

  test("a gate that is cut off shows no code, and an order that it never heard expires", async () => {
    comes(way);
    const code = way.code;
    way.online = false;
    expect(way.code).toBeUndefined();
    const asked = await scan(anna, code);
    expect((await look(anna, asked)).state).toBe("ordered");
    estate.time.pass(20_000);
    expect(await look(anna, asked)).toEqual({ state: "expired", reason: null, stay: null });
    way.online = true;
    goes(way);
  });

  test("the same order twice opens once", async () => {
    comes(way);
    const asked = await scan(anna, way.code);
    const orders = await db.pool.query("select content from gate_order where id = $1", [asked.body.opening]);
    const before = way.journal.last;
    way.order(orders.rows[0].content);
    expect(way.journal.last).toBe(before);
    goes(way);
    await meet();
  });
});

describe("a gate in linking mode", () => {
  const unknown = () => Buffer.concat([Buffer.from([0x04]), randomBytes(6)]);
  const ask = ({ token }: Phone, gate = way) =>
    house.ask("POST", "/v1/me/card-links", { as: token, body: { gate: gate.plan.id, label: "blue card" } });
  const state = async ({ token }: Phone, { body }: Awaited<ReturnType<typeof ask>>) =>
    (await house.ask("GET", `/v1/me/card-links/${body.link}`, { as: token })).body;
  const settle = async () => {
    await meet();
    await settleCardLinks(estate.house, 10);
    await meet();
  };

  test("the next card that nobody knows becomes the driver's, and opens the gate from then on", async () => {
    const ben = await driver();
    await meet();
    const asked = await ask(ben);
    expect(asked.status).toBe(201);
    expect(await state(ben, asked)).toEqual({ state: "waiting", reason: null, card: null });
    const card = unknown();
    expect(await way.tap(card)).toBeUndefined();
    await settle();
    const ref = estate.house.cardRef(card);
    expect(await state(ben, asked)).toEqual({ state: "linked", reason: null, card: ref });
    estate.time.pass(5_000);
    expect(await way.drive(card)).toMatchObject({ account: ben.account, reason: "arrival-granted" });
    const mine = await house.ask("GET", "/v1/me/cards", { as: ben.token });
    expect(mine.body.items).toMatchObject([{ card: ref, label: "blue card", proves: false }]);

    expect((await house.ask("DELETE", `/v1/me/cards/${ref}`, { as: anna.token })).status).toBe(404);
    expect((await house.ask("DELETE", `/v1/me/cards/${ref}`, { as: ben.token })).status).toBe(204);
    expect((await house.ask("GET", "/v1/me/cards", { as: ben.token })).body.items).toEqual([]);
    await meet();
    await estate.leaves(out, { card });
    await meet();
    expect(await way.drive(card)).toMatchObject({ reason: "credential-revoked" });
  });

  test("a card that is known is decided on as ever, and is nobody else's", async () => {
    const [ben, holder] = [await driver(), await estate.driver()];
    await meet();
    const asked = await ask(ben);
    expect(await way.drive(holder.card)).toMatchObject({ account: holder.account, reason: "arrival-granted" });
    await settle();
    expect((await state(ben, asked)).state).toBe("waiting");
    // Known to the house, but not to this estate's gates.
    const far = await other.driver();
    const again = unknown();
    await way.tap(far.card);
    await settle();
    expect(await state(ben, asked)).toEqual({ state: "refused", reason: "card-taken", card: null });
    expect(await way.drive(again)).toMatchObject({ reason: "unknown-credential" });
  });

  test("it waits for one driver at a time, for a minute, and then for nobody", async () => {
    const ben = await driver();
    const [first, second] = [await ask(anna), await ask(ben)];
    await meet();
    expect(await state(ben, second)).toMatchObject({ state: "refused" });
    estate.time.pass(61_000);
    expect(await state(anna, first)).toEqual({ state: "expired", reason: null, card: null });
    expect(await way.drive(unknown())).toMatchObject({ reason: "unknown-credential" });
    expect(codeOf(await ask(ben, elsewhere))).toEqual([409, "access-missing"]);
  });
});

test("a gate that is revoked opens nothing by its codes any more", async () => {
  comes(way);
  const code = way.code;
  await revokeGate(estate.house, OFFICE, way.plan.id, "stolen");
  expect(codeOf(await scan(anna, code))).toEqual([409, "opening-code-forged"]);
});
