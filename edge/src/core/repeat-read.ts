/** What was held to a lane's readers lately: key of the read to the moment it was last seen, ms of the monotonic clock. */
export type RecentReads = ReadonlyMap<string, number>;

/**
 * Whether a read is the same tap as one before. A card that stays at the reader, or a pass that stays before the camera,
 * is one tap for as long as it stays, plus `repeatMs`.
 *
 * @param key names the bytes; held in memory only.
 */
export function noteRead(
  recent: RecentReads,
  key: string,
  nowMs: number,
  repeatMs: number,
): { readonly repeat: boolean; readonly recent: RecentReads } {
  const fresh = new Map<string, number>();
  for (const [other, seenMs] of recent) if (nowMs - seenMs < repeatMs) fresh.set(other, seenMs);
  const repeat = fresh.has(key);
  fresh.set(key, nowMs);
  return { repeat, recent: fresh };
}
