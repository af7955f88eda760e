import { BellRing } from "lucide-react";
import { type ReactNode, useState } from "react";
import { canPush, startPush, usePushOn } from "../api/push.ts";
import { useLanguage } from "../i18n/language.tsx";
import { useDoing } from "../parts/doing.ts";
import { Button, Notice } from "../parts/parts.tsx";

const KEPT = "baygate.push-asked";

/** Asked once, when the first stay has begun: then it is clear what a notice would be for. */
export function PushPrompt(): ReactNode {
  const { t, language } = useLanguage();
  const { data: isOn } = usePushOn();
  const [isAnswered, setAnswered] = useState(() => localStorage.getItem(KEPT) !== null);
  const { run, busy, refused } = useDoing();
  if (!canPush() || isAnswered || isOn !== false || Notification.permission === "denied") return null;
  const answer = () => {
    localStorage.setItem(KEPT, "yes");
    setAnswered(true);
  };
  return (
    <section className="card" aria-label={t.settings.notices}>
      <h2>{t.push.title}</h2>
      <p className="soft small">{t.push.why}</p>
      {refused && <Notice kind="alarm">{refused}</Notice>}
      <div className="actions">
        <Button
          kind="main"
          icon={BellRing}
          busy={busy}
          onPress={() =>
            run(async () => {
              await startPush(language);
              answer();
            })
          }
        >
          {t.push.yes}
        </Button>
        <Button onPress={answer}>{t.push.later}</Button>
      </div>
    </section>
  );
}
