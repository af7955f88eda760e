import { Download } from "lucide-react";
import { type FormEvent, type ReactNode, useEffect, useState } from "react";
import { askAgain } from "../api/asked.ts";
import { call } from "../api/client.ts";
import { forgetEverything, useMe } from "../api/me.ts";
import { type Consent, change, type Items, type PhoneWithPass, type Session, useThing } from "../api/things.ts";
import { languages, useLanguage } from "../i18n/language.tsx";
import { agentWords } from "../parts/agent-words.ts";
import { useDoing } from "../parts/doing.ts";
import { Choices, Field, Switch } from "../parts/fields.tsx";
import { Button, Notice, Page, Section } from "../parts/parts.tsx";
import { NoticeSettings } from "./notice-settings.tsx";
import { Passkeys } from "./passkeys.tsx";

/** What a driver may set, know and undo. */
export function SettingsPage(): ReactNode {
  const { t } = useLanguage();
  return (
    <Page title={t.settings.title} back="/more">
      <LanguageSetting />
      <NameSetting />
      <NoticeSettings />
      <Consents />
      <Passkeys />
      <Devices />
      <Sessions />
      <OwnData />
    </Page>
  );
}

function LanguageSetting(): ReactNode {
  const { t, language, choose } = useLanguage();
  const codes = Object.keys(languages) as (keyof typeof languages)[];
  return (
    <Section title={t.settings.language}>
      <Choices
        label={t.settings.language}
        options={codes.map((code) => [code, languages[code].name] as const)}
        value={language}
        onChoose={(next) => {
          choose(next);
          // Mails and notices come in it too.
          void call("PATCH", "/v1/me", { language: next }).catch(() => undefined);
        }}
      />
    </Section>
  );
}

function NameSetting(): ReactNode {
  const { t } = useLanguage();
  const { me } = useMe();
  const { run, busy, refused } = useDoing();
  const [name, setName] = useState<string>();
  const [isSaved, setSaved] = useState(false);
  const save = (event: FormEvent): void => {
    event.preventDefault();
    run(async () => {
      await call("PATCH", "/v1/me", { name: name ?? me?.name });
      await askAgain("me");
      setSaved(true);
    });
  };
  return (
    <form className="card form" onSubmit={save}>
      <Field
        label={t.settings.name}
        required
        maxLength={100}
        autoComplete="name"
        value={name ?? me?.name ?? ""}
        onChange={(event) => {
          setName(event.target.value);
          setSaved(false);
        }}
      />
      {refused && <Notice kind="alarm">{refused}</Notice>}
      {isSaved && !refused && <Notice kind="good">{t.common.saved}</Notice>}
      <Button type="submit" busy={busy}>
        {t.common.save}
      </Button>
    </form>
  );
}

const CONSENTS = "/v1/me/consents";

function Consents(): ReactNode {
  const { t } = useLanguage();
  const { data } = useThing<Items<Consent>>(CONSENTS);
  const { run, refused } = useDoing();
  if (!data) return null;
  const words = {
    terms: [t.settings.terms, t.settings.termsLead],
    habits: [t.settings.habits, t.settings.habitsLead],
    marketing: [t.settings.marketing, ""],
  } as const;
  return (
    <Section title={t.settings.consents}>
      <div className="card flush rows">
        {data.items.map(({ kind, given }) => (
          <Switch
            key={kind}
            label={words[kind][0]}
            hint={words[kind][1]}
            on={given}
            onTurn={(on) => run(() => change("PUT", `${CONSENTS}/${kind}`, { given: on }, CONSENTS))}
          />
        ))}
      </div>
      {refused && <Notice kind="alarm">{refused}</Notice>}
    </Section>
  );
}

const DEVICES = "/v1/me/devices";

function Devices(): ReactNode {
  const { t } = useLanguage();
  const { data } = useThing<Items<PhoneWithPass>>(DEVICES);
  const { run, refused } = useDoing();
  if (!data || data.items.length === 0) return null;
  return (
    <Section title={t.settings.devices}>
      <ul className="card flush rows">
        {data.items.map(({ device, label }) => (
          <li key={device} className="row">
            <bdi className="grow strong">{label}</bdi>
            <Button
              kind="plain"
              label={t.settings.removeDevice(label)}
              onPress={() => run(() => change("DELETE", `${DEVICES}/${device}`, undefined, DEVICES))}
            >
              {t.common.remove}
            </Button>
          </li>
        ))}
      </ul>
      {refused && <Notice kind="alarm">{refused}</Notice>}
    </Section>
  );
}

const SESSIONS = "/v1/me/sessions";

function Sessions(): ReactNode {
  const { t, format } = useLanguage();
  const { data } = useThing<Items<Session>>(SESSIONS);
  const { run, refused } = useDoing();
  if (!data || data.items.length === 0) return null;
  return (
    <Section title={t.settings.sessions}>
      <ul className="card flush rows">
        {data.items.map((session) => {
          const label = agentWords(session.userAgent ?? "");
          return (
            <li key={session.id} className="row">
              <span className="grow">
                <bdi className="strong">{label}</bdi>
                <span className="soft small block">{t.settings.signedInAt(format.when(session.createdAt))}</span>
              </span>
              {session.current ? (
                <span className="pill accent">{t.settings.thisDevice}</span>
              ) : (
                <Button
                  kind="plain"
                  label={t.settings.endSession(label)}
                  onPress={() => run(() => change("DELETE", `${SESSIONS}/${session.id}`, undefined, SESSIONS))}
                >
                  {t.more.signOut}
                </Button>
              )}
            </li>
          );
        })}
      </ul>
      {refused && <Notice kind="alarm">{refused}</Notice>}
    </Section>
  );
}

function OwnData(): ReactNode {
  const { t } = useLanguage();
  const { run, busy, refused } = useDoing();
  const [isSure, setSure] = useState(false);
  useEffect(() => {
    if (!isSure) return;
    const timer = setTimeout(() => setSure(false), 10_000);
    return () => clearTimeout(timer);
  }, [isSure]);
  const end = () => {
    if (!isSure) return setSure(true);
    run(async () => {
      await call("POST", "/v1/me/deletion", { confirm: true });
      await forgetEverything();
    });
  };
  return (
    <Section title={t.settings.data}>
      <a className="button" href="/v1/me/data" download="baygate.json">
        <Download aria-hidden="true" />
        {t.settings.export}
      </a>
      <p className="soft small">{t.settings.deleteLead}</p>
      {refused && <Notice kind="alarm">{refused}</Notice>}
      <Button kind="danger" busy={busy} onPress={end}>
        {isSure ? t.settings.deleteConfirm : t.settings.delete}
      </Button>
    </Section>
  );
}
