import type { Notice } from "./notice.ts";

/**
 * A notice in words, as a channel carries it. Web Push's message is this as JSON, `{kind, title, body, tag, url, lang}`: the service
 * worker shows `title` and `body` under `tag`, so that the newer of two about one thing takes the place of the older and a message that
 * comes twice is seen once, and opens `url` when it is tapped.
 */
export interface Message {
  readonly kind: Notice["kind"];
  readonly title: string;
  readonly body: string;
  readonly tag: string;
  /** A path of the driver app. */
  readonly url: string;
  /** BCP 47. */
  readonly lang: string;
}

/** How a message is to be carried. */
export interface Carriage {
  /** After so long nobody wants it any more, ms from now. */
  readonly lifeMs: number;
  readonly urgency: "low" | "normal" | "high";
}

/** What became of a message. */
export type Outcome =
  /** Whoever carries it on has it. It may have had it before: the same tag is seen once. */
  | { readonly kind: "delivered" }
  /** This address is no more. */
  | { readonly kind: "gone"; readonly failure: string }
  /** This message is never taken. */
  | { readonly kind: "refused"; readonly failure: string }
  /** Not now; `afterMs` is what the other side asked for. */
  | { readonly kind: "later"; readonly failure: string; readonly afterMs?: number };

/**
 * A way to a driver. Nothing here throws for what the other side or the network does: that is an `Outcome`, and it comes within
 * `SEND_TAKES_MS`. A failure's words may stand in a log: they name no address and no key. Contract: channel.contract.ts.
 */
export interface Channel<Address> {
  send(address: Address, message: Message, carriage: Carriage): Promise<Outcome>;
}

/** A try is at its end after so long, ms. */
export const SEND_TAKES_MS = 15_000;

/** A browser's push subscription (RFC 8291). */
export interface PushAddress {
  readonly endpoint: string;
  /** Raw P-256 point, base64url. */
  readonly p256dh: string;
  /** 16 bytes, base64url. */
  readonly auth: string;
}

/** The ways that there are, by name. */
export interface Channels {
  readonly push: Channel<PushAddress>;
  /** By mail address. */
  readonly mail: Channel<string>;
}
