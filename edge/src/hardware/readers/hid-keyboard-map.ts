// From keys to text, as the layouts of three countries have it: a keyboard scanner types its code as if on such a keyboard.
// Rows of keys by their evdev codes (linux/input-event-codes.h); each key's characters: plain, with shift, with AltGr.

export type Layout = "us" | "de" | "fr";

/** The codes of the keys that type, row by row from the top left. 86 is the key that American keyboards lack. */
const KEYS = [
  [41, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13],
  [16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27],
  [30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 43],
  [86, 44, 45, 46, 47, 48, 49, 50, 51, 52, 53],
] as const;

/** Rows as above; a space: nothing is typed there. Dead keys (´ ` ^ ¨ ~) type nothing by themselves. */
const LAYOUTS: Readonly<Record<Layout, readonly (readonly [plain: string, shift: string, altGr?: string])[]>> = {
  us: [
    ["`1234567890-=", "~!@#$%^&*()_+"],
    ["qwertyuiop[]", "QWERTYUIOP{}"],
    ["asdfghjkl;'\\", 'ASDFGHJKL:"|'],
    ["\\zxcvbnm,./", "|ZXCVBNM<>?"],
  ],
  de: [
    [" 1234567890ß ", '°!"§$%&/()=? ', "  ²³   {[]}\\ "],
    ["qwertzuiopü+", "QWERTZUIOPÜ*", "@ €        ~"],
    ["asdfghjklöä#", "ASDFGHJKLÖÄ'"],
    ["<yxcvbnm,.-", ">YXCVBNM;:_", "|      µ   "],
  ],
  fr: [
    ["²&é\"'(-è_çà)=", " 1234567890°+", "  ~#{[|`\\^@]}"],
    ["azertyuiop $", "AZERTYUIOP £", "  €        ¤"],
    ["qsdfghjklmù*", "QSDFGHJKLM%µ"],
    ["<wxcvbn,;:!", ">WXCVBN?./§"],
  ],
};

/** The number block, alike everywhere. */
const NUMBER_BLOCK: ReadonlyMap<number, string> = new Map(
  ([71, 72, 73, 75, 76, 77, 79, 80, 81, 82] as const).map((code, index) => [code, "7894561230"[index] ?? ""]),
);
const ALIKE: ReadonlyMap<number, string> = new Map([
  ...NUMBER_BLOCK,
  [57, " "],
  [55, "*"],
  [74, "-"],
  [78, "+"],
  [98, "/"],
]);

const SHIFT = [42, 54];
const ALT_GR = 100;
const CAPS_LOCK = 58;
const ENDS = [28, 96, 15];
const CONTROL = [29, 97];

export type Keystroke = { readonly text: string } | "end" | undefined;

/** A keyboard of that layout: takes every key's going down and up, gives what it types. */
export function keyboard(layout: Layout): (code: number, down: boolean) => Keystroke {
  const keys = new Map<number, readonly string[]>();
  KEYS.forEach((row, index) => {
    const levels = LAYOUTS[layout][index] ?? ["", ""];
    row.forEach((code, at) => {
      keys.set(
        code,
        levels.map((level) => level?.[at] ?? ""),
      );
    });
  });
  const held = new Set<number>();
  let capsLock = false;
  return (code, down) => {
    if (!down) {
      held.delete(code);
      return undefined;
    }
    held.add(code);
    if (ENDS.includes(code)) return "end";
    if (code === CAPS_LOCK) capsLock = !capsLock;
    const alike = ALIKE.get(code);
    if (alike !== undefined) return { text: alike };
    const key = keys.get(code);
    // With control it types no character; scanners send GS so.
    if (key === undefined || CONTROL.some((each) => held.has(each))) return undefined;
    const [plain = "", shifted = "", altGr = ""] = key;
    if (held.has(ALT_GR)) return typed(altGr);
    const shift = SHIFT.some((each) => held.has(each));
    const isLetter = plain !== shifted && plain === shifted.toLowerCase();
    return typed(shift !== (capsLock && isLetter) ? shifted : plain);
  };
}

const typed = (character: string): Keystroke => (character.trim() === "" ? undefined : { text: character });
