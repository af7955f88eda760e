import { createHmac, generateKeyPairSync } from "node:crypto";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Order } from "@baygate/shared/order";
import type { Clock } from "@baygate/shared/time";
import { pino } from "pino";
import { Registry } from "prom-client";
import { v7 as uuid } from "uuid";
import { openSignIn } from "../accounts/sign-in.actions.ts";
import { newToken, tokenHash } from "../accounts/tokens.actions.ts";
import type { Database } from "../db/client.ts";
import { token } from "../db/schema/sign-in.ts";
import { openHub } from "../live/hub.ts";
import { openState } from "../live/state.ts";
import type { LocalOutbox } from "../notify/mail.ts";
import { openLocalOutbox } from "../notify/mailers/local-outbox.ts";
import { openSandbox } from "../payments/providers/sandbox.ts";
import { createApp } from "./app.ts";
import type { HttpDeps } from "./deps.ts";
import { openLiveFeeds } from "./live-feeds.ts";

/** 2 March 2026, 08:00 in Berlin. */
export const NOON = Date.UTC(2026, 2, 2, 7);

/** The HTTP side on a test's database, with an operator's token, a clock to set and ears on what leaves it. */
export async function testHouse(db: Database, options: Partial<HttpDeps> = {}) {
  const time = { nowMs: NOON };
  const clock: Clock = { wallMs: () => time.nowMs, monoMs: () => performance.now(), after: () => () => {} };
  const orders: { gate: string; order: Order }[] = [];
  const nudged: string[] = [];
  const faults: unknown[] = [];
  const outbox = openLocalOutbox(await mkdtemp(join(tmpdir(), "baygate-outbox-")), clock.wallMs);
  const hub = openHub({ load: openState(db, clock), onFault: (error) => faults.push(error), spacingMs: 10 });
  const feeds = openLiveFeeds({ db, clock }, { error: (fault: object) => void faults.push(fault) }, 10);
  const [log, publicUrl] = [pino({ level: "silent" }), options.publicUrl];
  const secret = "a test's, and as long as it has to be";
  const signIn = openSignIn({ db, clock }, { mailer: outbox, log, publicUrl, secret });
  const app = createApp({
    ...{ db, clock, hub, feeds, log, signIn, publicUrl, outbox, trustedProxies: 0 },
    ...{ mailer: outbox, registry: new Registry(), dashboard: "open" },
    cardRef: (uid) => createHmac("sha256", "a test's card key").update(uid).digest("hex").slice(0, 32),
    cardAes: (uid) =>
      createHmac("sha256", "a test's card master").update(uid).digest().subarray(0, 16).toString("base64url"),
    issuePass: (account, { nowMs, lifeS = 60 }) => ({
      pass: `B1:${account}`,
      expiresAt: new Date(nowMs + lifeS * 1000),
    }),
    signer: { kid: "b6000001", signingKey: generateKeyPairSync("ed25519").privateKey },
    publishOrder: async (_estate, gate, order) => {
      orders.push({ gate, order });
    },
    push: {
      publicKey: "BAAmoDkXWbDkXsu-AmCTfZ0S7XnCbRGZJsoPmL5cvZ7P2Cc3_4NHkTGuIKqPxL3mIrOSwvdUlvXbyXZaUhBVXdY",
      accepts: (endpoint) => endpoint.startsWith("https://"),
    },
    ready: async () => ({ database: true, broker: true }),
    nudge: (estate) => {
      nudged.push(estate);
    },
    look: () => undefined,
    provider: openSandbox({
      nowMs: clock.wallMs,
      secret: "a test's",
      call: () => undefined,
      sleep: async () => undefined,
    }),
    ...options,
  });
  const operator = newToken("operator");
  await db.orm.insert(token).values({ hash: tokenHash(operator), role: "operator", label: "office" });

  /** One request; `as` is a token, `from` a network address. Answers the status and the body. */
  async function ask(
    method: string,
    path: string,
    more: { as?: string; from?: string; body?: unknown; headers?: Record<string, string> } = {},
    // biome-ignore lint/suspicious/noExplicitAny: a test reads what came as it came
  ): Promise<{ status: number; body: any; headers: Headers }> {
    const init = {
      method,
      headers: {
        ...(more.as === undefined ? {} : { authorization: `Bearer ${more.as}` }),
        ...(more.body === undefined ? {} : { "content-type": "application/json" }),
        ...more.headers,
      },
      ...(more.body === undefined ? {} : { body: JSON.stringify(more.body) }),
    };
    const env = more.from === undefined ? {} : { incoming: { socket: { remoteAddress: more.from } } };
    const response = await app.request(path, init, env);
    const text = await response.text();
    const isJson = /json/.test(response.headers.get("content-type") ?? "");
    return { status: response.status, body: isJson ? JSON.parse(text) : text, headers: response.headers };
  }
  /** One request of the office. */
  const office = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
    ask(method, path, { as: operator, body, headers });

  /** An estate `id` with a zone `main` of 10 places at 0.60 EUR per 20 min, and its tariff. */
  async function openHarbour(id = "harbour"): Promise<void> {
    const rules = [
      { rule: "grace", minutes: 10 },
      { rule: "per-period", minutes: 20, priceMinor: 60 },
      { rule: "occupancy-factor" },
      { rule: "daily-cap", maximumMinor: 1600 },
    ];
    await office("POST", "/v1/ops/tariffs", { id: `${id}-tariff`, currency: "EUR", content: { rules } });
    await office("POST", "/v1/ops/estates", { id, name: "Harbour Garage", timeZone: "Europe/Berlin", currency: "EUR" });
    const zone = { id: "main", name: "Main decks", class: "standard", capacity: 10 };
    await office("POST", `/v1/ops/estates/${id}/zones`, { ...zone, minimumCoverMinor: 500, tariff: `${id}-tariff` });
  }
  /** A driver with an account and a token. */
  async function enrol(name = uuid()): Promise<{ account: string; token: string }> {
    const { body } = await office("POST", "/v1/ops/accounts", { name, currency: "EUR" });
    const issued = await office("POST", `/v1/ops/accounts/${body.id}/tokens`, { label: "phone" });
    return { account: body.id, token: issued.body.token };
  }
  const person = signingIn(ask, outbox);
  return { app, hub, feeds, outbox, time, orders, nudged, faults, operator, ask, office, openHarbour, enrol, person };
}

interface Answer {
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what came as it came
  readonly body: any;
  readonly headers: Headers;
}

/** Somebody who signs in with a mail address, as a phone's app does. */
function signingIn(
  ask: (method: string, path: string, more: { body: unknown; from: string }) => Promise<Answer>,
  outbox: LocalOutbox,
) {
  let people = 0;
  return async (email: string): Promise<{ account: string; token: string }> => {
    const from = `198.51.100.${people++ % 250}`;
    await ask("POST", "/v1/auth/email-otp/send-verification-otp", { body: { email, type: "sign-in" }, from });
    const [mail] = await outbox.mails(email);
    const otp = /\b\d{6}\b/.exec(mail?.text ?? "")?.[0];
    const { body, headers } = await ask("POST", "/v1/auth/sign-in/email-otp", { body: { email, otp }, from });
    return { account: body.user.id, token: headers.get("set-auth-token") ?? "" };
  };
}
