import { el } from "../dom.ts";
import { read } from "./api.ts";
import { chip, field, heading, link, pages, panel, select, table } from "./parts.ts";
import { momentAt } from "./price-lines.ts";
import type { Dispute } from "./wire.ts";

/** `#/disputes`: drivers who do not agree; the answer is given on the stay's page. */
export async function showDisputes(place: HTMLElement): Promise<void> {
  const which = select([
    ["true", "open"],
    ["false", "all"],
  ]);
  const list = el("div", "");
  const look = () =>
    list.replaceChildren(
      pages<Dispute>(
        (cursor) => read(`/v1/ops/disputes?open=${which.value}${cursor ? `&cursor=${cursor}` : ""}`),
        (items) =>
          table(
            ["Since", "What the driver says", "State", ""],
            items.map(({ openedAt, words, state, answer, stay }) => [
              `${momentAt(openedAt, "UTC")} UTC`,
              [el("span", "", `“${words}”`), ...(answer ? [el("p", "soft", answer)] : [])],
              chip(state, state === "open" ? "warm" : state === "accepted" ? "good" : ""),
              link(`#/stays/${stay}`, state === "open" ? "Look and answer" : "The stay", "strong"),
            ]),
            { empty: "Nobody disagrees." },
          ),
      ),
    );
  which.addEventListener("change", look);
  look();
  place.append(heading("Disputes"), panel("", el("div", "fields", field("show", which)), list));
}
