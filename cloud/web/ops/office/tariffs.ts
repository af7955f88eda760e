import { el } from "../dom.ts";
import { ask, type Page, read } from "./api.ts";
import { button, chip, field, form, heading, input, link, panel, table } from "./parts.ts";
import { momentAt } from "./price-lines.ts";
import type { BookedTariff, Check, Draft, Version } from "./wire.ts";

const FIRST_CONTENT = {
  rules: [
    { rule: "grace", minutes: 10 },
    { rule: "per-period", minutes: 20, priceMinor: 100 },
    { rule: "occupancy-factor" },
  ],
};

async function begin(tariff: string, currency: string, content: unknown, words: string): Promise<void> {
  const draft = await ask<Draft>("POST", "/v1/ops/tariff-drafts", { tariff, currency, content, words });
  location.hash = `#/drafts/${draft.id}`;
}

const since = ({ version, effectiveAt }: Version): string =>
  `version ${version}, since ${momentAt(effectiveAt, "UTC")} UTC`;

/** `#/tariffs`: every tariff, the drafts, and a new one. */
export async function showTariffs(place: HTMLElement): Promise<void> {
  const [book, drafts] = await Promise.all([
    read<Page<BookedTariff>>("/v1/ops/tariff-book"),
    read<Page<Draft>>("/v1/ops/tariff-drafts"),
  ]);
  const rows = book.items.map(({ id, words, inForce, upcoming, zones }) => [
    link(`#/tariffs/${id}`, id, "strong"),
    [el("span", "", words ?? "–"), el("p", "soft", inForce ? since(inForce) : "not in force yet")],
    upcoming ? chip(`version ${upcoming.version} from ${momentAt(upcoming.effectiveAt, "UTC")} UTC`, "warm") : "",
    zones.map(({ estate, name }) => `${estate}: ${name}`).join(", ") || el("span", "soft", "nowhere"),
  ]);
  const open = drafts.items.map(({ id, tariff, words, author, changedAt }) => [
    link(`#/drafts/${id}`, words || "a draft", "strong"),
    tariff,
    `${author}, ${momentAt(changedAt, "UTC")} UTC`,
  ]);
  const [id, currency] = [
    input("text", "", { required: true, title: "lower-case letters, digits and dashes" }),
    input("text", "EUR", { required: true }),
  ];
  [id.pattern, currency.pattern] = ["[a-z0-9]([a-z0-9\\-]{0,30}[a-z0-9])?", "[A-Z]{3}"];
  place.append(
    heading("Tariffs"),
    panel("In force", table(["Tariff", "What a gate shows", "Next", "Charged at"], rows, { empty: "No tariff yet." })),
    panel("Drafts", table(["Draft", "Of", "Last changed"], open, { empty: "Nobody works on one." })),
    panel(
      "A new tariff",
      form([field("name", id), field("currency", currency)], "Begin a draft", () =>
        begin(id.value, currency.value, FIRST_CONTENT, "new"),
      ),
    ),
  );
}

/** One version: what it says, and a draft from it. */
async function versionPanel(version: Version, isInForce: boolean): Promise<HTMLElement> {
  const { currency, content } = version;
  const { text, words } = await ask<Check>("POST", "/v1/ops/tariff-checks", { currency, content });
  const state = isInForce ? chip("in force", "good") : "";
  const title = el(
    "summary",
    "",
    `Version ${version.version}`,
    " ",
    state,
    el("span", "soft", ` from ${momentAt(version.effectiveAt, "UTC")} UTC · ${words ?? "cannot be priced"}`),
  );
  const made = el("details", "panel block version", title, el("pre", "", text));
  made.append(
    button("Begin a draft from it", () => begin(version.id, currency, content, `from version ${version.version}`)),
  );
  made.open = isInForce;
  return made;
}

/** `#/tariffs/<id>`: every version of a tariff, newest first. */
export async function showTariff(place: HTMLElement, id: string): Promise<void> {
  const [book, drafts] = await Promise.all([
    read<Page<BookedTariff>>("/v1/ops/tariff-book"),
    read<Page<Draft>>(`/v1/ops/tariff-drafts?tariff=${encodeURIComponent(id)}`),
  ]);
  const booked = book.items.find((each) => each.id === id);
  const versions =
    booked?.inForce || booked?.upcoming ? (await read<Page<Version>>(`/v1/ops/tariffs/${id}`)).items : [];
  const panels = await Promise.all(
    versions.map((each) => versionPanel(each, each.version === booked?.inForce?.version)),
  );
  const open = drafts.items.map((each) => [
    link(`#/drafts/${each.id}`, each.words || "a draft", "strong"),
    `${each.author}, ${momentAt(each.changedAt, "UTC")} UTC`,
  ]);
  place.append(
    heading(id, { back: ["#/tariffs", "Tariffs"] }),
    ...(open.length > 0 ? [panel("Drafts", table(["Draft", "Last changed"], open))] : []),
    ...panels,
  );
}
