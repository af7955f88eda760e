import { answered, done } from "@baygate/client";
import { type FormEvent, type ReactNode, useState } from "react";
import { askAgain, haveCome, useAsked } from "../api/asked.ts";
import { client } from "../api/client.ts";
import { useMe } from "../api/me.ts";
import { usePushOn } from "../api/push.ts";
import { languages, useLanguage } from "../i18n/language.tsx";
import { agentWords } from "../parts/agent-words.ts";
import { useDoing } from "../parts/doing.ts";
import { Choices, Field } from "../parts/fields.tsx";
import { Bones, Button, Notice, Page, Section } from "../parts/parts.tsx";
import { EmailSetting } from "./email-setting.tsx";
import { NoticeSettings } from "./notice-settings.tsx";
import { Consents, OwnData } from "./own-data.tsx";
import { Passkeys } from "./passkeys.tsx";

/** What a driver may set, know and undo. */
export function SettingsPage(): ReactNode {
  const { t } = useLanguage();
  const isThere = haveCome(
    useAsked("me"),
    useAsked("notices"),
    useAsked("consents"),
    useAsked("passkeys"),
    useAsked("devices"),
    useAsked("sessions"),
  );
  const { data: isPushOn } = usePushOn();
  return (
    <Page title={t.settings.title} back="/more">
      {isThere && isPushOn !== undefined ? (
        <>
          <LanguageSetting />
          <NameSetting />
          <EmailSetting />
          <NoticeSettings />
          <Consents />
          <Passkeys />
          <Devices />
          <Sessions />
          <OwnData />
        </>
      ) : (
        <Bones />
      )}
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
          void answered(client.PATCH("/v1/me", { body: { language: next } })).catch(() => undefined);
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
      await answered(client.PATCH("/v1/me", { body: { name: name ?? me?.name ?? "" } }));
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

async function giveUp(device: string): Promise<void> {
  await done(client.DELETE("/v1/me/devices/{device}", { params: { path: { device } } }));
  await askAgain("devices");
}

function Devices(): ReactNode {
  const { t } = useLanguage();
  const { data } = useAsked("devices");
  const { run, refused } = useDoing();
  if (!data || data.length === 0) return null;
  return (
    <Section title={t.settings.devices}>
      <ul className="card flush rows">
        {data.map(({ device, label }) => (
          <li key={device} className="row">
            <bdi className="grow strong">{label}</bdi>
            <Button kind="plain" label={t.settings.removeDevice(label)} onPress={() => run(() => giveUp(device))}>
              {t.common.remove}
            </Button>
          </li>
        ))}
      </ul>
      {refused && <Notice kind="alarm">{refused}</Notice>}
    </Section>
  );
}

async function end(session: string): Promise<void> {
  await done(client.DELETE("/v1/me/sessions/{session}", { params: { path: { session } } }));
  await askAgain("sessions");
}

function Sessions(): ReactNode {
  const { t, format } = useLanguage();
  const { data } = useAsked("sessions");
  const { run, refused } = useDoing();
  if (!data || data.length === 0) return null;
  return (
    <Section title={t.settings.sessions}>
      <ul className="card flush rows">
        {data.map((session) => {
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
                <Button kind="plain" label={t.settings.endSession(label)} onPress={() => run(() => end(session.id))}>
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
