import type { ReactNode } from "react";
import { useLanguage } from "../i18n/language.tsx";
import { Page } from "../parts/parts.tsx";

export function PassPage(): ReactNode {
  const { t } = useLanguage();
  return (
    <Page title={t.pass.title}>
      <p>{t.pass.making}</p>
    </Page>
  );
}
