import type { Currency } from "@baygate/shared/money";

/** What a provider says became of something that was asked of it. */
export type Outcome =
  | { readonly kind: "succeeded"; readonly ref: string }
  /** For good, by its name for why: `declined`, `expired-card`, `insufficient-funds`, `method-unknown` … */
  | { readonly kind: "failed"; readonly ref: string | null; readonly failure: string }
  /** The driver has to confirm it; `action` is what the provider's page or library needs for that. */
  | { readonly kind: "needs-action"; readonly ref: string; readonly action: string }
  /** It will say later: ask again, or hear its call. */
  | { readonly kind: "pending"; readonly ref: string }
  /** It could not be reached, or did not say: nobody knows whether money moved. The same key may be asked again. */
  | { readonly kind: "away"; readonly words: string };

/** Money to be taken. The same key moves money once, however often it is asked. */
export interface ChargeAsked {
  readonly key: string;
  /** The payment's id, for the provider's own records. */
  readonly payment: string;
  readonly amountMinor: bigint;
  readonly currency: Currency;
  /** The provider's own name of the method. */
  readonly methodRef: string;
  /** The driver sits before it and can confirm; else it is taken in their absence. */
  readonly present: boolean;
  readonly words: string;
  /** Since when this key may have been asked before; null: it was not. A provider may forget a key, but not the money. Ms. */
  readonly askedSinceMs: number | null;
}

export interface RefundAsked {
  readonly key: string;
  /** As of a charge. */
  readonly askedSinceMs: number | null;
  /** The provider's name of the movement that is given back. */
  readonly ref: string;
  readonly amountMinor: bigint;
  readonly currency: Currency;
}

/** A method as the provider knows it. */
export interface MethodMade {
  readonly methodRef: string;
  /** For people: "Visa …4242". Never a whole number. */
  readonly label: string;
}

/** What a provider called back about. */
export interface ProviderEvent {
  /** The provider's own id of the call: the same call twice is one. */
  readonly id: string;
  /** The provider's name of the movement. */
  readonly ref: string | null;
  /** The payment's id, where the call names it. */
  readonly payment: string | null;
  readonly outcome: Outcome | null;
}

/** Why a call was not believed. */
export class EventRefused extends Error {
  readonly code: "signature-invalid" | "event-malformed";
  constructor(code: EventRefused["code"], words: string) {
    super(words);
    this.code = code;
  }
}

/**
 * What moves money in and out. Nothing here throws for what a provider, a bank or the network does: that is an `Outcome`. Contract:
 * provider.contract.ts.
 */
export interface Provider {
  readonly name: string;
  /** Begins to add a method: what the driver's app needs to finish it with the provider, without the card's number ever coming here. */
  begin(account: string): Promise<{ readonly setup: string; readonly secret: string } | { readonly away: string }>;
  /** The method that a set-up ended with; undefined while it has not, or when there is no such set-up of this account. */
  finish(account: string, setup: string): Promise<MethodMade | { readonly away: string } | undefined>;
  charge(asked: ChargeAsked): Promise<Outcome>;
  refund(asked: RefundAsked): Promise<Outcome>;
  /** How a movement stands. */
  look(ref: string): Promise<Outcome>;
  /**
   * Reads a call.
   *
   * @param body as it came, byte for byte
   * @throws EventRefused
   */
  hear(body: string, header: (name: string) => string | undefined): ProviderEvent;
}
