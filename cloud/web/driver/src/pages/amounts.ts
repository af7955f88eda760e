/** Minor units of what somebody typed, with a comma or a point; `otherwise` where that is no amount. */
export function minorOf<T extends number | undefined = undefined>(
  text: string,
  currency: string,
  otherwise?: T,
): number | T {
  const [, whole, part = ""] = /^\s*(\d{1,7})(?:[.,](\d{1,3}))?\s*$/.exec(latin(text)) ?? [];
  const digits =
    new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2;
  if (whole === undefined || part.length > digits) return otherwise as T;
  return Number(whole) * 10 ** digits + Number(part.padEnd(digits, "0") || "0");
}

/** Arabic keyboards write other digits. */
const latin = (text: string): string =>
  text.replaceAll(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x660)).replaceAll("٫", ".");

/** Minor units as one types them. */
export function typedOf(amountMinor: number, currency: string): string {
  const digits =
    new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2;
  return (amountMinor / 10 ** digits).toFixed(amountMinor % 10 ** digits === 0 ? 0 : digits);
}
