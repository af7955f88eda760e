import { el } from "../dom.ts";
import { ask, download, type Page, read } from "./api.ts";
import { momentField } from "./moment-field.ts";
import { button, type Cell, chip, field, form, heading, input, pages, panel, select, table, tell } from "./parts.ts";
import { momentAt } from "./price-lines.ts";
import type { AccountBrief, Estate, Ticket } from "./wire.ts";

const STATES: Readonly<Record<Ticket["state"], readonly [string, string]>> = {
  unused: ["not come yet", "good"],
  used: ["came", ""],
  expired: ["never came", "warm"],
  "taken-back": ["taken back", "bad"],
};

/** Wherever everybody may park, reserved bays are not. */
const ANYWHERE = "any zone";

const pathOf = (estate: string): string => `/v1/ops/estates/${encodeURIComponent(estate)}/visitor-tickets`;
const print = (ticket: Ticket): Promise<void> =>
  download(`${pathOf(ticket.estate)}/${ticket.id}/pdf`, `ticket-${ticket.id.slice(0, 8)}.pdf`);

function issued({ id, zones, timeZone }: Estate, again: () => void): HTMLElement {
  const nameOf = new Map(zones.map((zone) => [zone.id, zone.name]));
  const takeBack = async (ticket: Ticket): Promise<void> => {
    await ask("DELETE", `${pathOf(id)}/${ticket.id}`);
    tell(`The ticket for ${ticket.label} opens nothing any more.`);
    again();
  };
  const row = (ticket: Ticket): Cell[] => {
    const [words, tone] = STATES[ticket.state];
    const said = ticket.usedAt === null ? "" : ` ${momentAt(ticket.usedAt, timeZone)}`;
    return [
      el("b", "", ticket.label),
      ticket.plate ?? "–",
      ticket.zone === null ? ANYWHERE : (nameOf.get(ticket.zone) ?? ticket.zone),
      `${momentAt(ticket.fromAt, timeZone)} – ${momentAt(ticket.untilAt, timeZone)}`,
      [chip(words, tone), said],
      ticket.state === "unused"
        ? [button("Print", () => print(ticket)), button("Take back", () => takeBack(ticket), "danger")]
        : "",
    ];
  };
  return pages<Ticket>(
    (cursor) => read(`${pathOf(id)}?limit=25${cursor ? `&cursor=${cursor}` : ""}`),
    (items) => table(["For", "Plate", "Parks", "Between", "State", ""], items.map(row), { empty: "No ticket." }),
  );
}

/** A field for an account: its id, found by the beginning of a name, too. */
function accountField(): { readonly control: HTMLInputElement; readonly shown: HTMLElement } {
  const found = el("datalist", "");
  found.id = "hosts";
  const pattern = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";
  const control = input("text", "", { required: true, pattern, placeholder: "a name, or an id", autocomplete: "off" });
  control.setAttribute("list", found.id);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = async (): Promise<void> => {
    const { items } = await read<Page<AccountBrief>>(
      `/v1/ops/accounts?limit=8&search=${encodeURIComponent(control.value)}`,
    );
    found.replaceChildren(...items.map(({ id, name }) => new Option(name, id)));
  };
  control.addEventListener("input", () => {
    clearTimeout(timer);
    if (control.value !== "" && control.validity.patternMismatch) timer = setTimeout(() => void look(), 250);
  });
  const shown = field("host, who pays", control);
  shown.append(found);
  return { control, shown };
}

/** Gives a visitor one visit. `done` is called when the ticket is there. */
function issuing({ id, zones, timeZone }: Estate, done: () => void): HTMLElement {
  const host = accountField();
  const bays = zones.filter((zone) => zone.class === "reserved").map((zone) => [zone.id, zone.name] as const);
  const zone = select([["", ANYWHERE], ...bays]);
  const label = input("text", "", { required: true, maxLength: 80, placeholder: "the painter" });
  const plate = input("text", "", { maxLength: 16 });
  const from = momentField("from; empty: now", timeZone);
  const until = momentField("until", timeZone, { required: true });
  const send = async (): Promise<void> => {
    const fromAt = from.read();
    const ticket = await ask<Ticket>("POST", pathOf(id), {
      ...{ host: host.control.value, label: label.value, untilAt: until.read() },
      ...(zone.value === "" ? {} : { zone: zone.value }),
      ...(fromAt === undefined ? {} : { fromAt }),
      ...(plate.value.trim() === "" ? {} : { plate: plate.value.trim() }),
    });
    tell(`The ticket for ${ticket.label} is ready to print.`);
    label.form?.reset();
    done();
  };
  const fields = [
    ...[host.shown, field("for whom", label), field("plate, if known", plate), field("parks", zone)],
    ...[from.shown, until.shown],
  ];
  return form(fields, "Issue", send);
}

/** `#/tickets/<estate>`: visitors' tickets, each good for one visit. */
export async function showTickets(place: HTMLElement, chosen = ""): Promise<void> {
  const { items } = await read<Page<Estate>>("/v1/ops/estates");
  const estate = select(
    items.map(({ id, name }) => [id, name]),
    chosen,
  );
  const shown = el("div", "column");
  const show = (): void => {
    const at = items.find(({ id }) => id === estate.value);
    if (at === undefined) return;
    const list = el("div", "");
    const look = (): void => list.replaceChildren(issued(at, look));
    look();
    const words = "One visit at the host's expense. Times are by the estate's clocks; a month ahead is the most.";
    shown.replaceChildren(
      panel("A new ticket", el("p", "soft", words), issuing(at, look)),
      panel("Tickets, the newest first", list),
    );
  };
  estate.addEventListener("change", show);
  show();
  place.append(heading("Visitors"), panel("", el("div", "fields", field("estate", estate))), shown);
}
