import { el } from "../dom.ts";
import { factor, money } from "../format.ts";
import { receiptRow } from "./account-money.ts";
import { ask, type Page, read } from "./api.ts";
import { momentField } from "./moment-field.ts";
import { button, chip, facts, field, form, heading, input, later, link, panel, select, table, tell } from "./parts.ts";
import { lasted, momentAt, priceTable } from "./price-lines.ts";
import type { Receipt, Revision, StayFile } from "./wire.ts";
import { exceptionWords, filledIn, flagWords, minorPerUnit, STATES } from "./words.ts";

function offered({ offer, class: vehicle }: Revision): string {
  if (!offer) return "no offer is known";
  return `tariff ${offer.tariff}, version ${offer.version}, ${factor(offer.factorPermille)}, as shown at the arrival; ${vehicle}`;
}

const REASONS = [
  [/^operator$/, "put right by an operator"],
  [/^dispute:/, "agreed with the driver"],
  [/^departure-late:/, "the true departure came late"],
] as const;
const reasonWords = (reason: string | null): string =>
  reason === null
    ? "as it was charged first"
    : (REASONS.find(([pattern]) => pattern.test(reason))?.[1] ?? reason.replaceAll("-", " "));

function revisionSeen(revision: Revision, timeZone: string, isLast: boolean): HTMLElement {
  const { totalMinor, currency, arrivedAt, departedAt } = revision;
  const head = `${money(totalMinor, currency)} for ${lasted(arrivedAt, departedAt)}, ${reasonWords(revision.reason)}`;
  const inside = [el("p", "soft", `Priced by ${offered(revision)}.`), priceTable(revision, timeZone)];
  if (isLast) return el("div", "revision", el("p", "total", el("b", "", head)), ...inside);
  return el("details", "revision", el("summary", "", `before: ${head}`), ...inside);
}

function amountField(currency: string, totalMinor: number): HTMLInputElement {
  return input("number", filledIn(totalMinor, currency), { required: true, min: "0", step: "any" });
}

/** What an operator may put right: the total, or the times. */
function correction(stay: StayFile, last: Revision, again: () => Promise<void>): HTMLElement {
  const path = `/v1/ops/stays/${stay.id}/corrections`;
  // A button that was pressed twice corrects once.
  const key = crypto.randomUUID();
  const total = amountField(last.currency, last.totalMinor);
  const words = input("text", "", { required: true, maxLength: 200 });
  const correct = async (body: unknown): Promise<void> => {
    const made = await ask<{ totalMinor: number; currency: string }>("POST", path, body, key);
    tell(`It costs ${money(made.totalMinor, made.currency)} now; the receipt follows.`);
    await again();
  };
  const agreed = form(
    [field(`total, ${last.currency}`, total), field("words on the receipt", words)],
    "Agree this total",
    () =>
      correct({
        kind: "agreed",
        totalMinor: Math.round(Number(total.value) * minorPerUnit(last.currency)),
        words: words.value,
      }),
  );
  const clock = (label: string, at: string) => momentField(label, stay.timeZone, { at, required: true });
  const [from, to] = [clock("arrived, by its clocks", last.arrivedAt), clock("departed", last.departedAt)] as const;
  const times = form([from.shown, to.shown], "Price these times", () =>
    correct({ kind: "times", arrivedAt: from.read(), departedAt: to.read() }),
  );
  return el("div", "column", agreed, times);
}

/** The answer to a driver who does not agree. */
function answer(
  dispute: StayFile["disputes"][number],
  last: Revision | undefined,
  again: () => Promise<void>,
): HTMLElement {
  const path = `/v1/ops/disputes/${dispute.id}`;
  const currency = last?.currency ?? "EUR";
  const total = amountField(currency, last?.totalMinor ?? 0);
  total.max = filledIn(last?.totalMinor ?? 0, currency);
  const said = input("text", "", { required: true, maxLength: 200 });
  const to = select([
    ["wallet", "into the wallet"],
    ["card", "to the card"],
  ]);
  const key = crypto.randomUUID();
  const accept = form(
    [field(`agreed total, ${currency}`, total), field("difference goes", to), field("answer to the driver", said)],
    "Agree",
    async () => {
      const agreed = {
        kind: "agreed",
        totalMinor: Math.round(Number(total.value) * minorPerUnit(currency)),
        words: said.value,
      };
      await ask("POST", `${path}/accept`, { correction: agreed, answer: said.value, to: to.value }, key);
      tell("Agreed: a credit note and a new receipt follow.");
      await again();
    },
    "primary",
  );
  const refuse = button("Refuse, with this answer", async () => {
    if (!said.reportValidity()) return;
    await ask("POST", `${path}/refuse`, { answer: said.value });
    tell("Refused.");
    await again();
  });
  accept.append(refuse);
  return el("div", "dispute", el("p", "strong", `“${dispute.words}”`), accept);
}

function disputes(stay: StayFile, last: Revision | undefined, again: () => Promise<void>): HTMLElement[] {
  return stay.disputes.map((each) => {
    if (each.state === "open") return panel("The driver does not agree", answer(each, last, again));
    const tone = each.state === "accepted" ? "good" : "";
    return panel(
      "A dispute",
      el("p", "", `“${each.words}” `, chip(each.state, tone)),
      el("p", "soft", each.answer ?? ""),
    );
  });
}

/** `#/stays/<id>`: a stay, its price line by line, its receipts, and what can be put right. */
export async function showStay(place: HTMLElement, id: string): Promise<void> {
  const stay = await read<StayFile>(`/v1/ops/stays/${encodeURIComponent(id)}`);
  const { timeZone, account } = stay;
  const last = stay.revisions.at(-1);
  const again = async (): Promise<void> => {
    const next = el("div", "view");
    await showStay(next, id);
    place.replaceChildren(...next.childNodes);
  };
  const moment = (at: string | null) => (at ? momentAt(at, timeZone) : "–");
  const running = stay.cost && !stay.cost.final ? stay.cost : undefined;
  const receipts = later(async () => {
    const { items } = await read<Page<Receipt>>(`/v1/ops/receipts?stay=${stay.id}`);
    return table(["Receipt", "Issued", ""], items.map(receiptRow), {
      empty: "None yet: they are written a moment after the stay.",
    });
  });
  const odd = stay.exceptions.map(({ kind, words, resolvedAt }) => [
    el("b", "", exceptionWords(kind)[0]),
    words,
    resolvedAt ? "resolved" : chip("open", "bad"),
  ]);
  place.append(
    heading(`Stay at ${stay.estate} · ${stay.zone}`, {
      back: account ? [`#/accounts/${account}`, "Account"] : ["#/exceptions", "Exceptions"],
      tools: stay.flags.map((flag) => chip(flagWords(flag), "warm")),
    }),
    panel(
      "",
      facts([
        ["state", STATES[stay.state] ?? stay.state],
        ["arrived", `${moment(stay.arrivedAt)} · ${stay.gateIn}`],
        ["departed", `${moment(stay.departedAt)}${stay.gateOut ? ` · ${stay.gateOut}` : ""}`],
        ["account", account ? link(`#/accounts/${account}`, account.slice(0, 8)) : "nobody"],
        ...(last?.payer && last.payer !== account
          ? [["paid by", link(`#/accounts/${last.payer}`, last.payer.slice(0, 8))] as const]
          : []),
      ]),
    ),
    ...disputes(stay, last, again),
    panel(
      "What it costs",
      ...(running ? [el("p", "soft", "If it left now."), priceTable({ ...running, taxes: [] }, timeZone)] : []),
      ...stay.revisions.toReversed().map((each, at) => revisionSeen(each, timeZone, at === 0)),
      ...(running || last ? [] : [el("p", "soft", "Nothing: it has no price.")]),
    ),
    ...(last ? [panel("Receipts and credit notes", receipts), panel("Put right", correction(stay, last, again))] : []),
    ...(odd.length > 0 ? [panel("Exceptions", table(["What", "Words", ""], odd))] : []),
  );
}
