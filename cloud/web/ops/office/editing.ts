import type { Content, Draft, Estate } from "./wire.ts";

/** What the parts of a draft's page share. */
export interface Editing {
  readonly draft: Draft;
  /** Those that charge in its currency. */
  readonly estates: readonly Estate[];
  /** The estate by whose clocks it is priced. */
  estate(): Estate | undefined;
  content(): Content;
  /** Keeps what was changed. */
  save(): Promise<void>;
}
