import { evenTimeAt, instantsShowing, offsetOnChangeDay } from "../../../src/pricing/local-days.ts";
import { el } from "../dom.ts";
import { field, input, select } from "./parts.ts";

/** Date and time by a place's clocks. */
export interface MomentField {
  readonly shown: HTMLElement;
  /** ISO 8601; undefined: nothing was filled in. What nobody touched is what it was, to the millisecond. */
  read(): string | undefined;
}

/**
 * Asks for a moment by a place's clocks. Where they show a time twice it asks which of the two is meant, and a time that they skip is not taken.
 *
 * @param at what is filled in already, ISO 8601.
 */
export function momentField(
  label: string,
  timeZone: string,
  { at, required = false }: { at?: string; required?: boolean } = {},
): MomentField {
  const localOf = (ms: number): string => new Date(ms + evenTimeAt(ms, timeZone).offsetMs).toISOString().slice(0, 19);
  // Whole seconds, because a stay's times are not whole minutes.
  const control = input("datetime-local", at === undefined ? "" : localOf(Date.parse(at)), { required, step: "1" });
  const shown = el("div", "moment", field(label, control));
  const which = select([]);
  which.setAttribute("aria-label", `${label}: which of the two`);
  let moments: number[] = [];
  const look = (): void => {
    const shownMs = Date.parse(`${control.value}Z`);
    moments = Number.isNaN(shownMs) ? [] : instantsShowing(shownMs, timeZone);
    const isSkipped = control.value !== "" && moments.length === 0;
    control.setCustomValidity(isSkipped ? "The clocks skip this time." : "");
    if (moments.length > 1) shown.append(which);
    else which.remove();
    which.replaceChildren(
      ...moments.map((ms, number) => new Option(offsetOnChangeDay(ms, timeZone) ?? "", String(number))),
    );
  };
  control.addEventListener("input", look);
  look();
  if (at !== undefined) which.value = String(Math.max(0, moments.indexOf(Math.floor(Date.parse(at) / 1000) * 1000)));
  const begunWith = [control.value, which.value].join();
  return {
    shown,
    read() {
      if (at !== undefined && [control.value, which.value].join() === begunWith) return at;
      const ms = moments[Number(which.value)];
      // A form that is emptied says nothing of it.
      return ms === undefined || control.value === "" ? undefined : new Date(ms).toISOString();
    },
  };
}
