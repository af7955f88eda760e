import { answered } from "@baygate/client";
import { Users } from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";
import { askAgain, haveCome, useAsked } from "../api/asked.ts";
import { client } from "../api/client.ts";
import { useMe } from "../api/me.ts";
import { useLanguage } from "../i18n/language.tsx";
import { useDoing } from "../parts/doing.ts";
import { Bones, Button, Empty, Notice, Page } from "../parts/parts.tsx";
import { ManagedGroup } from "./managed-group.tsx";

/** Who pays for this driver's stays, and whom this driver's group pays for. */
export function GroupsPage(): ReactNode {
  const { t } = useLanguage();
  const { me } = useMe();
  const isThere = haveCome(useAsked("me"), useAsked("groups"), useAsked("invitations"));
  const { data: groups } = useAsked("groups");
  const { data: invitations } = useAsked("invitations");
  const managed = me?.groupsManaged ?? [];
  const isNone = groups?.length === 0 && (invitations?.length ?? 0) === 0 && managed.length === 0;
  return (
    <Page title={t.groups.title} back="/more">
      {isThere && isNone && <Empty icon={Users} title={t.groups.none} lead={t.groups.noneLead} />}
      {isThere ? (
        <>
          <Invitations />
          <Memberships />
          {managed.map((group) => (
            <ManagedGroup key={group} group={group} />
          ))}
        </>
      ) : (
        <Bones count={1} />
      )}
    </Page>
  );
}

function Invitations(): ReactNode {
  const { t, format } = useLanguage();
  const { data } = useAsked("invitations");
  const { run, busy, refused } = useDoing();
  const answer = (invitation: string, verb: "accept" | "decline") =>
    run(async () => {
      const params = { path: { invitation } };
      try {
        await answered(client.POST(`/v1/me/invitations/{invitation}/${verb}`, { params }));
      } finally {
        await askAgain("invitations", "groups", "me");
      }
    });
  return (
    <>
      {data?.map(({ id, groupName, manages, monthlyLimitMinor, currency, expiresAt }) => (
        <section key={id} className="card" aria-label={t.groups.invited(groupName)}>
          <p className="strong">{t.groups.invited(groupName)}</p>
          <p className="facts">
            <span className="pill accent">
              {monthlyLimitMinor === null
                ? t.groups.noLimit
                : t.groups.limit(format.money(monthlyLimitMinor, currency))}
            </span>
            {manages && <span className="pill">{t.groups.manager}</span>}
            <span className="pill">{t.groups.until(format.when(expiresAt))}</span>
          </p>
          <div className="actions">
            <Button kind="main" busy={busy} onPress={() => answer(id, "accept")}>
              {t.groups.accept}
            </Button>
            <Button busy={busy} onPress={() => answer(id, "decline")}>
              {t.groups.decline}
            </Button>
          </div>
        </section>
      ))}
      {refused && <Notice kind="alarm">{refused}</Notice>}
    </>
  );
}

function Memberships(): ReactNode {
  const { t, format } = useLanguage();
  const { data } = useAsked("groups");
  if (!data || data.length === 0) return null;
  return (
    <ul className="card flush rows">
      {data.map(({ group, name, currency, monthlyLimitMinor, spentMinor }) => (
        <li key={group} className="row">
          <span className="badge">
            <Users aria-hidden="true" />
          </span>
          <span className="grow">
            <span className="strong">{name}</span>
            <span className="soft small block">
              {t.groups.paysFor},{" "}
              {monthlyLimitMinor === null
                ? t.groups.noLimit
                : t.groups.limit(format.money(monthlyLimitMinor, currency))}
            </span>
            <span className="soft small block">{t.groups.spent(format.money(spentMinor, currency))}</span>
          </span>
          <Leave group={group} name={name} />
        </li>
      ))}
    </ul>
  );
}

/** How long a second tap counts as being sure, ms. */
const SURE_MS = 10_000;

function Leave({ group, name }: { group: string; name: string }): ReactNode {
  const { t } = useLanguage();
  const { run, busy, refused } = useDoing();
  const [isSure, setSure] = useState(false);
  useEffect(() => {
    if (!isSure) return;
    const timer = setTimeout(() => setSure(false), SURE_MS);
    return () => clearTimeout(timer);
  }, [isSure]);
  const leave = () => {
    if (!isSure) return setSure(true);
    run(async () => {
      await answered(client.DELETE("/v1/me/groups/{group}", { params: { path: { group } } }));
      await askAgain("groups", "me", "wallet");
    });
  };
  return (
    <span className="end">
      <Button kind={isSure ? "danger" : "plain"} busy={busy} label={t.groups.leaveOf(name)} onPress={leave}>
        {isSure ? t.common.yes : t.groups.leave}
      </Button>
      {refused && <Notice kind="alarm">{refused}</Notice>}
    </span>
  );
}
