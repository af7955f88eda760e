import { z } from "zod";
import type { ReaderDriver } from "../driver.ts";
import type { ReaderEvents } from "../seams.ts";
import { LEAST_SILENT_MS, type SupervisedChild, superviseChild } from "../supervised-child.ts";

// NFC readers over PC/SC (ACR122U and its kin). The library lives in a child process (pcsc-child.ts) that is killed and
// started again whenever it cannot go on; this side turns what it says into reads and outages. A card's UID only
// identifies (tier E).

const config = z.object({
  driver: z.literal("pcsc"),
  reader: z.string().min(1).max(128).optional().meta({
    description: "Part of the reader's name as pcsc_scan shows it. Without it every reader is used, but no SAM slot.",
  }),
  silentMs: z.int().min(LEAST_SILENT_MS).max(60_000).default(5_000).meta({
    description: "The library's process is taken as hanging, and started anew, after so long without a sign of life.",
  }),
  retryFirstMs: z.int().min(10).max(60_000).default(500).meta({ description: "The first wait before trying again." }),
  retryMostMs: z.int().min(10).max(600_000).default(10_000).meta({ description: "The longest." }),
});

/** `card-torn`: taken away before it was read. `card-unsupported`: it gives no UID. */
const UnreadableCode = z.enum(["card-torn", "card-unsupported"]);
export type UnreadableCode = z.infer<typeof UnreadableCode>;

/** What the child program says to this driver. */
const ChildSays = z.discriminatedUnion("say", [
  /** The optional native add-on is not there, or is built for another Node. The child leaves. */
  z.object({ say: z.literal("library-missing"), words: z.string() }),
  /** pcscd cannot be reached, or went away. */
  z.object({ say: z.literal("pcscd-unreachable"), words: z.string() }),
  /** Only pcscd's answer is waited for: silence from here on is pcscd's. */
  z.object({ say: z.literal("connecting") }),
  /** The readers that are there now and that the configuration wants. */
  z.object({ say: z.literal("readers"), names: z.array(z.string()) }),
  /**
   * A card was read. `found`: it was there as soon as the child saw the reader. `uidMs`: from the card's connection to
   * its UID.
   */
  z.object({
    say: z.literal("card"),
    reader: z.string(),
    uid: z.hex(),
    found: z.boolean(),
    uidMs: z.number(),
  }),
  z.object({ say: z.literal("card-off"), reader: z.string() }),
  z.object({ say: z.literal("unreadable"), code: UnreadableCode }),
]);
export type ChildSays = z.infer<typeof ChildSays>;

/**
 * Faults it reports: `nfc-library-missing`, `pcscd-unreachable`, `reader-unplugged` (also: never plugged in, or none of
 * that name), `nfc-process-crashed`, `nfc-process-hung`. From each it recovers by itself when the cause is gone.
 * Unreadable cards have an `UnreadableCode`.
 */
export const pcsc: ReaderDriver<typeof config> = {
  config,
  open: async ({ reader, silentMs, retryFirstMs, retryMostMs }, events, { log }) => {
    const outage = outages(events);
    const lying = cardsLying();
    let connecting = false;

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
          if (lying.wasReadBefore(said.reader, said.uid, said.found)) break;
          events.read({ tier: "E", bytes: Buffer.from(said.uid, "hex"), atMs: performance.now() });
          log.info({ uidMs: said.uidMs }, "card read");
          break;
        case "card-off":
          lying.takenAway(said.reader);
          break;
        case "unreadable":
          events.unreadable(said.code);
      }
    };

    const child: SupervisedChild = superviseChild({
      program: new URL("./pcsc-child.ts", import.meta.url),
      args: [String(retryFirstMs), String(retryMostMs), ...(reader === undefined ? [] : [reader])],
      silentMs,
      restart: { firstMs: retryFirstMs, mostMs: retryMostMs },
      heard,
      ended: (end, words) => {
        // Leaving by itself, it has already said why.
        if (end === "left") return;
        log.warn({ end, words }, "nfc process ended");
        if (end === "hung" && connecting) outage.began("pcscd-unreachable", "pcscd does not answer.");
        else outage.began(`nfc-process-${end}`, words);
      },
    });
    return { close: () => child.close() };
  },
};

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
