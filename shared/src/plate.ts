// Number plates as a credential (tier P). Both sides hash the same bytes under the house's card key; neither keeps the plate in a rule or
// a fact.

/**
 * A plate as it is compared, whatever its country: Unicode's compatibility form (full-width letters become plain ones), upper case, and
 * nothing but letters and digits; what separates its groups says nothing. Umlauts stay what they are: WÜ is Würzburg, WU is not. Letters
 * that cameras mix up (O and 0, I and 1) are not made one (`plateSkeleton`). Undefined: not 2 to 12 of them, so no plate.
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

/** What cameras take for one another, each as one of them. Not more: every pair here makes strangers' plates alike, too. */
const ALIKE: Readonly<Record<string, string>> = {
  ...{ O: "0", Q: "0", D: "0", I: "1", L: "1", Z: "2", S: "5", G: "6", B: "8" },
};

/**
 * What two normal plates have in common that a camera may take for one another: letters and digits of one look made one, dots and
 * accents taken off.
 */
export const plateSkeleton = (normal: string): string =>
  normal
    .normalize("NFD")
    .replaceAll(/\p{M}/gu, "")
    .replaceAll(/[A-Z]/g, (letter) => ALIKE[letter] ?? letter);

/** The bytes of a skeleton that are hashed as a plate's are. No plate has a comma, so no skeleton can be taken for a plate. */
export const skeletonBytes = (normal: string): Uint8Array =>
  new TextEncoder().encode(`${PREFIX.trimEnd()}, alike ${plateSkeleton(normal)}`);
