import { el } from "../dom.ts";
import { count, money } from "../format.ts";
import { ask } from "./api.ts";
import type { Editing } from "./editing.ts";
import { button, field, input, link, panel, select, table, tell } from "./parts.ts";
import { lasted, momentAt } from "./price-lines.ts";
import type { Estate, Trial, Version } from "./wire.ts";

function trialSeen(trial: Trial, timeZone: string): HTMLElement {
  const { currency } = trial;
  const rows = trial.mostChanged.map(({ stay, arrivedAt, departedAt, beforeMinor, afterMinor }) => {
    const change = afterMinor - beforeMinor;
    const by = el("span", change > 0 ? "up" : "down", `${change > 0 ? "+" : ""}${money(change, currency)}`);
    return [
      link(`#/stays/${stay}`, momentAt(arrivedAt, timeZone)),
      lasted(arrivedAt, departedAt),
      money(beforeMinor, currency),
      money(afterMinor, currency),
      by,
    ];
  });
  const columns = ["Stay", "Lasted", "Was", "Would be", "Change"];
  const whole = trial.isWhole ? "" : "There are more stays than are tried at once; these are the earliest.";
  return el(
    "div",
    "trial",
    el("p", "strong", trial.words),
    el(
      "p",
      "soft",
      `${count(trial.stays)} ${trial.stays === 1 ? "stay" : "stays"} from ${momentAt(trial.since, timeZone)} to ${momentAt(trial.until, timeZone)}. Whether as many would have come is not in it. ${whole}`,
    ),
    ...(rows.length > 0
      ? [
          el("h3", "", rows.length === 1 ? "The one that changes" : `The ${rows.length} that change most`),
          table(columns, rows, { numeric: [2, 3, 4] }),
        ]
      : []),
  );
}

/** Whose stays a draft can be tried on: an estate's that its tariff priced, where it prices any; and any zone's, also of a new tariff. */
function placesOf({ draft, estates }: Editing) {
  const isPriced = ({ zones }: Estate) => zones.some(({ tariff }) => tariff === draft.tariff);
  return [
    ...estates.filter(isPriced).map((estate) => ({ estate, asked: {}, words: `${estate.name}, by ${draft.tariff}` })),
    ...estates.flatMap((estate) =>
      estate.zones.map(({ id, name }) => ({ estate, asked: { zone: id }, words: `${estate.name}: ${name}` })),
    ),
  ];
}

/** A trial on last month's stays. */
function openTrial(editing: Editing): HTMLElement {
  const { draft } = editing;
  const places = placesOf(editing);
  const place = select(places.map(({ words }, at) => [String(at), words]));
  const days = input("number", "30", { min: "1", max: "366", required: true });
  const tried = el("div", "");
  tried.setAttribute("aria-live", "polite");
  const attempt = button("Try it", async () => {
    const chosen = places[Number(place.value)];
    if (!chosen) throw new Error("No estate charges in this currency.");
    await editing.save();
    const { id, timeZone } = chosen.estate;
    const asked = { estate: id, ...chosen.asked, days: Number(days.value) };
    tried.replaceChildren(
      trialSeen(await ask<Trial>("POST", `/v1/ops/tariff-drafts/${draft.id}/trials`, asked), timeZone),
    );
  });
  const fields = el("div", "fields", field("stays of", place), field("days back", days), attempt);
  return panel("On last month's stays", fields, tried);
}

/** What the draft would have made of last month's stays, and its publication with a date. */
export function openPublication(editing: Editing): HTMLElement {
  const { draft } = editing;
  const from = input("datetime-local");
  const publish = button(
    "Publish",
    async () => {
      const estate = editing.estate();
      const when =
        from.value === "" ? "at once" : `from ${from.value.replace("T", " ")}, by ${estate?.timeZone ?? "UTC"}`;
      if (
        !confirm(
          `Publish this as the next version of ${draft.tariff}, ${when}? Cars inside keep what they were offered.`,
        )
      )
        return;
      await editing.save();
      const timeZone = estate?.timeZone ?? "UTC";
      const asked = from.value === "" ? {} : { effectiveAt: from.value, timeZone };
      const version = await ask<Version>("POST", `/v1/ops/tariff-drafts/${draft.id}/publish`, asked);
      tell(`Version ${version.version} of ${version.id} is published.`);
      location.hash = `#/tariffs/${version.id}`;
    },
    "primary",
  );
  return el(
    "div",
    "column",
    openTrial(editing),
    panel("Publish", el("div", "fields", field("from, by these clocks (at once, if empty)", from), publish)),
  );
}
