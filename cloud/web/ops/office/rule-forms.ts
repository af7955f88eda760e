import { el } from "../dom.ts";
import { ask } from "./api.ts";
import { type Part, type Schema, schemaForm } from "./form.ts";
import { button, field, input, panel, select } from "./parts.ts";
import type { Check, Content, Draft } from "./wire.ts";
import { RULE_LABELS, RULES, ruleName } from "./words.ts";

export interface RuleKind {
  readonly rule: string;
  readonly scope: string;
  readonly schema: Schema;
}

interface Card {
  readonly kind: RuleKind;
  readonly part: Part;
  readonly element: HTMLElement;
}

type RuleValue = Content["rules"][number];

const isRule = (value: unknown): value is RuleValue => typeof value === "object" && value !== null && "rule" in value;
const ORDER = ["time", "stay", "tax"];
const SCOPES: Readonly<Record<string, string>> = { time: "by the clock", stay: "of the whole stay", tax: "tax" };

/** A rule's form with its place in the order. */
function makeCard(
  kind: RuleKind,
  value: unknown,
  currency: string,
  on: { change(): void; move(card: Card, by: number): void },
): Card {
  const part = schemaForm(kind.schema, value, currency, on.change, RULE_LABELS[kind.rule]);
  const [name, words] = RULES[kind.rule] ?? [kind.rule, ""];
  const tool = (sign: string, said: string, by: number) => {
    const made = button(sign, () => on.move(card, by), "quiet");
    made.setAttribute("aria-label", `${said}: ${name}`);
    made.title = said;
    return made;
  };
  const tools = el("div", "tools", tool("↑", "Earlier", -1), tool("↓", "Later", 1), tool("×", "Remove", 0));
  const head = el("header", "", el("div", "", el("h3", "", name), el("p", "soft", words)), tools);
  const card: Card = { kind, part, element: el("li", "panel rule", head, part.element) };
  return card;
}

/** Rules as forms in their order, with the calendar that their windows name. */
function openForms(kinds: readonly RuleKind[], calendarSchema: Schema, currency: string, changed: () => void) {
  const list = el("ol", "rules");
  const cards: Card[] = [];
  const calendarPlace = el("div", "");
  let calendar: Part | undefined;
  const mayCostLess = input("checkbox");
  mayCostLess.addEventListener("input", changed);

  const draw = () => list.replaceChildren(...cards.map(({ element }) => element));
  const move = (card: Card, by: number) => {
    const at = cards.indexOf(card);
    cards.splice(at, 1);
    if (by !== 0) cards.splice(Math.max(0, at + by), 0, card);
    draw();
    if (by !== 0) card.element.querySelector<HTMLButtonElement>(`button:nth-child(${by < 0 ? 1 : 2})`)?.focus();
    changed();
  };
  const add = (kind: RuleKind, value: unknown, at = cards.length) =>
    cards.splice(at, 0, makeCard(kind, value, currency, { change: changed, move }));
  const another = anotherRule(kinds, (kind) => {
    // Behind the last of its kind: rules of time stand before those of the stay, the tax last.
    const before = cards.findIndex((card) => ORDER.indexOf(card.kind.scope) > ORDER.indexOf(kind.scope));
    const at = before === -1 ? cards.length : before;
    add(kind, { rule: kind.rule }, at);
    draw();
    cards[at]?.element.querySelector<HTMLElement>("input, select, textarea")?.focus();
    changed();
  });
  return {
    element: el(
      "div",
      "column",
      list,
      another,
      el("details", "panel block", el("summary", "", "Holidays and seasons"), calendarPlace),
      el("label", "check", mayCostLess, "a longer stay may cost less (drivers are told so)"),
    ),
    fill(content: Content): void {
      cards.length = 0;
      for (const value of content.rules) {
        const kind = kinds.find(({ rule }) => rule === value.rule);
        if (kind) add(kind, value);
      }
      calendar = schemaForm(calendarSchema, content.calendar, currency, changed);
      calendarPlace.replaceChildren(calendar.element);
      mayCostLess.checked = content.longerMayCostLess === true;
      draw();
    },
    read(): Content {
      const days = calendar?.read();
      const declared = mayCostLess.checked ? { longerMayCostLess: true } : {};
      const rules = cards.map(({ part }) => part.read()).filter(isRule);
      return { version: 1, ...declared, rules, ...(hasDays(days) ? { calendar: days } : {}) };
    },
    /** Shows which of the rules are wrong, by their place. */
    mark(faulty: ReadonlySet<unknown>): void {
      for (const [at, { element }] of cards.entries()) element.classList.toggle("faulty", faulty.has(at));
    },
  };
}

const hasDays = (calendar: unknown): boolean =>
  typeof calendar === "object" &&
  calendar !== null &&
  Object.values(calendar).some((each) => typeof each === "object" && each !== null && Object.keys(each).length > 0);

function anotherRule(kinds: readonly RuleKind[], add: (kind: RuleKind) => void): HTMLElement {
  const options = kinds.map(({ rule, scope }) => [rule, `${ruleName(rule)} (${SCOPES[scope] ?? scope})`] as const);
  const choice = select(options, "per-period");
  const adder = button("Add", () => {
    const kind = kinds.find(({ rule }) => rule === choice.value);
    if (kind) add(kind);
  });
  return panel("Another rule", el("div", "fields", field("rule", choice), adder));
}

/** A draft's content: its rules as forms, or all of it as YAML or JSON. */
export function openRules(draft: Draft, kinds: readonly RuleKind[], calendarSchema: Schema, changed: () => void) {
  const forms = openForms(kinds, calendarSchema, draft.currency, changed);
  forms.fill(draft.content);
  const text = el("textarea", "yaml");
  text.spellcheck = false;
  text.rows = 24;
  text.setAttribute("aria-label", "The tariff as YAML or JSON");
  text.addEventListener("input", changed);
  const body = el("div", "", forms.element);
  /** `asked`: the text is shown once the forms' content is known as text. */
  let shown: "forms" | "asked" | "text" = "forms";
  let read = draft.content;
  /** What the page says now: a text may have changed since it was last looked at, and be none that can be kept. */
  const written = async (): Promise<Content> => {
    if (shown !== "text") return shown === "forms" ? forms.read() : read;
    const asked = { currency: draft.currency, text: text.value };
    const { content, faults } = await ask<Check>("POST", "/v1/ops/tariff-checks", asked);
    const [fault] = faults;
    if (fault) throw new Error(`The text is no tariff: ${[...fault.path, fault.message].join(" · ")}`);
    if (content) read = content;
    return read;
  };
  const switcher = button(
    "As text",
    async () => {
      const toText = shown === "forms";
      if (!toText) forms.fill(await written());
      shown = toText ? "asked" : "forms";
      switcher.textContent = toText ? "As forms" : "As text";
      if (toText) read = forms.read();
      body.replaceChildren(toText ? text : forms.element);
      look();
    },
    "quiet",
  );
  let look: () => void = () => undefined;
  const title = el("h2", "", "Rules, from the first to the last");
  return {
    element: el("section", "column", el("header", "view-head", title, el("div", "tools", switcher)), body),
    content: (): Content => (shown === "forms" ? forms.read() : read),
    written,
    /** What is to be checked. */
    asked: () => (shown === "text" ? { text: text.value } : { content: shown === "asked" ? read : forms.read() }),
    /** Faults go to their rules; a text that was read becomes the content. */
    checked(check: Check): void {
      if (shown === "asked") {
        text.value = check.text;
        shown = "text";
      }
      if (check.content && check.faults.length === 0) read = check.content;
      forms.mark(new Set(check.faults.filter(({ path }) => path[0] === "rules").map(({ path }) => path[1])));
    },
    /** What checks the content again without its being changed. */
    onLook(run: () => void): void {
      look = run;
    },
  };
}
