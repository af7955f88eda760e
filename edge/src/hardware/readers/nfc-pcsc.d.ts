// nfc-pcsc brings no types. This is as much of 0.8.1 as the child program uses.
declare module "nfc-pcsc" {
  import type { EventEmitter } from "node:events";

  interface Logger {
    log(...words: unknown[]): void;
    debug(...words: unknown[]): void;
    info(...words: unknown[]): void;
    warn(...words: unknown[]): void;
    error(...words: unknown[]): void;
  }

  export interface Reader
    extends EventEmitter<{
      card: [{ readonly atr?: Buffer }];
      "card.off": [];
      error: [Error];
      end: [];
    }> {
    readonly name: string;
    autoProcessing: boolean;
    /** Protocol: undefined when the library took an old connection for a new one. */
    readonly connection: { readonly protocol?: number } | null;
    connect(): Promise<unknown>;
    disconnect(): Promise<unknown>;
    transmit(apdu: Buffer, replyLength: number): Promise<Buffer>;
  }

  export class NFC extends EventEmitter<{ reader: [Reader]; error: [Error] }> {
    constructor(logger?: Logger);
  }

  /** Its `previous` is pcsclite's error, with the PC/SC code at the end of its message: `(0x80100069)`. */
  export class ConnectError extends Error {
    readonly previous?: Error;
  }
}
