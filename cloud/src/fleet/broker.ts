import { hash, randomBytes, timingSafeEqual } from "node:crypto";
import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import type { GateId } from "@baygate/shared/ids";
import { Aedes, type AuthenticateError, type Client } from "aedes";
import type { Database } from "../db/client.ts";
import type { Log } from "../log.ts";
import { mayPublish, maySubscribe, type Peer } from "./access.ts";
import { gateByToken, isOperatorToken } from "./fleet.store.ts";
import { watchPackets } from "./packet-size.ts";

/** No message of the protocol is larger; a sender of more loses its connection. Bytes. */
export const MOST_MESSAGE_BYTES = 512 * 1024;

/** The MQTT broker inside this process, on loopback. */
export interface Broker {
  /** `mqtt://127.0.0.1:<port>` */
  readonly url: string;
  /** With what the cloud's own client connects; the password lives in memory alone. */
  readonly cloud: { readonly user: string; readonly password: string };
  /** Gates that are connected now. */
  connectedGates(): GateId[];
  /** Ends the connections of these gates; they may not come back if their tokens are refused. */
  drop(gates: readonly GateId[]): void;
  stop(): Promise<void>;
}

// CONNACK return codes of MQTT 3.1.1.
const SERVER_UNAVAILABLE = 3;
const BAD_USER_OR_PASSWORD = 4;

const CLOUD = "cloud";
const OPERATOR = "operator";

/**
 * Starts the embedded broker. A gate's user name is its id, its password its token and its client id `gate-<id>`; a dashboard's user name is `operator`
 * and its password an operator's token.
 *
 * @param options.port 0: any that is free.
 */
export async function startBroker(options: {
  db: Database;
  log: Log;
  /** Wall clock, ms. */
  nowMs: () => number;
  port: number;
}): Promise<Broker> {
  const { db, log } = options;
  const password = randomBytes(24).toString("base64url");
  const peers = new WeakMap<Client, Peer>();
  const gates = new Map<GateId, Set<Client>>();
  /** Client ids in use: who takes another's would end that one's connection. */
  const named = new Map<string, { readonly client: Client; readonly name: string }>();
  const takesAnothersName = (client: Client, peer: Peer): boolean => {
    // Also while nobody is connected under it: who comes first must not be able to keep the gate out.
    if (peer.kind === "gate" ? client.id !== `gate-${peer.id}` : client.id.startsWith("gate-")) return true;
    const holder = named.get(client.id);
    return holder !== undefined && holder.name !== nameOf(peer);
  };

  const broker = await Aedes.createBroker({
    // A gate keeps nothing here between connections: what it missed comes with its next `sync`.
    preConnect(_client, packet, done) {
      packet.clean = true;
      done(null, true);
    },
    authenticate(client, user, secret, done) {
      identify(db, password, user, secret, options.nowMs()).then(
        (peer) => {
          if (peer === undefined || takesAnothersName(client, peer)) {
            log.warn(
              { user: user?.slice(0, 40), client: client.id?.slice(0, 40) },
              "refused a connection to the broker",
            );
            done(refusal("bad user name or password", BAD_USER_OR_PASSWORD), false);
            return;
          }
          peers.set(client, peer);
          named.set(client.id, { client, name: nameOf(peer) });
          if (peer.kind === "gate") gates.set(peer.id, (gates.get(peer.id) ?? new Set()).add(client));
          done(null, true);
        },
        (error: unknown) => {
          log.error({ err: error }, "cannot look up who connects to the broker");
          done(refusal("cannot look you up now", SERVER_UNAVAILABLE), false);
        },
      );
    },
    authorizePublish(client, packet, done) {
      const peer = client === null ? undefined : peers.get(client);
      if (peer && mayPublish(peer, packet.topic, packet.retain)) return done(null);
      log.warn({ peer, topic: packet.topic.slice(0, 200), retain: packet.retain }, "refused a publication");
      done(new Error("not yours to publish"));
    },
    authorizeSubscribe(client, subscription, done) {
      const peer = peers.get(client);
      if (peer && maySubscribe(peer, subscription.topic)) return done(null, subscription);
      log.warn({ peer, topic: subscription.topic.slice(0, 200) }, "refused a subscription");
      done(null, null);
    },
  });
  broker.on("clientDisconnect", (client) => {
    if (named.get(client.id)?.client === client) named.delete(client.id);
    const peer = peers.get(client);
    if (peer?.kind === "gate") gates.get(peer.id)?.delete(client);
  });
  broker.on("clientError", (client, error) =>
    log.info({ peer: peers.get(client), err: error.message }, "a connection broke"),
  );
  broker.on("connectionError", (_client, error) =>
    log.info({ err: error.message }, "a connection broke before it was one"),
  );

  const server = createServer((socket) => {
    socket.setNoDelay(true);
    broker.handle(socket);
    endWhenTooLarge(socket, log);
  });
  server.listen(options.port, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `mqtt://127.0.0.1:${port}`,
    cloud: { user: CLOUD, password },
    connectedGates: () => [...gates].filter(([, clients]) => clients.size > 0).map(([gate]) => gate),
    drop(ids) {
      for (const id of ids) for (const client of gates.get(id) ?? []) client.close();
    },
    async stop() {
      const closed = once(server, "close");
      server.close();
      await new Promise<void>((resolve) => broker.close(resolve));
      await closed;
    },
  };
}

async function identify(
  db: Database,
  cloudPassword: string,
  user: string | undefined,
  secret: Buffer | undefined,
  nowMs: number,
): Promise<Peer | undefined> {
  if (user === undefined || secret === undefined || secret.length > 1000) return undefined;
  if (user === CLOUD) return sameBytes(secret, Buffer.from(cloudPassword)) ? { kind: "cloud" } : undefined;
  const tokenHash = hash("sha256", secret, "hex");
  if (user === OPERATOR)
    return (await isOperatorToken(db, tokenHash, new Date(nowMs))) ? { kind: "operator" } : undefined;
  const gate = await gateByToken(db, user, tokenHash);
  return gate && { kind: "gate", ...gate };
}

const sameBytes = (a: Buffer, b: Buffer): boolean => a.length === b.length && timingSafeEqual(a, b);

const nameOf = (peer: Peer): string => (peer.kind === "gate" ? `gate ${peer.id}` : peer.kind);

const refusal = (words: string, returnCode: number): AuthenticateError =>
  Object.assign(new Error(words), { returnCode });

function endWhenTooLarge(socket: Socket, log: Log): void {
  const fits = watchPackets(MOST_MESSAGE_BYTES);
  // The broker reads this socket; each chunk it reads is emitted here first.
  socket.on("data", (chunk: Buffer) => {
    if (fits(chunk)) return;
    log.warn({ from: socket.remotePort }, "ended a connection that sent too large a message");
    socket.destroy();
  });
}
