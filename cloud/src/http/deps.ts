import type { Order } from "@baygate/shared/order";
import type { Logger } from "pino";
import type { Registry } from "prom-client";
import type { SignIn } from "../accounts/sign-in.actions.ts";
import type { Feed } from "../live/feed.ts";
import type { LiveHub } from "../live/hub.ts";
import type { LocalOutbox, Mailer } from "../notify/mail.ts";
import type { PassSigner } from "../passes/passes.actions.ts";
import type { PassRequest } from "../passes/passes.ts";
import type { PaymentHouse } from "../payments/payments.actions.ts";

/** A tier C pass as handed to a driver. */
export interface IssuedPass {
  /** The text of the QR code. */
  readonly pass: string;
  /** Until when a gate takes it. */
  readonly expiresAt: Date;
}

/** What apps follow. */
export interface LiveFeeds {
  readonly estates: Feed;
  readonly drivers: Feed;
}

/** Everything that the HTTP side is handed. */
export interface HttpDeps extends PaymentHouse {
  readonly log: Logger;
  /** Metrics of the whole process, shown at /metrics. */
  readonly registry: Registry;
  /** Who sees the live page: anybody who reaches this address (demo on loopback), or operators with a token. */
  readonly dashboard: "open" | "operator";
  /** The live state that the page at / follows; the runtime calls `hub.nudge()` after each batch. */
  readonly hub: LiveHub;
  /** What apps follow; the runtime nudges them as it does the hub. */
  readonly feeds: LiveFeeds;
  /** Keyed hash of a card's UID, by the house's card key. */
  readonly cardRef: (uid: Uint8Array) => string;
  /** The AES key of the card with this UID, base64url (card-keys.ts). */
  readonly cardAes: (uid: Uint8Array) => string;
  /** Issues a QR pass (passes.actions.ts, with the house's signing key). */
  readonly issuePass: (account: string, request: PassRequest) => IssuedPass | Promise<IssuedPass>;
  /** Signs holders' certificates (devices.actions.ts, with the house's signing key). */
  readonly signer: PassSigner;
  /** Hands an order to the broker. It is kept in `gate_order` already. */
  readonly publishOrder: (estate: string, gate: string, order: Order) => Promise<void>;
  /** How people sign in. */
  readonly signIn: SignIn;
  /** The address that people see, without a path; undefined: whatever they came by. */
  readonly publicUrl: string | undefined;
  /** So many proxies of the house's own stand before it. */
  readonly trustedProxies: number;
  readonly mailer: Mailer;
  /** Where mails are kept that go no farther; undefined where there is a mail server. */
  readonly outbox: LocalOutbox | undefined;
  /** What browsers subscribe to push messages with, and where messages would be sent. */
  readonly push: { readonly publicKey: string; readonly accepts: (endpoint: string) => boolean };
  readonly ready: () => Promise<{ database: boolean; broker: boolean }>;
  /** Runs the rules feed of an estate soon: its rules were marked dirty in a transaction that is committed. */
  readonly nudge: (estate: string) => void;
  /** The same when it is not known whose rules were marked. */
  readonly look: () => void;
}
