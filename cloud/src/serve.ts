import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { openClock } from "@baygate/shared/clock";
import type { Clock } from "@baygate/shared/time";
import { gateTopic } from "@baygate/shared/topics";
import { serve as listen, type ServerType } from "@hono/node-server";
import { sql } from "drizzle-orm";
import { fillPlatesAlike } from "./access/access.actions.ts";
import { insertToken } from "./accounts/accounts.store.ts";
import { accountChores } from "./accounts/chores.ts";
import { openSignIn } from "./accounts/sign-in.actions.ts";
import { newToken, tokenHash } from "./accounts/tokens.actions.ts";
import { cardKeys } from "./card-keys.ts";
import { type Chore, type Chores, startChores } from "./chores.ts";
import type { Config } from "./config.ts";
import { type Database, migrate, openDatabase } from "./db/client.ts";
import { startEmbeddedDatabase } from "./db/embedded.ts";
import { token } from "./db/schema/sign-in.ts";
import { type Broker, startBroker } from "./fleet/broker.ts";
import { forgetPresence, writeStatus } from "./fleet/fleet.store.ts";
import { type Greeting, openGreeting } from "./fleet/greeting.ts";
import { type Link, openLink } from "./fleet/link.ts";
import { startUpkeep, type Upkeep } from "./fleet/upkeep.ts";
import { createApp } from "./http/app.ts";
import type { LiveFeeds } from "./http/deps.ts";
import { openLiveFeeds } from "./http/live-feeds.ts";
import { receiveBatch } from "./inbox/inbox.actions.ts";
import { ledgerChores } from "./ledger/chores.ts";
import { type LiveHub, openHub } from "./live/hub.ts";
import { openState } from "./live/state.ts";
import { type Log, openLog } from "./log.ts";
import { type Metrics, openMetrics } from "./metrics.ts";
import { openChannels } from "./notify/channels.ts";
import { noticeChores } from "./notify/chores.ts";
import type { LocalOutbox, Mailer } from "./notify/mail.ts";
import { openMailer } from "./notify/mailers.ts";
import { type LendingsCopy, watchRestores } from "./occupancy/restore.actions.ts";
import { passChores } from "./passes/chores.ts";
import { cardRef, issuePass } from "./passes/passes.actions.ts";
import { collect, hearProvider, type PaymentHouse } from "./payments/payments.actions.ts";
import { openProviders } from "./payments/providers.ts";
import { receiptChore } from "./receipts/chores.ts";
import { readSecrets, registerSecrets, type Secrets, writePrivate } from "./secrets.ts";
import { walletChores } from "./wallets/chores.ts";

/** A cloud that runs. */
export interface Cloud {
  readonly httpUrl: string;
  readonly mqttUrl: string;
  readonly databaseUrl: string;
  readonly db: Database;
  /** Ends everything in order: what is being worked on is finished, acks go out, then the servers stop. May be called twice. */
  stop(): Promise<void>;
}

/** Ends one part. */
export type Stop = () => Promise<unknown>;

/** What a test may hand in instead of what the configuration says. */
export interface Overrides {
  readonly log?: Log;
  readonly clock?: Clock;
}

/** The link is waited for this long; without it the cloud serves all the same, and goes on looking for it. Milliseconds. */
const LINK_WAIT_MS = 10_000;

/**
 * Starts the whole cloud.
 *
 * @throws EmbeddedDatabaseError, SecretsError, and what the database or the network refuses. What had been started is stopped.
 */
export async function startCloud(config: Config, overrides: Overrides = {}): Promise<Cloud> {
  const log = overrides.log ?? openLog(config.logLevel);
  const clock = overrides.clock ?? openClock(config.clock);
  const metrics = openMetrics();
  const stops: Stop[] = [];
  const stop = async (): Promise<void> => {
    for (const end of stops.splice(0).reverse())
      await end().catch((error: unknown) => log.error({ err: error }, "while stopping"));
  };
  try {
    const { db, url: databaseUrl } = await openHouse(config, log, stops);
    const secrets = await secretsOf(config, db, clock);
    await firstOperatorToken(db, config.dataDir, clock);
    await forgetPresence(db);

    const broker =
      config.mqtt.kind === "embedded"
        ? await startBroker({ db, log, nowMs: clock.wallMs, port: config.mqtt.port })
        : undefined;
    if (broker) stops.push(broker.stop);
    const link = openLink({ db, clock, log, metrics, ...reachOf(config, broker) });
    const { hub, feeds } = openLive({ db, clock, log });
    const greeting = openGreeting({ db, link, log });
    const upkeep = startUpkeep({
      ...{ db, clock, log, metrics, link, broker, changed: hub.nudge, recovered: greeting.soon },
      cardKey: Buffer.from(secrets.cardKey).toString("base64url"),
      restores: watchRestores(db, lendingsIn(config.dataDir), () => log.warn(RESTORED)),
    });
    stops.push(greeting.stop, upkeep.stop, link.stop);
    const { mailer, outbox } = openMailer(config.mail, config.dataDir, clock.wallMs);
    if (outbox && config.dashboard !== "open") log.warn(NO_MAIL);
    const channels = openChannels({ push: { ...config.push, vapid: secrets.push }, mailer });
    const payments = openPayments({ config, db, clock, log });
    const chores = startChores(
      [
        paymentChore(payments, upkeep),
        ...walletChores({ db, clock }, upkeep.look),
        ...ledgerChores({ db, clock }, metrics, upkeep.look),
        ...passChores({ db, clock }, upkeep.look),
        receiptChore({ db, clock }, secrets.receipts, metrics),
        ...accountChores({ db, clock }, Date.now),
        ...noticeChores({ db, clock, channels, realMs: Date.now, chance: Math.random }, metrics, feeds.drivers.nudge),
      ],
      log,
    );
    stops.push(chores.stop);
    const parts: Parts = {
      config,
      db,
      clock,
      log,
      metrics,
      secrets,
      link,
      hub,
      feeds,
      upkeep,
      greeting,
      chores,
      mailer,
      outbox,
      channels,
      payments,
    };
    await hearGates(parts);
    const server = await serveHttp(parts);
    stops.push(() => endHttp(server, hub));
    const address = server.address();
    const port = address !== null && typeof address === "object" ? address.port : config.http.port;
    const httpUrl = `http://${config.http.host.includes(":") ? `[${config.http.host}]` : config.http.host}:${port}`;
    const mqttUrl = broker?.url ?? reachOf(config, broker).url;
    log.info({ httpUrl, mqttUrl: withoutPassword(mqttUrl), dataDir: config.dataDir }, "the cloud is open");
    return { httpUrl, mqttUrl, databaseUrl, db, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The house's secrets, which its database knows, and what needs them there. @throws SecretsError */
async function secretsOf(config: Config, db: Database, clock: Clock): Promise<Secrets> {
  const secrets = await readSecrets(config.dataDir, config.secretsFile);
  await registerSecrets(db, secrets, clock.wallMs());
  await fillPlatesAlike({ db, clock, cardRef: (bytes) => cardRef(secrets.cardKey, bytes) });
  return secrets;
}

const RESTORED =
  "the database was restored from a backup: no place is lent until the gates were heard that may hold some";

const NO_MAIL =
  "no mail server is set (BAYGATE_SMTP_URL): mails, sign-in codes too, only go to the folder outbox of the data folder";

/** The count of lendings beside the database, so that going back in time shows. */
function lendingsIn(dataDir: string): LendingsCopy {
  const path = join(dataDir, "lendings");
  return {
    async read() {
      const text = await readFile(path, "utf8").catch(() => undefined);
      return text === undefined ? undefined : Number(text);
    },
    write: async (count) => await writePrivate(path, `${count}\n`),
  };
}

interface Parts {
  readonly config: Config;
  readonly db: Database;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly secrets: Secrets;
  readonly link: Link;
  readonly hub: LiveHub;
  readonly feeds: LiveFeeds;
  readonly upkeep: Upkeep;
  readonly greeting: Greeting;
  readonly chores: Chores;
  readonly mailer: Mailer;
  readonly outbox: LocalOutbox | undefined;
  readonly channels: ReturnType<typeof openChannels>;
  readonly payments: PaymentHouse;
}

/** Whoever takes drivers' money, with ears for the sandbox's calls. */
function openPayments({ config, db, clock, log }: Pick<Parts, "config" | "db" | "clock" | "log">): PaymentHouse {
  const providers = openProviders(config.payments, clock.wallMs, (from, body, header) => {
    hearProvider({ db, clock, provider: from }, from.hear(body, header), JSON.parse(body)).catch((error: unknown) =>
      log.error({ err: error }, "a payment provider's call was lost; the payment is asked about"),
    );
  });
  return { db, clock, ...providers };
}

/** Payments that are due. Whoever paid a debt may park again: the rules are looked at. */
const paymentChore = (house: PaymentHouse, upkeep: Upkeep): Chore => ({
  name: "payments",
  everyMs: 1_000,
  run: async () => {
    const worked = await collect(house, PAYMENTS_AT_ONCE);
    if (worked > 0) upkeep.look();
    return worked === PAYMENTS_AT_ONCE;
  },
});
const PAYMENTS_AT_ONCE = 20;

/** Opens the database, the embedded one where no other is given, and brings it up to date. */
export async function openHouse(
  config: Config,
  log: Log,
  stops: Stop[],
): Promise<{ readonly db: Database; readonly url: string }> {
  let url = config.databaseUrl;
  if (url === null) {
    const embedded = await startEmbeddedDatabase(config.dataDir, {
      onTrouble: (error) => log.error({ err: error }, "the embedded database is in trouble; it is started again"),
    });
    stops.push(embedded.stop);
    url = embedded.url;
  }
  const db = openDatabase(url, { onError: (error) => log.warn({ err: error.message }, "a database connection broke") });
  stops.push(db.close);
  await migrate(db);
  return { db, url };
}

function reachOf(config: Config, broker: Broker | undefined) {
  if (broker) return { url: broker.url, ...broker.cloud };
  if (config.mqtt.kind === "embedded") throw new Error("an embedded broker that was not started");
  return { url: config.mqtt.url, user: config.mqtt.user, password: config.mqtt.password };
}

/** At the first start makes the operator's first token and leaves it in `<dataDir>/operator-token` (mode 0600). */
async function firstOperatorToken(db: Database, dataDir: string, clock: Clock): Promise<void> {
  const [known] = await db.orm.select({ hash: token.hash }).from(token).where(sql`${token.role} = 'operator'`).limit(1);
  if (known) return;
  const text = newToken("operator");
  await writePrivate(join(dataDir, "operator-token"), `${text}\n`);
  const createdAt = new Date(clock.wallMs());
  const row = { hash: tokenHash(text), role: "operator", account: null, label: "first", createdAt, expiresAt: null };
  await db.tx((tx) => insertToken(tx, row));
}

async function hearGates({ db, clock, log, hub, link, upkeep, greeting }: Parts): Promise<void> {
  await link.start(
    {
      listening: greeting.soon,
      facts: (gate, batch, receivedAtMs, gateLog) => receiveBatch(db, gate, batch, receivedAtMs, gateLog),
      applied(gate) {
        hub.nudge(gate.estate);
        upkeep.soon(gate.estate);
        upkeep.look();
      },
      sync: upkeep.answer,
      async status(gate, status) {
        await writeStatus(db, gate.id, status, new Date(clock.wallMs()));
        log.debug({ gate: gate.id, online: status.online, waiting: status.waiting }, "gate's status");
        upkeep.heard(gate, status.online);
      },
    },
    LINK_WAIT_MS,
  );
}

async function serveHttp(parts: Parts): Promise<ServerType> {
  const { config, db, clock, log, metrics, secrets, link, hub, feeds, upkeep, payments, mailer, outbox, channels } =
    parts;
  const app = createApp({
    ...{ ...payments, log, hub, feeds, registry: metrics.registry, dashboard: config.dashboard },
    look() {
      upkeep.look();
      feeds.drivers.nudge();
    },
    ...{ mailer, outbox, push: { publicKey: secrets.push.publicKey, accepts: channels.push.accepts } },
    ...{ publicUrl: config.publicUrl, trustedProxies: config.http.trustedProxies },
    signIn: openSignIn({ db, clock }, { mailer, log, secret: secrets.signIn, publicUrl: config.publicUrl }),
    cardRef: (uid) => cardRef(secrets.cardKey, uid),
    cardAes: (uid) => Buffer.from(cardKeys(secrets.cardMaster, uid).proving).toString("base64url"),
    signer: secrets.issuer,
    issuePass: (account, request) => issuePass(secrets.issuer, account, request),
    publishOrder: async (estate, gate, order) => link.publish(gateTopic(estate, gate, "orders"), order),
    ready: async () => ({
      database: await db.pool.query("select 1").then(
        () => true,
        () => false,
      ),
      broker: link.connected(),
    }),
    nudge(estate) {
      upkeep.soon(estate);
      upkeep.look();
    },
  });
  const server = listen({ fetch: app.fetch, hostname: config.http.host, port: config.http.port });
  if (!server.listening) await once(server, "listening");
  return server;
}

/** The live page's hub and what apps follow: they hear of the same changes, and end together. */
function openLive({ db, clock, log }: Pick<Parts, "db" | "clock" | "log">): Pick<Parts, "hub" | "feeds"> {
  const hub = openHub({
    load: openState(db, clock),
    onFault: (error) => log.error({ err: error }, "cannot read the live state"),
  });
  const feeds = openLiveFeeds({ db, clock }, log);
  const all = [hub, feeds.estates, feeds.drivers];
  return {
    feeds,
    hub: {
      ...hub,
      nudge: () => {
        for (const each of all) each.nudge();
      },
      close: () => {
        for (const each of all) each.close();
      },
    },
  };
}

/** Followers of the live page are let go first; who asked something gets the answer. */
async function endHttp(server: ServerType, hub: LiveHub): Promise<void> {
  hub.close();
  const closed = once(server, "close");
  server.close();
  if ("closeIdleConnections" in server) server.closeIdleConnections();
  const late = setTimeout(() => "closeAllConnections" in server && server.closeAllConnections(), 2_000);
  await closed;
  clearTimeout(late);
}

/** An address as it may stand in a log. */
export function withoutPassword(address: string): string {
  const url = new URL(address);
  url.username = "";
  url.password = "";
  return url.href;
}
