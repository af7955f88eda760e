// The card's end of vpcd's protocol, in a process of its own because vpcd's port is in pcscd's network namespace.
// Told over node IPC: a `CardOrder`. Tells: "asked", whenever the reader asks for the UID. The card itself is the gate's own test card
// (edge/src/hardware/readers/card.testing.ts).
// The protocol: each message is a length (two bytes, big-endian) and a payload. A payload of one byte is a command
// (0 off, 1 on, 2 reset, 4 tell the ATR), any other an APDU, which is answered.
import { connect, type Socket } from "node:net";
import { aesCard, phoneCard, plainCard, type TestCard } from "@baygate/edge/hardware/readers/card.testing";
import type { CardOrder } from "./virtual-card.ts";

/** vpcd's reader has two slots, each with a port of its own. */
const VPCD_PORTS = [35_963, 35_964] as const;
/** ISO 14443-4, no historical bytes. */
const ATR = Buffer.from("3b80800101", "hex");
const POWER_ON = 1;
const TELL_ATR = 4;
const AGAIN_MS = 50;

let card: Extract<CardOrder, { do: "insert" }> | undefined;
let chip: TestCard = plainCard;
let asked = 0;
let link: Socket | undefined;

function remove(): void {
  card = undefined;
  link?.destroy();
  link = undefined;
}

function answer(message: Buffer): Buffer | undefined {
  if (card === undefined) return undefined;
  if (message.length === 1) {
    if (message[0] === POWER_ON && card.how === "slipped") remove();
    return message[0] === TELL_ATR ? ATR : undefined;
  }
  const isUidAsked = message[0] === 0xff && message[1] === 0xca;
  if (isUidAsked) process.send?.("asked");
  const { ails } = card;
  if (ails?.at === ++asked) {
    if (ails.how === "garbles") return Buffer.from("17", "hex");
    if (ails.how === "refuses") return Buffer.from("6f00", "hex");
    if (ails.how === "torn") remove();
    return undefined;
  }
  if (!isUidAsked) return chip.answer(message);
  return Buffer.from(card.how === "without-uid" ? "6a81" : `${card.uid}9000`, "hex");
}

/** Into the field: again and again while pcscd is away, until the card is taken out. */
function reach(wanted: NonNullable<typeof card>): void {
  if (card !== wanted) return;
  const socket = connect({ port: VPCD_PORTS[wanted.slot], host: "127.0.0.1", noDelay: true });
  link = socket;
  let buffered = Buffer.alloc(0);
  socket.on("data", (data) => {
    buffered = Buffer.concat([buffered, data]);
    while (buffered.length >= 2 && buffered.length >= 2 + buffered.readUInt16BE()) {
      const length = buffered.readUInt16BE();
      const reply = answer(buffered.subarray(2, 2 + length));
      buffered = buffered.subarray(2 + length);
      if (reply) socket.write(Buffer.concat([Buffer.from([reply.length >> 8, reply.length & 0xff]), reply]));
    }
  });
  socket.on("error", () => {});
  socket.on("close", () => setTimeout(reach, AGAIN_MS, wanted));
}

const unhex = (hex: string): Buffer => Buffer.from(hex, "hex");

function chipOf({ uid, chip: made, phone }: NonNullable<typeof card>): TestCard {
  if (phone !== undefined) {
    const { certificate, privateKey, replays, locked } = phone;
    return phoneCard({
      ...{ certificate: unhex(certificate), privateKey: unhex(privateKey), locked },
      replays: replays === undefined ? undefined : unhex(replays),
    });
  }
  if (made === undefined) return plainCard;
  return aesCard({ ...made, uid: unhex(uid), keys: new Map([[1, unhex(made.key)]]) });
}

process.on("disconnect", () => process.exit(0));
process.on("message", (order: CardOrder) => {
  remove();
  if (order.do !== "insert") return;
  card = order;
  asked = 0;
  chip = chipOf(order);
  reach(card);
});
