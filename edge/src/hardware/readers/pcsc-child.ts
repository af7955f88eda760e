// The child program of the driver `pcsc`: nfc-pcsc, and what its parent should know. It stands in a process of its own
// because the library blocks for ever when pcscd is away and never recovers from pcscd's restart; so here nothing is
// mended, it says what happened and leaves, and the parent starts it again. What is said to a card is the parent's: this carries APDUs.
// Arguments: firstMs and mostMs of the waits for pcscd, and optionally the reader's name pattern.
import { connect } from "node:net";
import type { ConnectError, NFC, Reader } from "nfc-pcsc";
import { backoffMs, serveParent } from "../supervised-child.ts";
import { type ChildSays, ChildTold, type UnreadableCode } from "./pcsc-words.ts";

/** The longest answer to a short APDU: 256 bytes and the status. The library's own default is shorter. */
const REPLY_LENGTH = 258;
/** The library says nothing at all when there is no reader; after so long we take it that there is none. Ms. */
const NO_READER_AFTER_MS = 1_000;
/** A card that appears so soon after its reader lay there already, as far as anyone can know. Ms. */
const FOUND_WITHIN_MS = 1_500;
/** The card fell silent as it was being woken: too far away, or no card the reader understands. */
const UNRESPONSIVE_CARD = /0x80100066/i;

const [firstMs = "500", mostMs = "5000", pattern] = process.argv.slice(2);
const send = serveParent((message) => void transmit(ChildTold.parse(message)));
const say = (message: ChildSays): Promise<void> => send(message);

const words = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Says why there is no going on, and ends this process so that the parent starts another. */
async function leave(message: ChildSays): Promise<never> {
  await say(message);
  process.exit(0);
}

/** Resolves once something accepts on pcscd's socket; libpcsclite would spin at full speed until then. */
async function pcscdThere(): Promise<void> {
  // The variable is libpcsclite's own, for a pcscd elsewhere.
  const socket = process.env["PCSCLITE_CSOCK_NAME"] ?? "/run/pcscd/pcscd.comm";
  for (let attempt = 0; ; attempt++) {
    const fault = await new Promise<string | undefined>((resolve) => {
      const probe = connect(socket, () => {
        probe.destroy();
        resolve(undefined);
      });
      probe.on("error", (error) => resolve(error.message));
    });
    if (fault === undefined) return;
    await say({ say: "pcscd-unreachable", words: fault });
    const waitMs = backoffMs({ firstMs: Number(firstMs), mostMs: Number(mostMs) }, attempt);
    await new Promise((resolve) => setTimeout(resolve, waitMs));
  }
}

/** Whether this gate is to use the reader: by the pattern, or any that is not a slot for a SIM-sized module. */
function isWanted(name: string): boolean {
  return pattern === undefined ? !/\bSAM\b/.test(name) : name.toLowerCase().includes(pattern.toLowerCase());
}

/** Cards that lie at a reader, by their number. */
const lying = new Map<number, Reader>();
let cards = 0;

async function greetCard(reader: Reader, atr: Buffer | undefined, found: boolean): Promise<void> {
  try {
    // When a card was torn away while connecting, the library keeps a connection without a protocol: begin again.
    if (reader.connection?.protocol === undefined) {
      await reader.disconnect();
      await reader.connect();
    }
  } catch {
    return await say({ say: "unreadable", code: "card-torn" });
  }
  takeAway(reader);
  lying.set(++cards, reader);
  await say({ say: "card", card: cards, reader: reader.name, atr: (atr ?? Buffer.alloc(0)).toString("hex"), found });
}

function takeAway(reader: Reader): void {
  for (const [card, at] of lying) if (at === reader) lying.delete(card);
}

async function transmit({ card, transmit: apdu }: ChildTold): Promise<void> {
  const reader = lying.get(card);
  try {
    const answer = await reader?.transmit(Buffer.from(apdu, "hex"), REPLY_LENGTH);
    // Of a card that is torn away pcscd may give an answer without even a status.
    if (answer?.length) return await say({ say: "answer", card, apdu: answer.toString("hex") });
  } catch {
    // A card that is there and understands nothing still answers; no answer means it is gone.
  }
  await say({ say: "no-answer", card });
}

function serveReader(reader: Reader): void {
  reader.autoProcessing = false;
  const seenMs = performance.now();
  reader.on("card", ({ atr }) => void greetCard(reader, atr, performance.now() - seenMs < FOUND_WITHIN_MS));
  reader.on("card.off", () => {
    takeAway(reader);
    void say({ say: "card-off", reader: reader.name });
  });
  reader.on("error", (error) => void leave({ say: "pcscd-unreachable", words: words(error) }));
}

function watchReaders(nfc: NFC): void {
  const names = new Set<string>();
  const sayReaders = (): void => void say({ say: "readers", names: [...names] });
  const noneYet = setTimeout(sayReaders, NO_READER_AFTER_MS);
  nfc.on("reader", (reader) => {
    if (!isWanted(reader.name)) {
      // Unheard, its errors would end this process as if they were ours.
      reader.on("error", () => {});
      return;
    }
    clearTimeout(noneYet);
    names.add(reader.name);
    serveReader(reader);
    reader.on("end", () => {
      names.delete(reader.name);
      sayReaders();
    });
    sayReaders();
  });
  nfc.on("error", (error) => void leave({ say: "pcscd-unreachable", words: words(error) }));
}

const library = await import("nfc-pcsc").catch((error: unknown) =>
  leave({ say: "library-missing", words: words(error).split("\n")[0] ?? "" }),
);

/** A card that goes while the library connects to it is heard of here alone: its event has no name. */
function onLibraryError(error: unknown): void {
  if (!(error instanceof library.ConnectError)) return;
  const cause = words((error satisfies ConnectError).previous);
  const code: UnreadableCode = UNRESPONSIVE_CARD.test(cause) ? "card-unsupported" : "card-torn";
  void say({ say: "unreadable", code });
}

await pcscdThere();
// Should pcscd go just now, or hang, the constructor blocks and the heartbeat stops: the parent must know where.
await say({ say: "connecting" });
const silent = (): void => {};
watchReaders(new library.NFC({ log: silent, debug: silent, info: silent, warn: silent, error: onLibraryError }));
