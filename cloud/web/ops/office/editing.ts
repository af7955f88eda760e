import type { Content, Draft, Estate } from "./wire.ts";

/** What the parts of a draft's page share. */
export interface Editing {
  readonly draft: Draft;
  /** The estate by whose clocks it is priced and on whose stays it is tried. */
  estate(): Estate | undefined;
  content(): Content;
  /** Keeps what was changed. */
  save(): Promise<void>;
}
