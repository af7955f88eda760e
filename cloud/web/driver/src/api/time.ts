// What time it is by the cloud. A phone's clock may be minutes off, and a gate takes a proof of the pass only within its own
// tolerance: so every answer of the cloud is listened to, and what was heard last is kept for when there is no network.

const KEPT = "baygate.clock";
/** The header has whole seconds: less than this is not a difference. Milliseconds. */
const COARSE_MS = 2_000;

let offMs = Number(localStorage.getItem(KEPT) ?? "0") || 0;

/** `Date` of an answer (RFC 9110, 6.6.1) to a request sent at `sentMs` of this device's clock. */
export function hearTime(date: string | null, sentMs: number): void {
  const heardMs = date === null ? Number.NaN : Date.parse(date);
  if (Number.isNaN(heardMs)) return;
  // It was written between sending and now, somewhere in its second.
  const seenMs = heardMs + 500 - (sentMs + Date.now()) / 2;
  const next = Math.abs(seenMs) <= COARSE_MS ? 0 : seenMs;
  if (Math.abs(next - offMs) <= COARSE_MS) return;
  offMs = next;
  localStorage.setItem(KEPT, String(Math.round(next)));
}

/** The cloud's wall clock as far as this device knows, ms since the epoch. */
export const cloudNowMs = (): number => Date.now() + offMs;
