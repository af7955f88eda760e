/** Where encoded events go: one open connection. */
export interface Subscriber {
  /** Takes the bytes, or answers false when the consumer is too slow; it is then dropped. */
  write(bytes: Uint8Array): boolean;
  end(): void;
}

/** Keeps the live state and sends every change to all subscribers. */
export interface LiveHub {
  /** Something changed (in this estate, where known): a refresh follows soon, at most five a second. */
  nudge(estate?: string): void;
  /** Begins to follow; `lastEventId` resumes where an earlier connection broke. The answer ends it. */
  subscribe(to: Subscriber, lastEventId?: string): () => void;
  /** Ends every connection. */
  close(): void;
}
