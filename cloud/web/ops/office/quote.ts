import { el } from "../dom.ts";
import { money } from "../format.ts";
import { ask } from "./api.ts";
import { drawCurve } from "./curve.ts";
import type { Editing } from "./editing.ts";
import { field, input, select } from "./parts.ts";
import { lasted, priceTable, spanAt } from "./price-lines.ts";
import { openWhoParks } from "./who-parks.ts";
import type { Quote } from "./wire.ts";

const CLASSES = ["standard", "electric", "truck", "disabled"] as const;

/** A stay that nobody had: when, how long, by which class and factor, by whom; its price line by line and as a picture. */
export function openQuote(editing: Editing) {
  const from = input("datetime-local");
  const hours = input("number", "2.5", { step: "any", min: "0", max: "744", required: true });
  const slider = input("range", "150", { min: "0", max: "1440", step: "10" });
  slider.setAttribute("aria-label", "How long");
  const vehicle = select(CLASSES.map((each) => [each, each]));
  const factor = input("number", "1", { step: "0.05", min: "0", max: "10", required: true });
  const picture = select([
    ["24", "24 hours"],
    ["72", "3 days"],
    ["168", "a week"],
  ]);
  const shown = el("div", "quote");
  shown.setAttribute("aria-live", "polite");
  let turn = 0;

  async function price(): Promise<void> {
    const estate = editing.estate();
    if (![hours, factor].every((each) => each.checkValidity()) || !who.isValid()) return;
    const mine = ++turn;
    const minutes = Math.round(Number(hours.value) * 60);
    const timeZone = estate?.timeZone ?? "UTC";
    const quote = await ask<Quote>("POST", "/v1/ops/tariff-quotes", {
      ...{ currency: editing.draft.currency, content: editing.content(), timeZone, minutes },
      ...(from.value === "" ? {} : { from: from.value }),
      ...{ class: vehicle.value, factorPermille: Math.round(Number(factor.value) * 1000) },
      account: who.read(),
      pictureHours: Number(picture.value),
    });
    if (mine !== turn) return;
    const head = el(
      "p",
      "total",
      el("b", "", money(quote.totalMinor, quote.currency)),
      el("span", "soft", ` for ${lasted(quote.from, quote.to)}: ${spanAt(quote.from, quote.to, timeZone)}`),
    );
    shown.replaceChildren(
      head,
      drawCurve(quote.curve, quote.currency, minutes, quote.totalMinor),
      priceTable(quote, timeZone),
    );
  }
  const again = () => void price().catch(() => undefined);
  const who = openWhoParks(editing, again);
  slider.addEventListener("input", () => {
    hours.value = String(Math.round((Number(slider.value) / 60) * 100) / 100);
    again();
  });
  hours.addEventListener("input", () => {
    slider.value = String(Number(hours.value) * 60);
    again();
  });
  picture.addEventListener("change", () => {
    slider.max = String(Number(picture.value) * 60);
    again();
  });
  for (const each of [from, vehicle, factor]) each.addEventListener("input", again);
  const fields = el(
    "div",
    "fields",
    field("from (now, if empty)", from),
    field("hours", hours),
    field("vehicle", vehicle),
    field("factor", factor),
    field("picture of", picture),
  );
  return { element: el("div", "", fields, who.element, slider, shown), price };
}
