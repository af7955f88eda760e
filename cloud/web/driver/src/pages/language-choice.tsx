import { Languages } from "lucide-react";
import { type ReactNode, useId } from "react";
import { isLanguage, languages, useLanguage } from "../i18n/language.tsx";

/** The app's language, each named in its own. */
export function LanguageChoice(): ReactNode {
  const { t, language, choose } = useLanguage();
  const id = useId();
  return (
    <span className="language">
      <Languages aria-hidden="true" />
      <label className="unseen" htmlFor={id}>
        {t.settings.language}
      </label>
      <select id={id} value={language} onChange={({ target }) => isLanguage(target.value) && choose(target.value)}>
        {Object.entries(languages).map(([code, { name }]) => (
          <option key={code} value={code} lang={code}>
            {name}
          </option>
        ))}
      </select>
    </span>
  );
}
