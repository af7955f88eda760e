import type { EstateId, GateId } from "@baygate/shared/ids";
import type { Log } from "../log.ts";

/** With whom a gate speaks, and as whom. */
export interface CarrierGround {
  /** `mqtt://` or `mqtts://` */
  readonly url: string;
  readonly estate: EstateId;
  readonly gate: GateId;
  readonly token: string;
  readonly log: Log;
}

/** What a carrier reports. `up`: what is published from now on may arrive, and what is sent to the gate is heard. */
export interface CarrierEvents {
  up(): void;
  down(): void;
  message(topic: string, payload: Buffer): void;
}

/**
 * What carries a gate's messages, and promises nothing: any may be lost, doubled or late. It keeps connecting by itself for ever
 * and never throws.
 */
export interface Carrier {
  readonly connected: boolean;
  /** `retain`: kept by the broker for whoever comes later. */
  publish(topic: string, text: string, retain: boolean): void;
  /** Sends a last retained word, where there is somebody to hear it, and gives up. */
  close(goodbye: { readonly topic: string; readonly text: string }): Promise<void>;
}

export type OpenCarrier = (ground: CarrierGround, events: CarrierEvents) => Carrier;
