import { answered, type Schemas } from "@baygate/client";
import { type ReactNode, useState } from "react";
import { learn, useAsked } from "../api/asked.ts";
import { client } from "../api/client.ts";
import { useMe } from "../api/me.ts";
import { canPush, endPush, startPush, usePushOn } from "../api/push.ts";
import { useLanguage } from "../i18n/language.tsx";
import { useDoing } from "../parts/doing.ts";
import { Field, Switch } from "../parts/fields.tsx";
import { Button, Notice, Section } from "../parts/parts.tsx";
import { minorOf, typedOf } from "./amounts.ts";

type Notices = Schemas["Notices"];
const KINDS = ["stayBegan", "stayEnded", "lowBalance", "favouriteFull"] as const;

/** What this driver is told, when, and whether on this device. */
export function NoticeSettings(): ReactNode {
  const { t } = useLanguage();
  const { data } = useAsked("notices");
  return (
    <Section title={t.settings.notices}>
      <PushSetting />
      {data && <Kinds key={JSON.stringify(data)} notices={data} />}
    </Section>
  );
}

function PushSetting(): ReactNode {
  const { t, language } = useLanguage();
  const { data: isOn, mutate } = usePushOn();
  const { run, busy, refused } = useDoing();
  if (!canPush()) return <Notice kind="plain">{t.settings.noticesUnsupported}</Notice>;
  if (Notification.permission === "denied") return <Notice kind="warm">{t.settings.noticesBlocked}</Notice>;
  const turn = () =>
    run(async () => {
      await (isOn ? endPush() : startPush(language));
      await mutate();
    });
  return (
    <div className="card">
      <p>{isOn ? t.settings.noticesOn : t.settings.noticesOff}</p>
      {refused && <Notice kind="alarm">{refused}</Notice>}
      <Button busy={busy} onPress={turn}>
        {isOn ? t.settings.turnOff : t.settings.turnOn}
      </Button>
    </div>
  );
}

function Kinds({ notices }: { notices: Notices }): ReactNode {
  const { t } = useLanguage();
  const { me } = useMe();
  const currency = me?.currency ?? "EUR";
  const { run, refused } = useDoing();
  const [low, setLow] = useState(() => typedOf(notices.lowBalanceMinor, currency));
  const { quietHours } = notices;
  const save = (next: Partial<Notices>) =>
    run(async () => {
      const kept = await answered(client.PUT("/v1/me/notices", { body: { ...notices, ...next } }));
      await learn("notices", () => kept);
    });
  const quiet = (next: { from?: string; until?: string }) => {
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    save({ quietHours: { from: "22:00", until: "07:00", ...quietHours, timeZone, ...next } });
  };
  return (
    <>
      <div className="card flush rows">
        {KINDS.map((kind) => (
          <Switch
            key={kind}
            label={t.settings[kind]}
            on={notices.kinds[kind]}
            onTurn={(on) => save({ kinds: { ...notices.kinds, [kind]: on } })}
          />
        ))}
        <Switch
          label={t.settings.byMail}
          hint={t.settings.byMailLead}
          on={notices.byMail}
          onTurn={(byMail) => save({ byMail })}
        />
        <Switch
          label={t.settings.quiet}
          hint={t.settings.quietLead}
          on={quietHours !== null}
          onTurn={(on) => (on ? quiet({}) : save({ quietHours: null }))}
        />
      </div>
      {quietHours && (
        <div className="two">
          <Field
            label={t.settings.quietFrom}
            type="time"
            required
            value={quietHours.from}
            onChange={(event) => event.target.value && quiet({ from: event.target.value })}
          />
          <Field
            label={t.settings.quietUntil}
            type="time"
            required
            value={quietHours.until}
            onChange={(event) => event.target.value && quiet({ until: event.target.value })}
          />
        </div>
      )}
      {notices.kinds.lowBalance && (
        <Field
          label={`${t.settings.below} (${currency})`}
          inputMode="decimal"
          dir="ltr"
          value={low}
          onChange={(event) => setLow(event.target.value)}
          onBlur={() => {
            const lowBalanceMinor = minorOf(low, currency);
            if (lowBalanceMinor !== undefined) save({ lowBalanceMinor });
          }}
        />
      )}
      {refused && <Notice kind="alarm">{refused}</Notice>}
    </>
  );
}
