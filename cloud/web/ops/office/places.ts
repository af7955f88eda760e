import { el } from "../dom.ts";
import { ask, type Page, read } from "./api.ts";
import { field, form, heading, input, later, panel, table, tell } from "./parts.ts";
import { momentAt } from "./price-lines.ts";
import type { Estate, Zone, ZoneCounts } from "./wire.ts";
import { atWorst, howSure } from "./words.ts";

function counted(path: string, zone: Zone, timeZone: string): HTMLElement {
  const place = el("div", "");
  const show = async (): Promise<Node> => {
    const counts = await read<ZoneCounts>(path);
    const rows = counts.items.map(({ at, actor, saw, before, reason }) => [
      momentAt(at, timeZone),
      actor,
      reason,
      String(saw),
      String(before),
    ]);
    const list = table(["Counted", "By", "Note", "Stood there", "By the books"], rows, {
      numeric: [3, 4],
      empty: "No count.",
    });
    return el("div", "", el("p", "", howSure(counts)), list);
  };
  const look = (): void => place.replaceChildren(later(show));
  look();
  const saw = input("number", "", { required: true, min: "0", max: "100000", step: "1" });
  const reason = input("text", "", { required: true, maxLength: 200, placeholder: "counted on foot" });
  const send = async (): Promise<void> => {
    const { drift } = await ask<{ drift: number }>("POST", path, { saw: Number(saw.value), reason: reason.value });
    tell(
      drift === 0
        ? "The books were right."
        : `The books said ${Math.abs(drift)} too ${drift > 0 ? "many" : "few"}; they follow.`,
    );
    saw.value = "";
    look();
  };
  const warning = zone.oversoldAtWorst > 0 ? [el("p", "", atWorst(zone.oversoldAtWorst))] : [];
  return panel(zone.name, ...warning, form([field("places in use", saw), field("note", reason)], "Count", send), place);
}

/** `#/places`: what persons count in the zones, and how sure the books are. */
export async function showPlaces(place: HTMLElement): Promise<void> {
  const { items: estates } = await read<Page<Estate>>("/v1/ops/estates");
  place.append(
    heading("Places"),
    ...estates.flatMap(({ id, name, timeZone, zones }) => [
      el("h2", "", name),
      ...zones.map((zone) => counted(`/v1/ops/estates/${id}/zones/${zone.id}/corrections`, zone, timeZone)),
    ]),
  );
}
