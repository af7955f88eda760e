import { el } from "../dom.ts";
import { ask, type Page, read } from "./api.ts";
import { chip, field, form, heading, input, link, pages, panel, select, tell } from "./parts.ts";
import { momentAt } from "./price-lines.ts";
import type { Estate, Exception } from "./wire.ts";
import { exceptionWords } from "./words.ts";

function seen(exception: Exception, timeZone: string): HTMLElement {
  const { id, kind, estate, gate, at, words, session, resolvedAt } = exception;
  const [title, hint] = exceptionWords(kind);
  const where = [estate, gate, momentAt(at, timeZone)].filter(Boolean).join(" · ");
  const stay = session ? [link(`#/stays/${session}`, "the stay")] : [];
  const made = el(
    "li",
    "exception-card",
    el("h2", "", title),
    el("p", "soft where", where, " ", ...stay),
    el("p", "", words),
  );
  if (hint) made.append(el("p", "soft", hint));
  if (resolvedAt) {
    made.append(chip(`resolved ${momentAt(resolvedAt, timeZone)}`, "good"));
    return made;
  }
  const said = input("text", "", { required: true, maxLength: 500 });
  const resolve = form([field("what came of it", said)], "Resolve", async () => {
    await ask("POST", `/v1/ops/exceptions/${id}/resolve`, { words: said.value });
    tell("Resolved.");
    made.replaceChildren(
      el("h2", "", title),
      el("p", "soft where", where, " ", ...stay),
      chip(`resolved: ${said.value}`, "good"),
    );
  });
  made.append(resolve);
  return made;
}

/** `#/exceptions`: what somebody should look at, in words, with what is to be done. */
export async function showExceptions(place: HTMLElement): Promise<void> {
  const { items: estates } = await read<Page<Estate>>("/v1/ops/estates");
  const zoneOf = new Map(estates.map(({ id, timeZone }) => [id, timeZone]));
  const estate = select([["", "everywhere"], ...estates.map(({ id, name }) => [id, name] as const)]);
  const which = select([
    ["hide", "open"],
    ["show", "all"],
  ]);
  const list = el("div", "");
  const look = () => {
    const asked = `limit=25&resolved=${which.value}${estate.value ? `&estate=${estate.value}` : ""}`;
    list.replaceChildren(
      pages<Exception>(
        (cursor) => read(`/v1/ops/exceptions?${asked}${cursor ? `&cursor=${cursor}` : ""}`),
        (items) =>
          items.length === 0
            ? el("p", "soft", "Nothing. All is well.")
            : el("ul", "exception-cards", ...items.map((each) => seen(each, zoneOf.get(each.estate) ?? "UTC"))),
      ),
    );
  };
  for (const each of [estate, which]) each.addEventListener("change", look);
  look();
  place.append(
    heading("Exceptions"),
    panel("", el("div", "fields", field("where", estate), field("show", which)), list),
  );
}
