import { answered, done, type Schemas } from "@baygate/client";
import { Printer, Share2, X } from "lucide-react";
import { type FormEvent, type ReactNode, useState } from "react";
import { askAgain, useAsked } from "../api/asked.ts";
import { client } from "../api/client.ts";
import { useLanguage } from "../i18n/language.tsx";
import { useDoing } from "../parts/doing.ts";
import { Field } from "../parts/fields.tsx";
import { Button, Notice, Sheet } from "../parts/parts.tsx";
import { instantOf, TimesFields, useTimes } from "./times.tsx";

type Ticket = Schemas["VisitorTicket"];
type Right = Schemas["MyBayRight"];

const pdfOf = (ticket: string): string => `/v1/me/visitor-tickets/${ticket}/pdf`;

/** The tickets that were made for these bays. */
export function Tickets({ right }: { right: Right }): ReactNode {
  const { t, format } = useLanguage();
  const { data } = useAsked("tickets");
  const { run, refused } = useDoing();
  const mine = data?.filter(({ estate, zone }) => estate === right.estate && zone === right.zone) ?? [];
  if (mine.length === 0) return null;
  const takeBack = (ticket: string) =>
    run(async () => {
      await done(client.DELETE("/v1/me/visitor-tickets/{ticket}", { params: { path: { ticket } } }));
      await askAgain("tickets");
    });
  return (
    <>
      <ul className="rows" aria-label={t.tickets.title}>
        {mine.map(({ id, label, state, untilAt }) => (
          <li key={id} className="row">
            <span className="grow">
              <bdi className="strong">{label}</bdi>
              <span className="soft small block">
                {state === "unused" ? t.bays.until(format.when(untilAt)) : t.tickets.states[state]}
              </span>
            </span>
            {state === "unused" && (
              <>
                <a
                  className="icon-button"
                  href={pdfOf(id)}
                  target="_blank"
                  rel="noreferrer"
                  aria-label={t.tickets.print(label)}
                >
                  <Printer aria-hidden="true" />
                </a>
                <button
                  type="button"
                  className="icon-button"
                  aria-label={t.tickets.takeBack(label)}
                  onClick={() => takeBack(id)}
                >
                  <X aria-hidden="true" />
                </button>
              </>
            )}
          </li>
        ))}
      </ul>
      {refused && <Notice kind="alarm">{refused}</Notice>}
    </>
  );
}

/** A ticket to print or to send, for a visitor without the app. */
export function TicketSheet({ right, onClose }: { right: Right; onClose: () => void }): ReactNode {
  const { t } = useLanguage();
  const { run, busy, refused } = useDoing();
  const [label, setLabel] = useState("");
  const [plate, setPlate] = useState("");
  const [ticket, setTicket] = useState<Ticket>();
  const times = useTimes();
  const make = (event: FormEvent): void => {
    event.preventDefault();
    run(async () => {
      const body = {
        ...{ estate: right.estate, zone: right.zone, label: label.trim() || t.bays.guest },
        ...{ fromAt: instantOf(times.from), untilAt: instantOf(times.until) },
        ...(plate.trim() === "" ? {} : { plate: plate.trim() }),
      };
      setTicket(await answered(client.POST("/v1/me/visitor-tickets", { body })));
      await askAgain("tickets", "rights");
    });
  };
  if (ticket) return <Made ticket={ticket} onClose={onClose} />;
  return (
    <Sheet title={t.bays.ticket} onClose={onClose}>
      <form className="form" onSubmit={make}>
        <p className="soft">{t.bays.ticketLead}</p>
        <Field
          label={`${t.tickets.forWhom} (${t.common.optional})`}
          maxLength={80}
          value={label}
          onChange={(event) => setLabel(event.target.value)}
        />
        <Field
          label={`${t.vehicles.plate} (${t.common.optional})`}
          dir="ltr"
          maxLength={16}
          autoCapitalize="characters"
          autoComplete="off"
          value={plate}
          onChange={(event) => setPlate(event.target.value)}
        />
        <TimesFields times={times} />
        {refused && <Notice kind="alarm">{refused}</Notice>}
        <Button kind="main" type="submit" busy={busy} wide>
          {t.tickets.make}
        </Button>
      </form>
    </Sheet>
  );
}

function Made({ ticket, onClose }: { ticket: Ticket; onClose: () => void }): ReactNode {
  const { t } = useLanguage();
  const { run, busy, refused } = useDoing();
  const share = () =>
    run(async () => {
      const content = await (await fetch(pdfOf(ticket.id))).blob();
      const files = [new File([content], "baygate-ticket.pdf", { type: "application/pdf" })];
      // Whoever closes the phone's own sheet has not failed at anything.
      await navigator.share({ files, title: ticket.label }).catch(() => undefined);
    });
  return (
    <Sheet title={t.bays.ticket} onClose={onClose}>
      <Notice kind="good">{t.tickets.made(ticket.label)}</Notice>
      {refused && <Notice kind="alarm">{refused}</Notice>}
      <div className="actions">
        <a className="button main" href={pdfOf(ticket.id)} target="_blank" rel="noreferrer">
          <Printer aria-hidden="true" />
          {t.bays.ticketOpen}
        </a>
        {"share" in navigator && (
          <Button icon={Share2} busy={busy} onPress={share}>
            {t.tickets.share}
          </Button>
        )}
      </div>
    </Sheet>
  );
}
