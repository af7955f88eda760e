import { z } from "zod";

// What the driver `pcsc` and its child program say to each other, and why a card was not read.

/**
 * `card-torn`: taken away before it was read. `card-unsupported`: it gives no UID. `card-garbled`: what it says is no answer.
 * `card-silent`: it lies there and says nothing. `card-late`: after wrong keys it lets itself not be asked for a while.
 * `phone-locked`: the phone must be unlocked first, or nobody is signed in to its app. `phone-refused`: the app will not sign.
 */
export const UnreadableCode = z.enum([
  "card-torn",
  "card-unsupported",
  "card-garbled",
  "card-silent",
  "card-late",
  "phone-locked",
  "phone-refused",
]);
export type UnreadableCode = z.infer<typeof UnreadableCode>;

/** What the child program says. A card's number is its own as long as the child lives. */
export const ChildSays = z.discriminatedUnion("say", [
  /** The optional native add-on is not there, or is built for another Node. The child leaves. */
  z.object({ say: z.literal("library-missing"), words: z.string() }),
  /** pcscd cannot be reached, or went away. */
  z.object({ say: z.literal("pcscd-unreachable"), words: z.string() }),
  /** Only pcscd's answer is waited for: silence from here on is pcscd's. */
  z.object({ say: z.literal("connecting") }),
  /** The readers that are there now and that the configuration wants. */
  z.object({ say: z.literal("readers"), names: z.array(z.string()) }),
  /** A card is connected. `found`: it was there as soon as the child saw the reader. */
  z.object({ say: z.literal("card"), card: z.int(), reader: z.string(), atr: z.hex(), found: z.boolean() }),
  z.object({ say: z.literal("answer"), card: z.int(), apdu: z.hex() }),
  /** A command got no answer: the card is gone. */
  z.object({ say: z.literal("no-answer"), card: z.int() }),
  z.object({ say: z.literal("card-off"), reader: z.string() }),
  z.object({ say: z.literal("unreadable"), code: UnreadableCode }),
]);
export type ChildSays = z.infer<typeof ChildSays>;

/** What the child is told: an APDU for a card. */
export const ChildTold = z.object({ card: z.int(), transmit: z.hex() });
export type ChildTold = z.infer<typeof ChildTold>;
