import type { Schemas } from "@baygate/client";
import type { ReactNode } from "react";
import { Link } from "wouter";
import { useHistoryState } from "wouter/use-browser-location";
import { useLanguage } from "../i18n/language.tsx";
import { Notice, Page } from "../parts/parts.tsx";

/** After an account is deleted: that it is so, and how to come by what was left in the wallet. */
export function GoodbyePage(): ReactNode {
  const { t, format } = useLanguage();
  const gone = useHistoryState<Schemas["Deletion"] | null>();
  return (
    <Page title={t.goodbye.title}>
      <Notice kind="good">{t.settings.deleted}</Notice>
      {gone && gone.restMinor > 0 && (
        <section className="card">
          <p>{t.goodbye.rest(format.money(gone.restMinor, gone.currency))}</p>
          <p className="strong ref" dir="ltr">
            {gone.account}
          </p>
        </section>
      )}
      <Link className="button" href="/">
        {t.goodbye.start}
      </Link>
    </Page>
  );
}
