import { useRef, useState } from "react";
import { refusalWords } from "../api/refusal.ts";
import { useLanguage } from "../i18n/language.tsx";

/** Something that a button does: whether it is being done, and in words why it was refused. It is never done twice at once. */
export function useDoing() {
  const { t } = useLanguage();
  const isBusy = useRef(false);
  const [state, setState] = useState<{ busy: boolean; refused?: string }>({ busy: false });
  const run = (work: () => Promise<unknown>): void => {
    if (isBusy.current) return;
    isBusy.current = true;
    setState({ busy: true });
    work()
      .then(
        () => setState({ busy: false }),
        (error: unknown) => setState({ busy: false, refused: refusalWords(error, t) }),
      )
      .finally(() => {
        isBusy.current = false;
      });
  };
  return { ...state, run };
}
