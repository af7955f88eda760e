// Stands for the library `uuid` in stories (world.ts). The library keeps its last moment and a pool of chance for as long as its process
// lives; here both begin anew with each story, so that one told alone is the same as one told after others.

let last = { ms: 0, count: 0 };

const bits = (): number => crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;

/** Like the library's: within a millisecond each UUIDv7 (RFC 9562) is after the one before it, unless a moment is given. */
export function v7(options?: { readonly msecs?: number }): string {
  const ms = options?.msecs ?? Date.now();
  let count = bits() >>> 1;
  if (options?.msecs === undefined) {
    if (ms === last.ms) count = last.count + 1;
    last = { ms, count };
  }
  const time = Math.trunc(ms).toString(16).padStart(12, "0");
  const [a, b] = [(count >>> 20) & 0xfff, count & 0xfffff];
  const [c, d] = [bits() & 0x3ff, bits()];
  const low = (0x8000 | (b >>> 6)).toString(16);
  const rest = (((b & 0x3f) << 10) | c).toString(16).padStart(4, "0") + d.toString(16).padStart(8, "0");
  return `${time.slice(0, 8)}-${time.slice(8)}-7${a.toString(16).padStart(3, "0")}-${low}-${rest}`;
}
