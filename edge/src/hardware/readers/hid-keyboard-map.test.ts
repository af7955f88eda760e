import { describe, expect, it } from "vitest";
import { keyboard, type Layout } from "./hid-keyboard-map.ts";

// What keys are pressed for a text is taken from the layouts' published tables, by evdev code; "+" holds shift, "^" AltGr.

const SHIFT = 42;
const ALT_GR = 100;

function type(layout: Layout, keys: string): string {
  const press = keyboard(layout);
  let text = "";
  for (const key of keys.split(" ")) {
    const [, hold, code] = /^([+^]?)(\d+)$/.exec(key) ?? [];
    const holder = hold === "+" ? SHIFT : hold === "^" ? ALT_GR : undefined;
    if (holder !== undefined) press(holder, true);
    const stroke = press(Number(code), true);
    press(Number(code), false);
    if (holder !== undefined) press(holder, false);
    if (stroke === "end") return text;
    text += stroke?.text ?? "";
  }
  return `${text} (not ended)`;
}

describe("a keyboard scanner's text", () => {
  it.each([
    // B G 2 : Q Y Z $ % * + - . / 0 space A
    ["us", "+48 +34 3 +39 +16 +21 +44 +5 +6 +9 +13 12 52 53 11 57 +30 28"],
    ["de", "+48 +34 3 +52 +16 +44 +21 +5 +6 +27 27 53 52 +8 11 57 +30 28"],
    ["fr", "+48 +34 +3 52 +30 +21 +17 27 +40 43 +13 7 +51 +52 +11 57 +16 28"],
  ] as const)("is the same from a %s keyboard", (layout, keys) => {
    expect(type(layout, keys)).toBe("BG2:QYZ$%*+-./0 A");
  });

  it.each([
    ["de", "+35 30 40 12 ^16 ^8 28", "Haäß@{"],
    ["fr", "3 10 ^11 ^4 50 28", "éç@#,"],
  ] as const)("has the letters of %s", (layout, keys, text) => expect(type(layout, keys)).toBe(text));

  it("minds caps lock for letters only, and takes the number block's digits", () => {
    expect(type("us", "58 30 2 +30 58 30 79 96")).toBe("A1aa1");
  });

  it("has no characters that are typed with control: that is how scanners send separators", () => {
    const press = keyboard("us");
    press(29, true);
    expect(press(27, true)).toBeUndefined();
    press(29, false);
    expect(press(27, true)).toEqual({ text: "]" });
  });
});
