import { el } from "../dom.ts";
import { dayAt, timeAt } from "../format.ts";
import { ask, type Page, read } from "./api.ts";
import { button, chip, field, form, heading, input, link, panel, table, tell, wordsOf } from "./parts.ts";
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

/** When a version takes effect, with its year: what is to come may be years away. */
const effectOf = ({ effectiveAt }: Version): string => {
  const ms = Date.parse(effectiveAt);
  return `${dayAt(ms, "UTC")} ${effectiveAt.slice(0, 4)}, ${timeAt(ms, "UTC")} UTC`;
};

const since = (version: Version): string => `version ${version.version}, since ${effectOf(version)}`;

/** `#/tariffs`: every tariff, the drafts, and a new one. */
export async function showTariffs(place: HTMLElement): Promise<void> {
  const [book, drafts] = await Promise.all([
    read<Page<BookedTariff>>("/v1/ops/tariff-book"),
    read<Page<Draft>>("/v1/ops/tariff-drafts"),
  ]);
  const rows = book.items.map(({ id, words, inForce, upcoming, zones }) => [
    link(`#/tariffs/${id}`, id, "strong"),
    [el("span", "", words ?? "–"), el("p", "soft", inForce ? since(inForce) : "not in force yet")],
    upcoming ? chip(`version ${upcoming.version} from ${effectOf(upcoming)}`, "warm") : "",
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

async function withdraw({ id, version }: Version): Promise<boolean> {
  if (!confirm(`Withdraw version ${version} of ${id}? It never takes effect, and its number is not used again.`))
    return false;
  await ask("DELETE", `/v1/ops/tariffs/${id}/versions/${version}`);
  tell(`Version ${version} of ${id} is withdrawn.`);
  return true;
}

/** One version: what it says, a draft from it, and its withdrawal before its time. */
async function versionPanel(version: Version, isInForce: boolean, withdrawn: () => void): Promise<HTMLElement> {
  const { currency, content } = version;
  const { text, words } = await ask<Check>("POST", "/v1/ops/tariff-checks", { currency, content });
  const isToCome = Date.parse(version.effectiveAt) > Date.now();
  const state = isInForce ? chip("in force", "good") : isToCome ? chip("to come", "warm") : "";
  const title = el(
    "summary",
    "",
    `Version ${version.version}`,
    " ",
    state,
    el("span", "soft", ` from ${effectOf(version)} · ${words ?? "cannot be priced"}`),
  );
  const begun = button("Begin a draft from it", () =>
    begin(version.id, currency, content, `from version ${version.version}`),
  );
  const leave = async (): Promise<void> => {
    if (await withdraw(version)) withdrawn();
  };
  const tools = el("div", "fields", begun, ...(isToCome ? [button("Withdraw it", leave, "quiet")] : []));
  const made = el("details", "panel block version", title, el("pre", "", text), tools);
  made.open = isInForce;
  return made;
}

/** `#/tariffs/<id>`: every version of a tariff, newest first. */
export async function showTariff(place: HTMLElement, id: string): Promise<void> {
  const [book, drafts] = await Promise.all([
    read<Page<BookedTariff>>("/v1/ops/tariff-book"),
    read<Page<Draft>>(`/v1/ops/tariff-drafts?tariff=${encodeURIComponent(id)}`),
  ]);
  const again = () => void showTariff(place, id).catch((error) => tell(wordsOf(error), "bad"));
  const booked = book.items.find((each) => each.id === id);
  const versions =
    booked?.inForce || booked?.upcoming ? (await read<Page<Version>>(`/v1/ops/tariffs/${id}`)).items : [];
  const panels = await Promise.all(
    versions.map((each) => versionPanel(each, each.version === booked?.inForce?.version, again)),
  );
  const open = drafts.items.map((each) => [
    link(`#/drafts/${each.id}`, each.words || "a draft", "strong"),
    `${each.author}, ${momentAt(each.changedAt, "UTC")} UTC`,
  ]);
  place.replaceChildren(
    heading(id, { back: ["#/tariffs", "Tariffs"] }),
    ...(open.length > 0 ? [panel("Drafts", table(["Draft", "Last changed"], open))] : []),
    ...panels,
  );
}
