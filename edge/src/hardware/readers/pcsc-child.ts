// The child program of the driver `pcsc`: nfc-pcsc, and what its parent should know. It stands in a process of its own
// because the library blocks for ever when pcscd is away and never recovers from pcscd's restart; so here nothing is
// mended, it says what happened and leaves, and the parent starts it again.
// Arguments: firstMs and mostMs of the waits for pcscd, and optionally the reader's name pattern.
import { connect } from "node:net";
import type { ConnectError, NFC, Reader } from "nfc-pcsc";
import { backoffMs, serveParent } from "../supervised-child.ts";
import type { ChildSays, UnreadableCode } from "./pcsc.ts";

/** PC/SC part 3, GET DATA: the card's UID. */
const GET_UID = Buffer.from([0xff, 0xca, 0x00, 0x00, 0x00]);
/** A UID has at most 10 bytes and the status two; readers that pad get room. */
const REPLY_LENGTH = 64;
/** The library says nothing at all when there is no reader; after so long we take it that there is none. Ms. */
const NO_READER_AFTER_MS = 1_000;
/** A card that appears so soon after its reader lay there already, as far as anyone can know. Ms. */
const FOUND_WITHIN_MS = 1_500;
/** What ISO 14443 readers answer to GET DATA when all went well. */
const STATUS_OK = 0x9000;
/** The card fell silent as it was being woken: too far away, or no card the reader understands. */
const UNRESPONSIVE_CARD = /0x80100066/i;

const [firstMs = "500", mostMs = "5000", pattern] = process.argv.slice(2);
const send = serveParent();
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

async function readCard(reader: Reader, found: boolean): Promise<void> {
  const startedMs = performance.now();
  const unreadable = (code: UnreadableCode): Promise<void> => say({ say: "unreadable", code });
  try {
    // When a card was torn away while connecting, the library keeps a connection without a protocol: begin again.
    if (reader.connection?.protocol === undefined) {
      await reader.disconnect();
      await reader.connect();
    }
    const reply = await reader.transmit(GET_UID, REPLY_LENGTH);
    if (reply.length < 2) return await unreadable("card-torn");
    const uid = reply.subarray(0, -2);
    if (uid.length === 0 || reply.readUInt16BE(uid.length) !== STATUS_OK) return await unreadable("card-unsupported");
    const uidMs = performance.now() - startedMs;
    await say({ say: "card", reader: reader.name, uid: uid.toString("hex"), found, uidMs });
  } catch {
    // A card that is there and understands nothing still answers; no answer means it is gone.
    await unreadable("card-torn");
  }
}

function serveReader(reader: Reader): void {
  reader.autoProcessing = false;
  const seenMs = performance.now();
  reader.on("card", () => void readCard(reader, performance.now() - seenMs < FOUND_WITHIN_MS));
  reader.on("card.off", () => void say({ say: "card-off", reader: reader.name }));
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
