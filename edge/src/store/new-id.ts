import { randomFillSync } from "node:crypto";
import { v7 as uuidv7 } from "uuid";

/** Asking the system for 16 bytes costs as much as for so many. */
const pool = Buffer.alloc(4096);
let used = pool.length;

function random16(): Uint8Array {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += 16;
  return pool.subarray(used - 16, used);
}

/** A new UUIDv7 (RFC 9562) of this moment, ms since 1970. A tap needs three, while somebody waits. */
export const newId = (wallMs: number): string => uuidv7({ msecs: Math.max(0, wallMs), rng: random16 });

/** When a UUIDv7 was made, by the clock of its maker, ms since 1970. */
export const madeMs = (id: string): number => Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
