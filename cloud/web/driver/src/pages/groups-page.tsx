import { Mail, Users } from "lucide-react";
import { type FormEvent, type ReactNode, useState } from "react";
import { call } from "../api/client.ts";
import { useMe } from "../api/me.ts";
import { change, type Items, useThing } from "../api/things.ts";
import { useLanguage } from "../i18n/language.tsx";
import { useDoing } from "../parts/doing.ts";
import { Field } from "../parts/fields.tsx";
import { Bones, Button, Empty, Notice, Page, Section } from "../parts/parts.tsx";
import { minorOf } from "./amounts.ts";

const GROUPS = "/v1/me/groups";
const INVITATIONS = "/v1/me/invitations";

interface Group {
  readonly group: string;
  readonly name: string;
  readonly monthlyLimitMinor: number | null;
  readonly currency?: string;
}
interface Invitation {
  readonly id: string;
  readonly group: string;
  readonly name?: string;
  readonly groupName?: string;
}
interface Member {
  readonly account: string;
  readonly name: string;
  readonly monthlyLimitMinor: number | null;
}

/** Who pays for this driver's stays, and whom this driver's group pays for. */
export function GroupsPage(): ReactNode {
  const { t, format } = useLanguage();
  const { me } = useMe();
  const { data: groups, isLoading } = useThing<Items<Group>>(GROUPS);
  const { data: invitations } = useThing<Items<Invitation>>(INVITATIONS);
  const { run, busy, refused } = useDoing();
  const managed = me?.groupsManaged ?? [];
  const isNone = groups?.items.length === 0 && (invitations?.items.length ?? 0) === 0 && managed.length === 0;
  const accept = (invitation: Invitation) =>
    run(() => change("POST", `${INVITATIONS}/${invitation.id}/accept`, {}, GROUPS));
  return (
    <Page title={t.groups.title} back="/more">
      {isLoading && !groups && <Bones count={1} />}
      {isNone && <Empty icon={Users} title={t.groups.none} lead={t.groups.noneLead} />}
      {invitations?.items.map((invitation) => (
        <section key={invitation.id} className="card">
          <p className="strong">{t.groups.invited(invitation.groupName ?? invitation.name ?? "")}</p>
          <Button kind="main" busy={busy} onPress={() => accept(invitation)}>
            {t.groups.accept}
          </Button>
        </section>
      ))}
      {refused && <Notice kind="alarm">{refused}</Notice>}
      {groups && groups.items.length > 0 && (
        <ul className="card flush rows">
          {groups.items.map((group) => (
            <li key={group.group} className="row">
              <span className="badge">
                <Users aria-hidden="true" />
              </span>
              <span className="grow">
                <span className="strong">{group.name}</span>
                <span className="soft small block">
                  {t.groups.paysFor},{" "}
                  {group.monthlyLimitMinor === null
                    ? t.groups.noLimit
                    : t.groups.limit(format.money(group.monthlyLimitMinor, group.currency ?? me?.currency ?? "EUR"))}
                </span>
              </span>
            </li>
          ))}
        </ul>
      )}
      {managed.map((group) => (
        <Managed key={group} group={group} currency={me?.currency ?? "EUR"} />
      ))}
    </Page>
  );
}

function Managed({ group, currency }: { group: string; currency: string }): ReactNode {
  const { t, format } = useLanguage();
  const path = `/v1/groups/${group}`;
  const { data } = useThing<{ readonly name: string; readonly members: readonly Member[] }>(path);
  const { run, busy, refused } = useDoing();
  const [email, setEmail] = useState("");
  const [limit, setLimit] = useState("");
  const [done, setDone] = useState<string>();
  const invite = (event: FormEvent): void => {
    event.preventDefault();
    run(async () => {
      await call("POST", `${path}/invitations`, { email, monthlyLimitMinor: minorOf(limit, currency, 0) || null });
      setDone(t.groups.invitedDone(email));
      setEmail("");
    });
  };
  return (
    <Section title={data?.name ?? t.groups.manage}>
      <ul className="card flush rows">
        {data?.members.map((member) => (
          <li key={member.account} className="row">
            <span className="grow">
              <span className="strong">{member.name}</span>
              <span className="soft small block">
                {member.monthlyLimitMinor === null
                  ? t.groups.noLimit
                  : t.groups.limit(format.money(member.monthlyLimitMinor, currency))}
              </span>
            </span>
            <Button
              kind="plain"
              label={t.groups.removeMember(member.name)}
              onPress={() => run(() => change("DELETE", `${path}/members/${member.account}`, undefined, path))}
            >
              {t.common.remove}
            </Button>
          </li>
        ))}
      </ul>
      <form className="card form" onSubmit={invite}>
        <Field
          label={t.groups.email}
          type="email"
          required
          value={email}
          onChange={(event) => setEmail(event.target.value.trim())}
        />
        <Field
          label={`${t.groups.monthly} (${currency}, ${t.common.optional})`}
          inputMode="decimal"
          dir="ltr"
          value={limit}
          onChange={(event) => setLimit(event.target.value)}
        />
        {refused && <Notice kind="alarm">{refused}</Notice>}
        {done && !refused && <Notice kind="good">{done}</Notice>}
        <Button icon={Mail} type="submit" busy={busy}>
          {t.groups.invite}
        </Button>
      </form>
    </Section>
  );
}
