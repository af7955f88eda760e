const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
const VALUES = new Map([...ALPHABET].map((letter, value) => [letter, value]));

/** Bytes as base45 (RFC 9285): letters that a QR code packs densely in its alphanumeric mode. */
export function toBase45(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 2) {
    const [high = 0, low] = bytes.subarray(at, at + 2);
    text += low === undefined ? letters(high, 2) : letters(high * 256 + low, 3);
  }
  return text;
}

/** The bytes of a base45 text. Undefined for anything that `toBase45` does not write: a foreign letter, a group over its range, a lone letter. */
export function fromBase45(text: string): Uint8Array | undefined {
  if (text.length % 3 === 1) return undefined;
  const bytes: number[] = [];
  for (let at = 0; at < text.length; at += 3) {
    const group = text.slice(at, at + 3);
    let value = 0;
    for (let i = group.length - 1; i >= 0; i--) value = value * 45 + (VALUES.get(group.charAt(i)) ?? Number.NaN);
    // Not below its limit: too large, or not a number because of a foreign letter.
    if (!(value < (group.length === 3 ? 0x10000 : 0x100))) return undefined;
    if (group.length === 3) bytes.push(value >> 8);
    bytes.push(value & 0xff);
  }
  return Uint8Array.from(bytes);
}

/** `value` in base 45, the lowest digit first, as the RFC wants it. */
function letters(value: number, count: 2 | 3): string {
  let text = "";
  for (let rest = value, i = 0; i < count; i++, rest = Math.floor(rest / 45)) text += ALPHABET.charAt(rest % 45);
  return text;
}
