import { el } from "../dom.ts";
import type { Editing } from "./editing.ts";
import { field, input, select } from "./parts.ts";
import { minorPerUnit } from "./words.ts";

/** What a rule of the draft names, offered where one may be filled in. */
const NAMED = {
  rank: ["loyalty", "percentOffByRank"],
  group: ["group", "percentOffByGroup"],
  plan: ["subscription", "plans"],
} as const;
type Named = keyof typeof NAMED;

/** A text with what the draft's rules know of it at hand. */
function openNamed(editing: Editing, what: Named, words: string) {
  const control = input("text", "", { maxLength: 60, autocomplete: "off" });
  const known = el("datalist", "");
  known.id = `known-${what}`;
  control.setAttribute("list", known.id);
  const [rule, parameter] = NAMED[what];
  control.addEventListener("focus", () => {
    const given = editing.content().rules.flatMap((each) => (each.rule === rule ? [each[parameter]] : []));
    const names = given.flatMap((each) => (Array.isArray(each) ? each.map(String) : Object.keys(each ?? {})));
    known.replaceChildren(...[...new Set(names)].map((name) => new Option(name, name)));
  });
  return { control, element: el("div", "", field(words, control), known) };
}

const KINDS = [
  ["", "none"],
  ["minutes", "free minutes"],
  ["amount", "an amount off"],
  ["percent", "per cent off"],
] as const;

/** The account as the API takes it; its ids are what the lines call them. */
type Account = Readonly<Record<string, unknown>>;

/** Who parks, as far as the price goes: rank, group, a subscription and a voucher. `changed` is called after every change. */
export function openWhoParks(editing: Editing, changed: () => void) {
  const scale = minorPerUnit(editing.draft.currency);
  const rank = openNamed(editing, "rank", "rank");
  const group = openNamed(editing, "group", "member of the group");
  const plan = openNamed(editing, "plan", "of the plan (any, if empty)");
  const subscribed = select([
    ["", "none"],
    ["holds", "holds"],
  ]);
  const [from, to] = [input("time"), input("time")];
  const kind = select(KINDS);
  const off = input("number", "60", { min: "0", step: "any", required: true });

  const hours = [field("from (all day, if empty)", from), field("to", to)];
  const worth = field("how much", off);
  const show = () => {
    for (const each of [plan.element, ...hours]) each.hidden = subscribed.value === "";
    worth.hidden = kind.value === "";
    changed();
  };
  for (const each of [subscribed, kind]) each.addEventListener("input", show);
  for (const each of [rank.control, group.control, plan.control, from, to, off])
    each.addEventListener("input", changed);

  const subscription = (): Account => ({
    ...{ id: "tried", fromMs: 0, ...(plan.control.value === "" ? {} : { plan: plan.control.value }) },
    windows: from.value === "" && to.value === "" ? [] : [{ from: from.value || "00:00", to: to.value || "24:00" }],
  });
  const voucher = (): Account => {
    const value = Number(off.value);
    if (kind.value === "amount") return { kind: "amount", id: "tried", amountMinor: Math.round(value * scale) };
    return { kind: kind.value, id: "tried", [kind.value]: Math.round(value) };
  };
  const read = (): Account => ({
    ...(rank.control.value === "" ? {} : { rank: rank.control.value }),
    ...(group.control.value === "" ? {} : { group: group.control.value }),
    subscriptions: subscribed.value === "" ? [] : [subscription()],
    vouchers: kind.value === "" ? [] : [voucher()],
  });
  for (const each of [plan.element, ...hours, worth]) each.hidden = true;
  const element = el(
    "details",
    "who",
    el("summary", "", "Who parks"),
    el("div", "fields", rank.element, group.element),
    el("div", "fields", field("subscription", subscribed), plan.element, ...hours),
    el("div", "fields", field("voucher", kind), worth),
  );
  return { element, read, isValid: () => kind.value === "" || off.checkValidity() };
}
