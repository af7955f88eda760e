const LETTERS: Readonly<Record<string, string>> = {
  ...{
    ä: "ae",
    ö: "oe",
    ü: "ue",
    Ä: "Ae",
    Ö: "Oe",
    Ü: "Ue",
    ß: "ss",
    æ: "ae",
    Æ: "Ae",
    œ: "oe",
    Œ: "Oe",
    ø: "oe",
    Ø: "Oe",
  },
  ...{ "€": "EUR", "£": "GBP", "’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "·": "-", "…": "..." },
};

/** In the letters that every display has: umlauts as two letters, other accents left away, pictures left out. */
export function transliterate(text: string): string {
  return text
    .replace(/[^ -~]/g, (letter) => LETTERS[letter] ?? letter)
    .normalize("NFD")
    .replace(/[^ -~\n]/g, "")
    .trim();
}

/** Lines of at most `columns` characters, broken between words; a word that is too long is cut. */
export function wrap(text: string, columns: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/).filter(Boolean)) {
    if (line !== "" && line.length + 1 + word.length <= columns) {
      line += ` ${word}`;
      continue;
    }
    if (line !== "") lines.push(line);
    let rest = word;
    for (; rest.length > columns; rest = rest.slice(columns)) lines.push(rest.slice(0, columns));
    line = rest;
  }
  return line === "" ? lines : [...lines, line];
}
