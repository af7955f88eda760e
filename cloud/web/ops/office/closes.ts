import { el } from "../dom.ts";
import { money } from "../format.ts";
import { type Page, read } from "./api.ts";
import { chip, field, heading, later, pages, panel, select, table } from "./parts.ts";
import { momentAt } from "./price-lines.ts";
import type { Estate } from "./wire.ts";

interface Balance {
  readonly opening: string;
  readonly moved: string;
  readonly closing: string;
}
interface Proof {
  readonly day?: string;
  readonly currency: string;
  readonly house: Readonly<Record<string, Balance>>;
  readonly revenue: Balance;
  readonly tax: Balance;
  readonly stays?: number;
  readonly stayed?: string;
}
interface Close {
  readonly day: string;
  readonly hash: string;
  readonly proof: Proof;
  readonly closedAt: string;
  readonly sound: boolean;
}

function proofSeen({ house, currency, revenue, tax }: Proof): HTMLElement {
  const shown = (amount: string) => money(Number(amount), currency);
  const row = (name: string, { opening, moved, closing }: Balance) => [
    name,
    shown(opening),
    shown(moved),
    shown(closing),
  ];
  const sum = Object.values(house).reduce((total, { closing }) => total + BigInt(closing), 0n);
  const foot = [el("b", "", "all together"), "", "", el("b", "", shown(String(sum)))];
  const columns = ["Books", "Opening", "Moved", "Closing"];
  const kinds = Object.entries(house).map(([kind, balance]) => row(kind, balance));
  return el(
    "div",
    "",
    table(columns, kinds, { numeric: [1, 2, 3], foot }),
    table(["This estate", "Opening", "Moved", "Closing"], [row("revenue", revenue), row("tax", tax)], {
      numeric: [1, 2, 3],
    }),
  );
}

function closeSeen({ day, hash, proof, closedAt, sound }: Close): HTMLElement {
  const state = sound ? chip("proved", "good") : chip("does not agree with its hash", "bad");
  const taken = money(Number(proof.revenue.moved) + Number(proof.tax.moved), proof.currency);
  const head = el(
    "summary",
    "",
    el("b", "", day),
    " ",
    state,
    el("span", "soft", ` ${taken} taken, ${proof.stays ?? 0} stays`),
  );
  const made = el("p", "soft id", `closed ${momentAt(closedAt, "UTC")} UTC, SHA-256 ${hash}`);
  return el("details", "close", head, proofSeen(proof), made);
}

async function today(estate: string): Promise<Node> {
  const { proof, faults } = await read<{ proof: Proof; faults: { fault: string; words: string }[] }>(
    `/v1/ops/estates/${estate}/books`,
  );
  const state = faults.length === 0 ? chip("the books balance", "good") : chip(`${faults.length} faults`, "bad");
  const said = faults.map(({ fault, words }) => el("li", "", `${fault.replaceAll("-", " ")}: ${words}`));
  return el("div", "", el("p", "", state), el("ul", "faults", ...said), proofSeen(proof));
}

const closed = (estate: string): HTMLElement =>
  pages<Close>(
    (cursor) => read(`/v1/ops/estates/${estate}/closes?limit=10${cursor ? `&cursor=${cursor}` : ""}`),
    (items) =>
      items.length === 0
        ? el("p", "soft", "No day is closed yet. It is done by itself soon after midnight.")
        : el("div", "", ...items.map(closeSeen)),
  );

/** `#/closes/<estate>`: the day that runs, and every closed day with its proof. */
export async function showCloses(place: HTMLElement, chosen = ""): Promise<void> {
  const { items } = await read<Page<Estate>>("/v1/ops/estates");
  const estate = select(
    items.map(({ id, name }) => [id, name]),
    chosen,
  );
  const shown = el("div", "column");
  const look = () => {
    if (estate.value === "") return;
    const books = later(() => today(estate.value));
    shown.replaceChildren(panel("The day that runs", books), panel("Closed days", closed(estate.value)));
  };
  estate.addEventListener("change", look);
  look();
  place.append(heading("Books"), panel("", el("div", "fields", field("estate", estate))), shown);
}
