import { answered } from "@baygate/client";
import { Download, Trash2 } from "lucide-react";
import { type FormEvent, type ReactNode, useState } from "react";
import { useLocation } from "wouter";
import { askAgain, useAsked } from "../api/asked.ts";
import { client } from "../api/client.ts";
import { forgetEverything } from "../api/me.ts";
import { useLanguage } from "../i18n/language.tsx";
import { useDoing } from "../parts/doing.ts";
import { Switch } from "../parts/fields.tsx";
import { Button, Notice, Section, Sheet } from "../parts/parts.tsx";

/** What the driver has agreed to. */
export function Consents(): ReactNode {
  const { t } = useLanguage();
  const { data } = useAsked("consents");
  const { run, refused } = useDoing();
  if (!data) return null;
  const words = {
    terms: [t.settings.terms, t.settings.termsLead],
    habits: [t.settings.habits, t.settings.habitsLead],
    marketing: [t.settings.marketing, t.settings.marketingLead],
  } as const;
  const say = (kind: keyof typeof words, given: boolean) =>
    run(async () => {
      await answered(client.PUT("/v1/me/consents/{kind}", { params: { path: { kind } }, body: { given } }));
      await askAgain("consents");
    });
  return (
    <Section title={t.settings.consents}>
      <div className="card flush rows">
        {data.map(({ kind, given }) => (
          <Switch key={kind} label={words[kind][0]} hint={words[kind][1]} on={given} onTurn={(on) => say(kind, on)} />
        ))}
      </div>
      {refused && <Notice kind="alarm">{refused}</Notice>}
    </Section>
  );
}

/** Taking everything along, and leaving for good. */
export function OwnData(): ReactNode {
  const { t } = useLanguage();
  const [isLeaving, setLeaving] = useState(false);
  return (
    <Section title={t.settings.data}>
      <a className="button" href="/v1/me/data" download="baygate.json">
        <Download aria-hidden="true" />
        {t.settings.export}
      </a>
      <Button kind="danger" icon={Trash2} onPress={() => setLeaving(true)}>
        {t.settings.delete}
      </Button>
      {isLeaving && <DeleteSheet onClose={() => setLeaving(false)} />}
    </Section>
  );
}

function DeleteSheet({ onClose }: { onClose: () => void }): ReactNode {
  const { t, format } = useLanguage();
  const { data: wallet } = useAsked("wallet");
  const { run, busy, refused } = useDoing();
  const [, go] = useLocation();
  const [isSure, setSure] = useState(false);
  const end = (event: FormEvent): void => {
    event.preventDefault();
    run(async () => {
      const gone = await answered(client.POST("/v1/me/deletion", { body: { confirm: true } }));
      go("/goodbye", { state: gone });
      await forgetEverything();
    });
  };
  return (
    <Sheet title={t.settings.delete} onClose={onClose}>
      <form className="form" onSubmit={end}>
        <p>{t.settings.deleteLead}</p>
        {wallet && wallet.balanceMinor > 0 && (
          <Notice kind="warm">{t.settings.deleteRest(format.money(wallet.balanceMinor, wallet.currency))}</Notice>
        )}
        <Switch label={t.settings.deleteSure} on={isSure} onTurn={setSure} />
        {refused && <Notice kind="alarm">{refused}</Notice>}
        {isSure && (
          <Button kind="danger" type="submit" icon={Trash2} busy={busy} wide>
            {t.settings.deleteConfirm}
          </Button>
        )}
      </form>
    </Sheet>
  );
}
