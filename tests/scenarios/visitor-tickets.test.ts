import { generateKeyPairSync } from "node:crypto";
import { inflateSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { giveRight } from "../../cloud/src/access/access.actions.ts";
import { grantAccess } from "../../cloud/src/accounts/accounts.actions.ts";
import { issueDriverToken } from "../../cloud/src/accounts/tokens.actions.ts";
import { testDatabase } from "../../cloud/src/db/testing.ts";
import { addZone } from "../../cloud/src/estates/estates.actions.ts";
import { testHouse } from "../../cloud/src/http/testing.ts";
import { printTicket } from "../../cloud/src/passes/tickets.actions.ts";
import { announceIssuer } from "../../cloud/src/passes/trust.actions.ts";
import { Estate, OFFICE } from "./estate.ts";
import { type Gate, HOUR_MS, MINUTE_MS } from "./street.ts";

// One visit on paper. Hosts and the office ask the real API; gates are the real lanes, journals and rules.

const { db } = await testDatabase();
const estate = await Estate.open(db, { capacity: 50 });
const other = await Estate.open(db);
const { time } = estate;
const signer = { signingKey: generateKeyPairSync("ed25519").privateKey, kid: "b6000001" };
const house = await testHouse(db, { clock: estate.house.clock, signer });
await addZone(estate.house, OFFICE, estate.id, {
  ...{ id: "owners", name: "Owners", class: "reserved", capacity: 4, minimumCoverMinor: 300n, tariff: estate.tariff },
});
const [way, second, out] = [await estate.gate("arrive"), await estate.gate("arrive"), await estate.gate("depart")];
const [bays, away] = [await estate.gate("arrive", "owners"), await other.gate("arrive")];

/** A driver with a token, who may park at the estate. */
async function host(amountMinor = 10_000n) {
  const { account } = await estate.driver(amountMinor);
  const issued = await issueDriverToken(estate.house, OFFICE, account, { label: "phone" });
  if ("refused" in issued) throw new Error(issued.refused);
  return { account, token: issued.token };
}
type Host = Awaited<ReturnType<typeof host>>;
async function meet(): Promise<void> {
  for (const each of [estate, estate, other]) await each.exchange();
}
const until = (ms: number) => new Date(time.nowMs + ms).toISOString();
/** The office gives a ticket at a host's expense; its text as it is printed now. */
async function ticket(of: Host, more: object = {}) {
  const body = { host: of.account, untilAt: until(24 * HOUR_MS), label: "Aunt Ada", plate: "HH AB 1", ...more };
  const given = await house.office("POST", `/v1/ops/estates/${estate.id}/visitor-tickets`, body);
  expect(given.status, JSON.stringify(given.body)).toBe(201);
  await meet();
  return { id: given.body.id as string, text: await printed(given.body.id) };
}
async function printed(id: string): Promise<string> {
  const shown = await printTicket({ ...estate.house, signer }, { estate: estate.id }, id);
  if ("refused" in shown) throw new Error(shown.refused);
  return shown.text;
}
const state = async (id: string) =>
  (await house.office("GET", `/v1/ops/estates/${estate.id}/visitor-tickets`)).body.items.find(
    (each: { id: string }) => each.id === id,
  )?.state;
const shows = async (gate: Gate, text: string): Promise<string> => {
  const { outcome, reason } = await gate.drive(text);
  time.pass(20_000);
  return `${outcome} ${reason}`;
};

let anna: Host;
beforeAll(async () => {
  const publicKey = signer.signingKey.export({ format: "jwk" }).x ?? "";
  await announceIssuer(estate.house, { kid: signer.kid, publicKey });
  anna = await host();
  await meet();
});
beforeEach(() => {
  for (const gate of [way, second, out, bays, away]) gate.online = true;
  other.time.nowMs = time.nowMs;
});
afterAll(() => {
  house.hub.close();
  estate.close();
  other.close();
});

test("a ticket lets its visitor in once and out once, and its host pays", async () => {
  const { id, text } = await ticket(anna);
  expect(await shows(way, text)).toBe("grant arrival-granted");
  await meet();
  expect(await state(id)).toBe("used");
  // It is known everywhere, and so is a second print of it.
  expect(await shows(second, text)).toBe("deny pass-replayed");
  time.pass(50 * MINUTE_MS);
  expect(await shows(out, text)).toBe("grant departure-granted");
  await meet();
  expect(await shows(way, text)).toBe("deny pass-replayed");
  expect(await shows(second, text)).toBe("deny pass-replayed");
  expect(await estate.wallet(anna.account)).toMatchObject({ balanceMinor: 9_760n, heldMinor: 0n });
  const { body } = await house.office("GET", `/v1/ops/estates/${estate.id}/visitor-tickets/${id}/pdf`);
  expect(body).toMatchObject({ code: "ticket-over" });
});

test("used at a gate that is cut off, it is known there at once and elsewhere when that gate is heard", async () => {
  const { text } = await ticket(anna);
  await estate.cut(way);
  expect(await shows(way, text)).toBe("grant arrival-granted");
  expect(await shows(way, text)).toBe("deny pass-replayed");
  way.online = true;
  await meet();
  expect(await shows(second, text)).toBe("deny pass-replayed");
  expect(await shows(out, text)).toBe("grant departure-granted");
  await meet();
});

test("taken back, it reaches the gates as a rule; whoever is inside gets out all the same", async () => {
  const [unused, inside] = [await ticket(anna), await ticket(anna)];
  expect(await shows(way, inside.text)).toBe("grant arrival-granted");
  const path = `/v1/ops/estates/${estate.id}/visitor-tickets`;
  for (const { id } of [unused, inside]) expect((await house.office("DELETE", `${path}/${id}`)).status).toBe(204);
  await meet();
  expect(await shows(second, unused.text)).toBe("deny credential-revoked");
  expect(await state(unused.id)).toBe("taken-back");
  expect(await shows(out, inside.text)).toBe("grant departure-granted");
  await meet();
  expect((await house.office("GET", `${path}/${unused.id}/pdf`)).body.code).toBe("ticket-over");
});

test("before its time, after it, and at another estate it opens nothing", async () => {
  const later = await ticket(anna, { fromAt: until(2 * HOUR_MS) });
  expect(await shows(way, later.text)).toBe("deny pass-not-yet-valid");
  const brief = await ticket(anna, { untilAt: until(HOUR_MS) });
  time.pass(HOUR_MS + MINUTE_MS);
  other.time.nowMs = time.nowMs;
  expect(await shows(way, brief.text)).toBe("deny pass-expired");
  expect(await shows(away, later.text)).toBe("deny pass-wrong-estate");
  // From long ago is from now on.
  const old = await ticket(anna, { fromAt: "0001-01-01T00:00:00Z" });
  expect(await shows(way, old.text)).toBe("grant arrival-granted");
  const forged = generateKeyPairSync("ed25519").privateKey;
  const of = { ...estate.house, signer: { kid: signer.kid, signingKey: forged } };
  const made = await printTicket(of, { estate: estate.id }, later.id);
  expect("text" in made && (await shows(way, made.text))).toBe("deny pass-forged");
});

test("the owner of reserved bays gives one of them to a visitor; nobody else can", async () => {
  const [owner, neighbour] = [await host(), await host()];
  const at = { estate: estate.id, zone: "owners" };
  const now = new Date(time.nowMs);
  await giveRight(estate.house, OFFICE, at, { account: owner.account, places: 1, fromAt: now, untilAt: null });
  await meet();
  const asked = { ...at, untilAt: until(24 * HOUR_MS), label: "Uncle Bo" };
  const ask = ({ token }: Host, body: object) => house.ask("POST", "/v1/me/visitor-tickets", { as: token, body });
  expect((await ask(neighbour, asked)).body.code).toBe("right-unknown");
  expect((await ask(owner, { ...asked, untilAt: until(40 * 24 * HOUR_MS) })).body.code).toBe("ticket-times-invalid");
  const given = await ask(owner, asked);
  expect(given).toMatchObject({ status: 201, body: { state: "unused", zone: "owners", label: "Uncle Bo" } });
  // As many guests at a time as bays.
  expect((await ask(owner, asked)).body.code).toBe("guests-too-many");
  await meet();
  const path = `/v1/me/visitor-tickets/${given.body.id}`;
  expect((await house.ask("GET", `${path}/pdf`, { as: neighbour.token })).body.code).toBe("ticket-unknown");
  expect((await house.ask("DELETE", path, { as: neighbour.token })).body.code).toBe("ticket-unknown");
  expect((await house.ask("GET", "/v1/me/visitor-tickets", { as: neighbour.token })).body.items).toEqual([]);

  const text = await printed(given.body.id);
  expect(await shows(bays, text)).toBe("grant arrival-granted");
  await meet();
  expect(await shows(out, text)).toBe("grant departure-granted");
  await meet();
  // The bay is free for the next guest.
  expect((await ask(owner, asked)).status).toBe(201);
  expect((await estate.wallet(owner.account))?.balanceMinor).toBe(10_000n);
});

test("a host without money has no visitors, and a stranger to the estate none at all", async () => {
  const [poor, stranger] = [await host(0n), await host()];
  const { text } = await ticket(poor);
  expect(await shows(way, text)).toMatch(/^deny (balance-too-low|group-limit-reached)$/);
  await db.pool.query("delete from access where account = $1", [stranger.account]);
  await grantAccess(other.house, OFFICE, stranger.account, other.id);
  const body = { host: stranger.account, untilAt: until(HOUR_MS) };
  const path = `/v1/ops/estates/${estate.id}/visitor-tickets`;
  expect((await house.office("POST", path, body)).body.code).toBe("access-missing");
  // Nothing is left of what was not given.
  const { rows } = await db.pool.query("select count(*)::int as n from group_member where group_account = $1", [
    stranger.account,
  ]);
  expect(rows[0].n).toBe(0);
});

test("a host who deletes the account has no visitors any more, and nobody's name is left", async () => {
  const leaving = await host(0n);
  await estate.pay(leaving.account, 5_000n);
  await meet();
  const [unused, inside] = [await ticket(leaving), await ticket(leaving)];
  expect(await shows(way, inside.text)).toBe("grant arrival-granted");
  await meet();
  const erase = () => house.ask("POST", "/v1/me/deletion", { as: leaving.token, body: { confirm: true } });
  // Who pays for the visitor that is still inside?
  expect((await erase()).body.code).toBe("stay-running");
  expect(await shows(out, inside.text)).toBe("grant departure-granted");
  await meet();
  expect((await erase()).status).toBe(200);
  await meet();
  expect(await shows(second, unused.text)).toMatch(/^deny (credential-revoked|unknown-credential)$/);
  const { rows } = await db.pool.query("select label, plate from visitor_ticket where host = $1", [leaving.account]);
  expect(rows).toEqual([
    { label: "", plate: null },
    { label: "", plate: null },
  ]);
});

test("on paper it says where, when, for whom, and has the code drawn large enough", async () => {
  const { id } = await ticket(anna);
  const response = await house.app.request(`/v1/ops/estates/${estate.id}/visitor-tickets/${id}/pdf`, {
    headers: { authorization: `Bearer ${house.operator}` },
  });
  expect(response.headers.get("content-type")).toBe("application/pdf");
  const pdf = Buffer.from(await response.arrayBuffer());
  expect(pdf.subarray(0, 5).toString()).toBe("%PDF-");
  const streams = [...pdf.toString("latin1").matchAll(/stream\r?\n([\s\S]*?)endstream/g)].flatMap(([, raw = ""]) => {
    try {
      return [inflateSync(Buffer.from(raw, "latin1")).toString("latin1")];
    } catch {
      return [];
    }
  });
  // A QR of version 10 or so has more than a thousand dark modules, each a rectangle.
  expect(streams.join("\n").match(/ re\n/g)?.length ?? 0).toBeGreaterThan(1_000);
});
