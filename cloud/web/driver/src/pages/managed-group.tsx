import { answered, type Schemas } from "@baygate/client";
import { Mail, X } from "lucide-react";
import { type FormEvent, type ReactNode, useState } from "react";
import { useAnswer } from "../api/asked.ts";
import { client } from "../api/client.ts";
import { useMe } from "../api/me.ts";
import type { Messages } from "../i18n/en.ts";
import { useLanguage } from "../i18n/language.tsx";
import { useDoing } from "../parts/doing.ts";
import { Field, Select, Switch } from "../parts/fields.tsx";
import { Bones, Button, Notice, Section, Sheet } from "../parts/parts.tsx";
import { minorOf, typedOf } from "./amounts.ts";

type Group = Schemas["ManagedGroup"];
type Member = Schemas["GroupMember"];

/** Who has said no name is told apart by the end of their number. */
const nameOf = ({ name, account }: Pick<Member, "name" | "account">, t: Messages): string =>
  name || `${t.groups.member} ⁨…${account.slice(-6)}⁩`;

/** A group as its manager sees it: money, members and their limits, invitations, the bill. */
export function ManagedGroup({ group: id }: { group: string }): ReactNode {
  const { t, format } = useLanguage();
  const params = { path: { group: id } };
  const { data: group, mutate } = useAnswer(`groups/${id}`, () =>
    answered(client.GET("/v1/groups/{group}", { params })),
  );
  const [sheet, setSheet] = useState<"invite" | Member>();
  if (!group) return <Bones count={1} />;
  const seen = () => mutate();
  return (
    <>
      <Section title={t.groups.members(group.name)}>
        <p className="soft small">{t.groups.money(format.money(group.wallet.availableMinor, group.currency))}</p>
        <Members group={group} onChoose={setSheet} />
        <Waiting group={group} onChanged={seen} />
        <Button icon={Mail} onPress={() => setSheet("invite")}>
          {t.groups.invite}
        </Button>
      </Section>
      <Bill group={group} />
      {sheet === "invite" && <InviteSheet group={group} onChanged={seen} onClose={() => setSheet(undefined)} />}
      {typeof sheet === "object" && (
        <MemberSheet group={group} member={sheet} onChanged={seen} onClose={() => setSheet(undefined)} />
      )}
    </>
  );
}

function Members({ group, onChoose }: { group: Group; onChoose: (member: Member) => void }): ReactNode {
  const { t, format } = useLanguage();
  const { me } = useMe();
  const { currency } = group;
  return (
    <ul className="card flush rows">
      {group.members.map((member) => (
        <li key={member.account} className="row">
          <span className="grow">
            <bdi className="strong">{nameOf(member, t)}</bdi>{" "}
            {member.account === me?.account && <span className="pill accent">{t.groups.you}</span>}{" "}
            {member.manages && <span className="pill">{t.groups.manager}</span>}
            <span className="soft small block">
              {t.groups.spent(format.money(member.spentMinor, currency))},{" "}
              {member.monthlyLimitMinor === null
                ? t.groups.noLimit
                : t.groups.limit(format.money(member.monthlyLimitMinor, currency))}
            </span>
          </span>
          <Button kind="plain" label={t.groups.changeMember(nameOf(member, t))} onPress={() => onChoose(member)}>
            {t.groups.change}
          </Button>
        </li>
      ))}
    </ul>
  );
}

/** Who is invited and has not answered. */
function Waiting({ group, onChanged }: { group: Group; onChanged: () => unknown }): ReactNode {
  const { t, format } = useLanguage();
  const { run, refused } = useDoing();
  if (group.invitations.length === 0) return null;
  const withdraw = (invitation: string) =>
    run(async () => {
      const params = { path: { group: group.id, invitation } };
      await answered(client.DELETE("/v1/groups/{group}/invitations/{invitation}", { params }));
      await onChanged();
    });
  return (
    <>
      <ul className="card flush rows" aria-label={t.groups.waiting}>
        {group.invitations.map(({ id, email, expiresAt }) => (
          <li key={id} className="row">
            <span className="grow">
              <bdi className="strong">{email}</bdi>
              <span className="soft small block">{t.groups.until(format.when(expiresAt))}</span>
            </span>
            <button
              type="button"
              className="icon-button"
              aria-label={t.bays.removeGuest(email)}
              onClick={() => withdraw(id)}
            >
              <X aria-hidden="true" />
            </button>
          </li>
        ))}
      </ul>
      {refused && <Notice kind="alarm">{refused}</Notice>}
    </>
  );
}

interface SheetProps {
  readonly group: Group;
  readonly onChanged: () => unknown;
  readonly onClose: () => void;
}

/** A limit as it is typed: nothing is none, and what is no amount is undefined. */
const limitOf = (typed: string, currency: string): number | null | undefined =>
  typed.trim() === "" ? null : minorOf(typed, currency);

function InviteSheet({ group, onChanged, onClose }: SheetProps): ReactNode {
  const { t } = useLanguage();
  const { run, busy, refused } = useDoing();
  const [email, setEmail] = useState("");
  const [limit, setLimit] = useState("");
  const [manages, setManages] = useState(false);
  const [done, setDone] = useState<string>();
  const monthlyLimitMinor = limitOf(limit, group.currency);
  const invite = (event: FormEvent): void => {
    event.preventDefault();
    setDone(undefined);
    if (monthlyLimitMinor === undefined) return;
    run(async () => {
      const body = { email, monthlyLimitMinor, manages };
      const params = { path: { group: group.id } };
      await answered(client.POST("/v1/groups/{group}/invitations", { params, body }));
      await onChanged();
      setDone(t.groups.invitedDone(email));
      setEmail("");
    });
  };
  return (
    <Sheet title={t.groups.invite} onClose={onClose}>
      <form className="form" onSubmit={invite}>
        <Field
          label={t.groups.email}
          type="email"
          required
          value={email}
          onChange={(event) => setEmail(event.target.value.trim())}
        />
        <LimitField currency={group.currency} value={limit} onType={setLimit} />
        <Switch label={t.groups.manager} hint={t.groups.managerLead} on={manages} onTurn={setManages} />
        {refused && <Notice kind="alarm">{refused}</Notice>}
        {monthlyLimitMinor === undefined && <Notice kind="alarm">{t.groups.limitWrong}</Notice>}
        {done && !refused && <Notice kind="good">{done}</Notice>}
        <Button kind="main" type="submit" icon={Mail} busy={busy} wide>
          {t.groups.inviteNow}
        </Button>
      </form>
    </Sheet>
  );
}

function LimitField(props: { currency: string; value: string; onType: (typed: string) => void }): ReactNode {
  const { t } = useLanguage();
  return (
    <Field
      label={`${t.groups.monthly} (${props.currency}, ${t.common.optional})`}
      inputMode="decimal"
      dir="ltr"
      value={props.value}
      onChange={(event) => props.onType(event.target.value)}
    />
  );
}

function MemberSheet({ group, member, onChanged, onClose }: SheetProps & { member: Member }): ReactNode {
  const { t } = useLanguage();
  const { run, busy, refused } = useDoing();
  const { currency } = group;
  const [limit, setLimit] = useState(() =>
    member.monthlyLimitMinor === null ? "" : typedOf(member.monthlyLimitMinor, currency),
  );
  const [manages, setManages] = useState(member.manages);
  const monthlyLimitMinor = limitOf(limit, currency);
  const params = { path: { group: group.id, account: member.account } };
  const then = (work: () => Promise<unknown>) =>
    run(async () => {
      await work();
      await onChanged();
      onClose();
    });
  const save = (event: FormEvent): void => {
    event.preventDefault();
    if (monthlyLimitMinor === undefined) return;
    const body = { monthlyLimitMinor, manages };
    then(() => answered(client.PATCH("/v1/groups/{group}/members/{account}", { params, body })));
  };
  return (
    <Sheet title={nameOf(member, t)} onClose={onClose}>
      <form className="form" onSubmit={save}>
        <LimitField currency={currency} value={limit} onType={setLimit} />
        <Switch label={t.groups.manager} hint={t.groups.managerLead} on={manages} onTurn={setManages} />
        {refused && <Notice kind="alarm">{refused}</Notice>}
        {monthlyLimitMinor === undefined && <Notice kind="alarm">{t.groups.limitWrong}</Notice>}
        <Button kind="main" type="submit" busy={busy} wide>
          {t.common.save}
        </Button>
        <Button
          kind="danger"
          busy={busy}
          wide
          onPress={() => then(() => answered(client.DELETE("/v1/groups/{group}/members/{account}", { params })))}
        >
          {t.groups.removeMember(nameOf(member, t))}
        </Button>
      </form>
    </Sheet>
  );
}

/** This month of UTC's calendar, as the group has it, and the one before. */
function monthsOf(month: string): readonly [string, string] {
  const [year = 0, number = 1] = month.split("-").map(Number);
  return [month, new Date(Date.UTC(year, number - 2)).toISOString().slice(0, 7)];
}

function Bill({ group }: { group: Group }): ReactNode {
  const { t, format } = useLanguage();
  const [month, setMonth] = useState(group.month);
  const params = { path: { group: group.id, month } };
  const { data: bill } = useAnswer(`groups/${group.id}/bills/${month}`, () =>
    answered(client.GET("/v1/groups/{group}/bills/{month}", { params })),
  );
  return (
    <Section title={t.groups.bill}>
      <Select
        label={t.groups.month}
        options={monthsOf(group.month).map((each) => [each, format.month(`${each}-01T00:00:00Z`)] as const)}
        value={month}
        onChange={(event) => setMonth(event.target.value)}
      />
      {bill && (
        <ul className="card flush rows lines">
          {bill.members.map(({ account, name, stays, totalMinor }) => (
            <li key={account} className="row">
              <span className="grow">
                <bdi className="strong">{nameOf({ account, name }, t)}</bdi>
                <span className="soft small block">{t.groups.stays(stays.length)}</span>
              </span>
              <span className="end number strong">{format.money(totalMinor, bill.currency)}</span>
            </li>
          ))}
          <li className="row sum">
            <span className="grow strong">{t.stays.total}</span>
            <span className="end number strong">{format.money(bill.totalMinor, bill.currency)}</span>
          </li>
        </ul>
      )}
    </Section>
  );
}
