import { type ReactNode, useState } from "react";
import { useLanguage } from "../i18n/language.tsx";
import { Field } from "../parts/fields.tsx";

const HOUR_MS = 3_600_000;

/** As an input of type datetime-local wants it: the reader's own clock. */
const localTime = (ms: number): string => {
  const at = new Date(ms - new Date(ms).getTimezoneOffset() * 60_000);
  return at.toISOString().slice(0, 16);
};

/** What stands in such an input, as the API wants it. */
export const instantOf = (typed: string): string => new Date(typed).toISOString();

/** From now on for an afternoon, until somebody says otherwise. */
export function useTimes() {
  const [from, setFrom] = useState(() => localTime(Date.now()));
  const [until, setUntil] = useState(() => localTime(Date.now() + 4 * HOUR_MS));
  return { from, until, setFrom, setUntil };
}

export function TimesFields({ times }: { times: ReturnType<typeof useTimes> }): ReactNode {
  const { t } = useLanguage();
  return (
    <>
      <Field
        label={t.bays.from}
        type="datetime-local"
        required
        value={times.from}
        onChange={(event) => times.setFrom(event.target.value)}
      />
      <Field
        label={t.bays.to}
        type="datetime-local"
        required
        value={times.until}
        onChange={(event) => times.setUntil(event.target.value)}
      />
    </>
  );
}
