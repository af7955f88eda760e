import { LogOut } from "lucide-react";
import type { ReactNode } from "react";
import { signOut, useMe } from "../api/me.ts";
import { useLanguage } from "../i18n/language.tsx";
import { useDoing } from "../parts/doing.ts";
import { Button, Notice, Page } from "../parts/parts.tsx";
import { LanguageChoice } from "./language-choice.tsx";

/** Everything that is not needed at a gate. */
export function MorePage(): ReactNode {
  const { t } = useLanguage();
  const { me } = useMe();
  const { run, busy, refused } = useDoing();
  return (
    <Page title={t.more.title} end={<LanguageChoice />}>
      {me && <p className="soft">{t.more.signedInAs(me.name)}</p>}
      {refused && <Notice kind="alarm">{refused}</Notice>}
      <Button icon={LogOut} busy={busy} wide onPress={() => run(signOut)}>
        {t.more.signOut}
      </Button>
    </Page>
  );
}
