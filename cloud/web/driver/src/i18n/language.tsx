import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from "react";
import { en, type Messages } from "./en.ts";
import { type Format, formatOf } from "./format.ts";

/** What the app speaks. English comes with it, the others when they are asked for. */
export const languages = {
  en: { name: "English", dir: "ltr", load: async (): Promise<Messages> => en },
  de: { name: "Deutsch", dir: "ltr", load: async (): Promise<Messages> => (await import("./de.ts")).de },
  ar: { name: "العربية", dir: "rtl", load: async (): Promise<Messages> => (await import("./ar.ts")).ar },
} as const satisfies Record<string, { name: string; dir: "ltr" | "rtl"; load: () => Promise<Messages> }>;
export type Language = keyof typeof languages;

const KEPT = "baygate.language";
export const isLanguage = (text: string | null | undefined): text is Language =>
  text !== null && text !== undefined && Object.hasOwn(languages, text);

/** What was chosen here, or else the first of the browser's languages that there is. */
export function firstLanguage(): Language {
  const kept = localStorage.getItem(KEPT);
  if (isLanguage(kept)) return kept;
  return navigator.languages.map((tag) => tag.split("-")[0]).find(isLanguage) ?? "en";
}

interface Spoken {
  readonly language: Language;
  readonly t: Messages;
  readonly format: Format;
  choose(language: Language): void;
}
const Spoken = createContext<Spoken | undefined>(undefined);

/** The app's words, its numbers and times, and which language they are in. */
export function useLanguage(): Spoken {
  const spoken = useContext(Spoken);
  if (!spoken) throw new Error("no language around this");
  return spoken;
}

export function LanguageProvider(props: { first: Language; words: Messages; children: ReactNode }): ReactNode {
  const [spoken, setSpoken] = useState({ language: props.first, t: props.words });
  const { language, t } = spoken;
  useEffect(() => {
    document.documentElement.lang = language;
    document.documentElement.dir = languages[language].dir;
  }, [language]);
  const value = useMemo(
    () => ({
      ...{ language, t, format: formatOf(language, t) },
      choose(next: Language) {
        localStorage.setItem(KEPT, next);
        languages[next].load().then(
          (words) => setSpoken({ language: next, t: words }),
          () => undefined,
        );
      },
    }),
    [language, t],
  );
  return <Spoken.Provider value={value}>{props.children}</Spoken.Provider>;
}
