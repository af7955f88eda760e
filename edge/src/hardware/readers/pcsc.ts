import { randomBytes } from "node:crypto";
import { z } from "zod";
import { usbDevices } from "../attached.ts";
import type { ReaderDriver } from "../driver.ts";
import type { ReaderAsks, ReaderEvents } from "../seams.ts";
import { LEAST_SILENT_MS, type SupervisedChild, superviseChild } from "../supervised-child.ts";
import { type CardRead, readCard } from "./pcsc-card.ts";
import { type Conversations, converse } from "./pcsc-talk.ts";
import { ChildSays } from "./pcsc-words.ts";

// NFC readers over PC/SC (ACR122U and its kin). The library lives in a child process (pcsc-child.ts) that is killed and
// started again whenever it cannot go on; this side turns what it says into reads and outages, and holds the conversation with
// each card (pcsc-card.ts).

const config = z.object({
  driver: z.literal("pcsc"),
  reader: z.string().min(1).max(128).optional().meta({
    description: "Part of the reader's name as pcsc_scan shows it. Without it every reader is used, but no SAM slot.",
  }),
  silentMs: z.int().min(LEAST_SILENT_MS).max(60_000).default(5_000).meta({
    description: "The library's process is taken as hanging, and started anew, after so long without a sign of life.",
  }),
  cardMs: z.int().min(100).max(60_000).default(3_000).meta({
    description: "A card that lets one command wait for so long is not listened to any more.",
  }),
  retryFirstMs: z.int().min(10).max(60_000).default(500).meta({ description: "The first wait before trying again." }),
  retryMostMs: z.int().min(10).max(600_000).default(10_000).meta({ description: "The longest." }),
});

/** The USB class of card readers. */
const CCID = "0b";

/**
 * Faults it reports: `nfc-library-missing`, `pcscd-unreachable`, `reader-unplugged` (also: never plugged in, or none of
 * that name), `reader-blocked` (by something that never answers), `nfc-process-crashed`, `nfc-process-hung`. From each it recovers
 * by itself when the cause is gone. Unreadable cards have an `UnreadableCode`.
 */
export const pcsc: ReaderDriver<typeof config> = {
  reads: "card",
  find: async (root) =>
    // Its name in pcscd is another one; without a name every reader is used.
    usbDevices(root, CCID)
      .slice(0, 1)
      .map((name) => ({ config: { driver: "pcsc" }, words: `${name}, card reader on USB` })),
  config,
  open: async ({ reader, silentMs, cardMs, retryFirstMs, retryMostMs }, events, { log }) => {
    const outage = outages(events);
    const lying = cardsLying();
    let connecting = false;
    let blocked = false;
    const asks = { ...(events.asks ?? NOBODY), random: () => randomBytes(16) };

    const heard = (message: unknown): void => {
      const said = ChildSays.parse(message);
      connecting = said.say === "connecting";
      switch (said.say) {
        case "library-missing":
          outage.began("nfc-library-missing", `${said.words}. ${HOW_TO_BUILD}`);
          break;
        case "pcscd-unreachable":
          outage.began("pcscd-unreachable", said.words);
          break;
        case "connecting":
          break;
        case "readers":
          if (said.names.length > 0) {
            child.settled();
            outage.ended();
          } else outage.began("reader-unplugged", reader ? `No reader named like "${reader}".` : "No reader.");
          break;
        case "card":
          talks.begin(said.card, readCard(Buffer.from(said.atr, "hex"), asks), (read) => took(said, read));
          break;
        case "answer":
          talks.answered(said.card, Buffer.from(said.apdu, "hex"));
          break;
        case "no-answer":
          talks.answered(said.card, undefined);
          break;
        case "card-off":
          lying.takenAway(said.reader);
          break;
        case "unreadable":
          events.unreadable(said.code);
      }
    };
    const took = (card: { readonly reader: string; readonly found: boolean }, read: CardRead): void => {
      if ("unreadable" in read) {
        events.unreadable(read.unreadable);
        return;
      }
      const { tier } = read;
      // A phone says something else each time.
      if (lying.wasReadBefore(card.reader, tier === "A" ? "phone" : read.uid.toString("hex"), card.found)) return;
      if (tier === "A") events.read({ tier, bytes: read.proof, challenge: read.challenge, atMs: performance.now() });
      else events.read({ tier, bytes: read.uid, atMs: performance.now() });
    };

    const child: SupervisedChild = superviseChild({
      program: new URL("./pcsc-child.ts", import.meta.url),
      args: [String(retryFirstMs), String(retryMostMs), ...(reader === undefined ? [] : [reader])],
      silentMs,
      restart: { firstMs: retryFirstMs, mostMs: retryMostMs },
      heard,
      ended: (end, words) => {
        talks.end();
        // Leaving by itself, it has already said why.
        if (end === "left") return;
        log.warn({ end, words }, "nfc process ended");
        if (blocked) outage.began("reader-blocked", "Something lies at the reader that never answers.");
        else if (end === "hung" && connecting) outage.began("pcscd-unreachable", "pcscd does not answer.");
        else outage.began(`nfc-process-${end}`, words);
        blocked = false;
      },
    });
    const talks: Conversations = converse({
      transmit: (card, apdu) => child.tell({ card, transmit: Buffer.from(apdu).toString("hex") }),
      answerMs: cardMs,
      blockedMs: silentMs,
      blocked: () => {
        blocked = true;
        child.restart();
      },
      log,
    });
    return {
      close: async () => {
        talks.end();
        await child.close();
      },
    };
  },
};

/** Of a gate that knows no keys and greets no phones. */
const NOBODY: ReaderAsks = { cardKey: () => undefined };

const HOW_TO_BUILD = "On Debian: apt-get install libpcsclite-dev g++ make python3, then node scripts/bootstrap.mjs";

/** Reports an outage once, and its end; a new cause is a new report. */
function outages(events: ReaderEvents): { began(code: string, words: string): void; ended(): void } {
  let current: string | undefined;
  return {
    began: (code, words) => {
      if (code === current) return;
      current = code;
      events.failed(code, words);
    },
    ended: () => {
      if (current === undefined) return;
      current = undefined;
      events.recovered();
    },
  };
}

/** A card left lying is one tap, even if the child or pcscd is started anew beneath it. */
function cardsLying(): {
  wasReadBefore(reader: string, uid: string, found: boolean): boolean;
  takenAway(reader: string): void;
} {
  const lying = new Map<string, string>();
  return {
    wasReadBefore: (reader, uid, found) => {
      const same = found && lying.get(reader) === uid;
      lying.set(reader, uid);
      return same;
    },
    takenAway: (reader) => void lying.delete(reader),
  };
}
