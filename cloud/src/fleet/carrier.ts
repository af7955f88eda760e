import type { Log } from "../log.ts";

/** With which broker the cloud speaks, as whom, and what it hears there. */
export interface CarrierGround {
  readonly url: string;
  readonly user: string | undefined;
  readonly password: string | undefined;
  readonly filters: readonly string[];
  readonly log: Log;
}

/** What carries the cloud's messages, and promises nothing: any may be lost, doubled or late. It keeps connecting by itself for ever. */
export interface Carrier {
  connected(): boolean;
  /** Begins to hear what the filters let through, after every connection anew; calls back each time it has. */
  listen(heard: () => void): void;
  /** `retain`: kept by the broker for whoever comes later. */
  publish(topic: string, text: string, retain: boolean): void;
  close(): Promise<void>;
}

export type OpenCarrier = (ground: CarrierGround, message: (topic: string, payload: Buffer) => void) => Carrier;
