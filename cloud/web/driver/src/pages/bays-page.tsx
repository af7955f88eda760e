import { ParkingSquare, Printer, UserPlus, X } from "lucide-react";
import { type FormEvent, type ReactNode, useState } from "react";
import { call } from "../api/client.ts";
import { useEstateName } from "../api/seen.ts";
import { change, type Items, useThing } from "../api/things.ts";
import { useLanguage } from "../i18n/language.tsx";
import { useDoing } from "../parts/doing.ts";
import { Field } from "../parts/fields.tsx";
import { Bones, Button, Empty, Notice, Page, Section, Sheet } from "../parts/parts.tsx";

const PATH = "/v1/me/rights";

interface Guest {
  readonly id: string;
  readonly name?: string;
  readonly email?: string | null;
  readonly account?: string;
  readonly fromAt: string;
  readonly untilAt: string | null;
}
interface Right {
  readonly id: string;
  readonly estate: string;
  readonly zone: string;
  readonly places: number;
  readonly fromAt: string;
  readonly untilAt: string | null;
  readonly guestOf?: string | null;
  readonly guests?: readonly Guest[];
}

/** Reserved bays of this driver, and whom they are lent to. */
export function BaysPage(): ReactNode {
  const { t } = useLanguage();
  const { data, isLoading } = useThing<Items<Right>>(PATH);
  return (
    <Page title={t.bays.title} back="/more">
      {isLoading && !data && <Bones count={1} />}
      {data?.items.length === 0 && <Empty icon={ParkingSquare} title={t.bays.none} lead={t.bays.noneLead} />}
      {data?.items.map((right) => (
        <RightCard key={right.id} right={right} />
      ))}
    </Page>
  );
}

function RightCard({ right }: { right: Right }): ReactNode {
  const { t, format } = useLanguage();
  const estate = useEstateName(right.estate);
  const { run, refused } = useDoing();
  const [sheet, setSheet] = useState<"guest" | "ticket">();
  const isGuest = right.guestOf !== undefined && right.guestOf !== null;
  return (
    <Section title={estate}>
      <div className="card">
        <p className="facts">
          <span className="pill accent">{t.bays.places(right.places)}</span>
          <span className="pill">
            {right.untilAt === null ? t.bays.forGood : t.bays.until(format.when(right.untilAt))}
          </span>
          {isGuest && <span className="pill">{t.bays.asGuest}</span>}
        </p>
        {right.guests && right.guests.length > 0 && (
          <ul className="rows">
            {right.guests.map((guest) => {
              const name = guest.email ?? guest.name ?? t.bays.guest;
              return (
                <li key={guest.id} className="row">
                  <span className="grow">
                    <bdi className="strong">{name}</bdi>
                    <span className="soft small block">
                      {guest.untilAt === null ? t.bays.forGood : t.bays.until(format.when(guest.untilAt))}
                    </span>
                  </span>
                  <button
                    type="button"
                    className="icon-button"
                    aria-label={t.bays.removeGuest(name)}
                    onClick={() =>
                      run(() => change("DELETE", `${PATH}/${right.id}/guests/${guest.id}`, undefined, PATH))
                    }
                  >
                    <X aria-hidden="true" />
                  </button>
                </li>
              );
            })}
          </ul>
        )}
        {refused && <Notice kind="alarm">{refused}</Notice>}
        {!isGuest && (
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
      {sheet && <InviteSheet right={right} kind={sheet} onClose={() => setSheet(undefined)} />}
    </Section>
  );
}

/** As an input of type datetime-local wants it: the reader's own clock. */
const localTime = (ms: number): string => {
  const at = new Date(ms - new Date(ms).getTimezoneOffset() * 60_000);
  return at.toISOString().slice(0, 16);
};
const HOUR_MS = 3_600_000;

/** A guest with the app, or a ticket to print for one without. */
function InviteSheet(props: { right: Right; kind: "guest" | "ticket"; onClose: () => void }): ReactNode {
  const { t } = useLanguage();
  const { right, kind, onClose } = props;
  const { run, busy, refused } = useDoing();
  const [email, setEmail] = useState("");
  const [from, setFrom] = useState(() => localTime(Date.now()));
  const [until, setUntil] = useState(() => localTime(Date.now() + 4 * HOUR_MS));
  const [ticket, setTicket] = useState<string>();
  const send = (event: FormEvent): void => {
    event.preventDefault();
    const times = { fromAt: new Date(from).toISOString(), untilAt: new Date(until).toISOString() };
    run(async () => {
      if (kind === "guest") {
        await change("POST", `${PATH}/${right.id}/guests`, { email, ...times }, PATH);
        return onClose();
      }
      const made = await call<{ id: string }>("POST", "/v1/me/visitor-tickets", {
        ...{ estate: right.estate, zone: right.zone, ...times },
      });
      setTicket(made.id);
    });
  };
  return (
    <Sheet title={kind === "guest" ? t.bays.invite : t.bays.ticket} onClose={onClose}>
      <form className="form" onSubmit={send}>
        {kind === "ticket" && <p className="soft">{t.bays.ticketLead}</p>}
        {kind === "guest" && (
          <Field
            label={t.bays.email}
            type="email"
            required
            value={email}
            onChange={(event) => setEmail(event.target.value.trim())}
          />
        )}
        <div className="two">
          <Field
            label={t.bays.from}
            type="datetime-local"
            required
            value={from}
            onChange={(event) => setFrom(event.target.value)}
          />
          <Field
            label={t.bays.to}
            type="datetime-local"
            required
            value={until}
            onChange={(event) => setUntil(event.target.value)}
          />
        </div>
        {refused && <Notice kind="alarm">{refused}</Notice>}
        {ticket === undefined ? (
          <Button kind="main" type="submit" busy={busy} wide>
            {kind === "guest" ? t.bays.invite : t.bays.ticket}
          </Button>
        ) : (
          <a className="button main" href={`/v1/me/visitor-tickets/${ticket}/pdf`} target="_blank" rel="noreferrer">
            {t.bays.ticketOpen}
          </a>
        )}
      </form>
    </Sheet>
  );
}
