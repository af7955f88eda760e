import { CalendarSync, Car, CreditCard, LogOut, ParkingSquare, Settings, Users } from "lucide-react";
import type { ReactNode } from "react";
import { signOut, useMe } from "../api/me.ts";
import { useLanguage } from "../i18n/language.tsx";
import { useDoing } from "../parts/doing.ts";
import { Button, LinkRow, Notice, Page } from "../parts/parts.tsx";
import { LanguageChoice } from "./language-choice.tsx";

/** Everything that is not needed at a gate. */
export function MorePage(): ReactNode {
  const { t } = useLanguage();
  const { me } = useMe();
  const { run, busy, refused } = useDoing();
  return (
    <Page title={t.more.title} end={<LanguageChoice />}>
      {me && <p className="soft">{t.more.signedInAs(me.name || (me.email ?? ""))}</p>}
      <nav className="card flush rows" aria-label={t.more.title}>
        <LinkRow href="/more/vehicles" icon={Car} title={t.more.vehicles} lead={t.more.vehiclesLead} />
        <LinkRow href="/more/cards" icon={CreditCard} title={t.more.cards} lead={t.more.cardsLead} />
        <LinkRow href="/more/groups" icon={Users} title={t.more.groups} lead={t.more.groupsLead} />
        <LinkRow href="/more/bays" icon={ParkingSquare} title={t.more.bays} lead={t.more.baysLead} />
        <LinkRow
          href="/more/subscriptions"
          icon={CalendarSync}
          title={t.more.subscriptions}
          lead={t.more.subscriptionsLead}
        />
        <LinkRow href="/more/settings" icon={Settings} title={t.more.settings} lead={t.more.settingsLead} />
      </nav>
      {refused && <Notice kind="alarm">{refused}</Notice>}
      <Button icon={LogOut} busy={busy} wide onPress={() => run(signOut)}>
        {t.more.signOut}
      </Button>
    </Page>
  );
}
