import { type AddressInfo, connect, createServer, type Socket } from "node:net";

// A way between a gate and its broker that knows MQTT's packets, so that what gets lost, doubled or late is a whole message,
// never half of one.

/** A message on its way. */
export interface Passing {
  readonly from: "gate" | "broker";
  readonly topic: string;
  readonly payload: Buffer;
}

/** What arrives instead of a message: nothing, it once or several times, each after a wait in ms, perhaps changed. */
export type Fate = readonly { readonly afterMs: number; readonly payload?: Buffer }[];

export const PASS: Fate = [{ afterMs: 0 }];
export const LOSE: Fate = [];

export interface MqttRelay {
  readonly port: number;
  /** What becomes of each message from now on; undefined: it passes. */
  rule: ((message: Passing) => Fate) | undefined;
  /** Messages that did not simply pass. */
  readonly meddled: number;
  /** Drops every connection. */
  drop(): void;
  close(): Promise<void>;
}

const PUBLISH = 3;
const PUBACK = 4;

export async function openMqttRelay(brokerPort: number): Promise<MqttRelay> {
  const sockets = new Set<Socket>();
  let meddled = 0;
  const relay = {
    port: 0,
    rule: undefined as MqttRelay["rule"],
    get meddled() {
      return meddled;
    },
    drop() {
      for (const socket of sockets) socket.destroy();
    },
    async close() {
      relay.drop();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };

  const carry = (source: Socket, target: Socket, from: Passing["from"]): void => {
    sockets.add(source);
    source.setNoDelay(true);
    source.on("error", () => target.destroy()).on("close", () => target.destroy());
    source.on("close", () => sockets.delete(source));
    const write = (packet: Buffer): void => {
      if (target.writable) target.write(packet);
    };
    const split = packets((packet) => {
      const message = relay.rule && readPublish(packet);
      if (relay.rule === undefined || message === undefined) return write(packet);
      const fate = relay.rule({ from, topic: message.topic, payload: message.payload });
      if (fate !== PASS) meddled++;
      // Who sent it has done its part all the same: that is all that PUBACK ever means.
      if (fate.length === 0 && message.id !== undefined && source.writable)
        source.write(Buffer.from([PUBACK << 4, 2, message.id >> 8, message.id & 0xff]));
      for (const { afterMs, payload } of fate) {
        const sent = payload === undefined ? packet : message.withPayload(payload);
        if (afterMs === 0) write(sent);
        else setTimeout(write, afterMs, sent);
      }
    });
    source.on("data", split);
  };
  const server = createServer((gate) => {
    const broker = connect(brokerPort, "127.0.0.1");
    carry(gate, broker, "gate");
    carry(broker, gate, "broker");
  });
  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(0, "127.0.0.1", resolve));
  relay.port = (server.address() as AddressInfo).port;
  return relay;
}

/** Cuts a stream into MQTT's packets (MQTT 3.1.1, 2.2). */
function packets(take: (packet: Buffer) => void): (chunk: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0);
  return (chunk) => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    for (;;) {
      const header = readHeader(rest);
      if (header === undefined || rest.length < header.at + header.length) return;
      take(rest.subarray(0, header.at + header.length));
      rest = rest.subarray(header.at + header.length);
    }
  };
}

function readHeader(bytes: Buffer): { at: number; length: number } | undefined {
  let length = 0;
  for (let at = 1; at < Math.min(bytes.length, 5); at++) {
    const byte = bytes[at] ?? 0;
    length += (byte & 0x7f) * 128 ** (at - 1);
    if (byte < 0x80) return { at: at + 1, length };
  }
  return undefined;
}

interface Publish {
  readonly topic: string;
  readonly payload: Buffer;
  /** Of QoS 1. */
  readonly id: number | undefined;
  withPayload(payload: Buffer): Buffer;
}

function readPublish(packet: Buffer): Publish | undefined {
  const header = readHeader(packet);
  const [first = 0] = packet;
  if (header === undefined || first >> 4 !== PUBLISH) return undefined;
  const named = header.at + 2;
  const topicEnd = named + packet.readUInt16BE(header.at);
  const acknowledged = ((first >> 1) & 3) > 0;
  const begin = topicEnd + (acknowledged ? 2 : 0);
  return {
    topic: packet.toString("utf8", named, topicEnd),
    payload: packet.subarray(begin),
    id: acknowledged ? packet.readUInt16BE(topicEnd) : undefined,
    withPayload(payload) {
      const body = Buffer.concat([packet.subarray(header.at, begin), payload]);
      const length: number[] = [];
      let left = body.length;
      do {
        length.push((left % 128) + (left >= 128 ? 128 : 0));
        left = Math.floor(left / 128);
      } while (left > 0);
      return Buffer.concat([Buffer.from([first, ...length]), body]);
    },
  };
}
