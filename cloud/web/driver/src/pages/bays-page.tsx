import { answered, type Schemas } from "@baygate/client";
import { ParkingSquare, Printer, UserPlus, X } from "lucide-react";
import { type FormEvent, type ReactNode, useState } from "react";
import { askAgain, haveCome, useAsked } from "../api/asked.ts";
import { client } from "../api/client.ts";
import { useMe } from "../api/me.ts";
import { useEstateName } from "../api/seen.ts";
import { useLanguage } from "../i18n/language.tsx";
import { useDoing } from "../parts/doing.ts";
import { Field } from "../parts/fields.tsx";
import { Bones, Button, Empty, Notice, Page, Section, Sheet } from "../parts/parts.tsx";
import { TicketSheet, Tickets } from "./tickets.tsx";
import { instantOf, TimesFields, useTimes } from "./times.tsx";

type Right = Schemas["MyBayRight"];

/** Whether a right counts now or will: neither taken back nor over. */
const isLive = ({ revokedAt, untilAt }: Schemas["BayRight"]): boolean =>
  revokedAt === null && (untilAt === null || Date.parse(untilAt) > Date.now());

/** Reserved bays of this driver, and whom they are lent to. */
export function BaysPage(): ReactNode {
  const { t } = useLanguage();
  const isThere = haveCome(useAsked("rights"), useAsked("tickets"));
  const { data } = useAsked("rights");
  const rights = data?.filter(isLive);
  return (
    <Page title={t.bays.title} back="/more">
      {isThere ? (
        <>
          {rights?.length === 0 && <Empty icon={ParkingSquare} title={t.bays.none} lead={t.bays.noneLead} />}
          {rights?.map((right) => (
            <RightCard key={right.id} right={right} />
          ))}
          <OwnNumber />
        </>
      ) : (
        <Bones count={1} />
      )}
    </Page>
  );
}

function RightCard({ right }: { right: Right }): ReactNode {
  const { t, format } = useLanguage();
  const estate = useEstateName(right.estate);
  const [sheet, setSheet] = useState<"guest" | "ticket">();
  const isOwner = right.guestOf === null;
  const close = () => setSheet(undefined);
  return (
    <Section title={estate}>
      <div className="card">
        <p className="facts">
          <span className="pill accent">{t.bays.places(right.places)}</span>
          <span className="pill">
            {right.untilAt === null ? t.bays.forGood : t.bays.until(format.when(right.untilAt))}
          </span>
          {!isOwner && <span className="pill">{t.bays.asGuest}</span>}
        </p>
        <Guests right={right} />
        {isOwner && <Tickets right={right} />}
        {isOwner && (
          <div className="actions">
            <Button icon={UserPlus} onPress={() => setSheet("guest")}>
              {t.bays.invite}
            </Button>
            <Button icon={Printer} onPress={() => setSheet("ticket")}>
              {t.bays.ticket}
            </Button>
          </div>
        )}
      </div>
      {sheet === "guest" && <GuestSheet right={right} onClose={close} />}
      {sheet === "ticket" && <TicketSheet right={right} onClose={close} />}
    </Section>
  );
}

function Guests({ right }: { right: Right }): ReactNode {
  const { t, format } = useLanguage();
  const { run, refused } = useDoing();
  const guests = right.guests.filter(isLive);
  const takeBack = (guest: string) =>
    run(async () => {
      const params = { path: { right: right.id, guest } };
      await answered(client.DELETE("/v1/me/rights/{right}/guests/{guest}", { params }));
      await askAgain("rights");
    });
  return (
    <>
      {guests.length > 0 && (
        <ul className="rows" aria-label={t.bays.guests}>
          {guests.map(({ id, account, untilAt }) => {
            // Whose number it is, the host knows; their name is not told.
            const name = `${t.bays.guest} ⁨…${account.slice(-6)}⁩`;
            return (
              <li key={id} className="row">
                <span className="grow">
                  <span className="strong">{name}</span>
                  <span className="soft small block">
                    {untilAt === null ? t.bays.forGood : t.bays.until(format.when(untilAt))}
                  </span>
                </span>
                <button
                  type="button"
                  className="icon-button"
                  aria-label={t.bays.removeGuest(name)}
                  onClick={() => takeBack(id)}
                >
                  <X aria-hidden="true" />
                </button>
              </li>
            );
          })}
        </ul>
      )}
      {refused && <Notice kind="alarm">{refused}</Notice>}
    </>
  );
}

/** A guest with the app, who has said their number. */
function GuestSheet({ right, onClose }: { right: Right; onClose: () => void }): ReactNode {
  const { t } = useLanguage();
  const { run, busy, refused } = useDoing();
  const [account, setAccount] = useState("");
  const times = useTimes();
  const send = (event: FormEvent): void => {
    event.preventDefault();
    run(async () => {
      const body = { account, places: 1, fromAt: instantOf(times.from), untilAt: instantOf(times.until) };
      await answered(client.POST("/v1/me/rights/{right}/guests", { params: { path: { right: right.id } }, body }));
      await askAgain("rights");
      onClose();
    });
  };
  return (
    <Sheet title={t.bays.invite} onClose={onClose}>
      <form className="form" onSubmit={send}>
        <Field
          label={t.bays.number}
          hint={t.bays.numberHint}
          required
          dir="ltr"
          autoComplete="off"
          value={account}
          onChange={(event) => setAccount(event.target.value.trim().toLowerCase())}
        />
        <TimesFields times={times} />
        {refused && <Notice kind="alarm">{refused}</Notice>}
        <Button kind="main" type="submit" busy={busy} wide>
          {t.bays.invite}
        </Button>
      </form>
    </Sheet>
  );
}

/** What one tells a host who wants to invite one. */
function OwnNumber(): ReactNode {
  const { t } = useLanguage();
  const { me } = useMe();
  const { run, refused } = useDoing();
  const [isCopied, setCopied] = useState(false);
  if (!me) return null;
  const copy = () =>
    run(async () => {
      await navigator.clipboard.writeText(me.account);
      setCopied(true);
    });
  return (
    <Section title={t.bays.ownNumber}>
      <div className="card">
        <p className="soft small">{t.bays.ownNumberLead}</p>
        <p className="ref" dir="ltr">
          {me.account}
        </p>
        {refused && <Notice kind="alarm">{refused}</Notice>}
        <Button onPress={copy}>{isCopied ? t.common.copied : t.common.copy}</Button>
      </div>
    </Section>
  );
}
