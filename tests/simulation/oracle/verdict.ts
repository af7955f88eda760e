import { world } from "../world.ts";

export interface Violation {
  readonly invariant: string;
  readonly words: string;
  readonly atMs: number;
}

/** Where every part of the oracle says what it found. The first violation stands: what comes after may only follow from it. */
export class Verdict {
  #violation: Violation | undefined;
  /** Lines that belong to the violation. */
  readonly about: string[] = [];

  get violation(): Violation | undefined {
    return this.#violation;
  }

  fail(invariant: string, words: string): void {
    this.#violation ??= { invariant, words, atMs: world.nowMs };
  }
}
