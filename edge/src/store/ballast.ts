import { closeSync, fsyncSync, openSync, rmSync, statSync, writeSync } from "node:fs";
import { join } from "node:path";

/** Enough for some dozens of facts with their pages in the write-ahead log, bytes. */
const SIZE = 1024 * 1024;

/**
 * A file that is only there to be dropped: on a full disk SQLite cannot even delete, but giving up the ballast makes room for
 * the facts of the cars that are already here.
 */
export class Ballast {
  readonly #path: string;

  constructor(directory: string) {
    this.#path = join(directory, "ballast");
  }

  /** Takes the ballast on again; false when the disk has no room for it. */
  load(): boolean {
    if (statSync(this.#path, { throwIfNoEntry: false })?.size === SIZE) return true;
    try {
      const file = openSync(this.#path, "w", 0o600);
      try {
        let written = 0;
        while (written < SIZE) written += writeSync(file, Buffer.alloc(SIZE - written, 0x5a));
        fsyncSync(file);
      } finally {
        closeSync(file);
      }
      return true;
    } catch {
      rmSync(this.#path, { force: true });
      return false;
    }
  }

  /** Makes room; false when it was already gone. */
  drop(): boolean {
    if (statSync(this.#path, { throwIfNoEntry: false }) === undefined) return false;
    rmSync(this.#path, { force: true });
    return true;
  }
}
