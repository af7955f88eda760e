// Number plates as a credential (tier P). Both sides hash the same bytes under the house's card key; neither keeps the plate in a rule or
// a fact.

/**
 * A plate as it is compared, whatever its country: Unicode's compatibility form (full-width letters become plain ones), upper case, and
 * nothing but letters and digits; what separates its groups says nothing. Umlauts stay what they are: WÜ is Würzburg, WU is not. Letters
 * that cameras mix up (O and 0, I and 1) are not made one. Undefined: not 2 to 12 of them, so no plate.
 */
export function normalPlate(text: string): string | undefined {
  const plate = text
    .normalize("NFKC")
    .toUpperCase()
    .replaceAll(/[^\p{L}\p{Nd}]/gu, "");
  const { length } = [...plate];
  return length >= 2 && length <= 12 ? plate : undefined;
}

/** Longer than any card's UID, so that no plate can be taken for a card. */
const PREFIX = "baygate plate ";

/** The bytes of a normal plate that are hashed as a card's UID is: HMAC-SHA-256 under the house's card key. */
export const plateBytes = (normal: string): Uint8Array => new TextEncoder().encode(`${PREFIX}${normal}`);
