import { byId, el, setText } from "../dom.ts";

export type Child = Node | string;

/** A page's heading, with a way back and what can be done there. */
export function heading(title: string, more: { back?: readonly [string, string]; tools?: readonly Node[] } = {}) {
  const { back, tools = [] } = more;
  return el(
    "header",
    "view-head",
    ...(back ? [link(back[0], `‹ ${back[1]}`, "back")] : []),
    el("h1", "", title),
    el("div", "tools", ...tools),
  );
}

/** A part of a page under its own heading. */
export function panel(title: string, ...children: readonly Child[]): HTMLElement {
  return el("section", "panel block", ...(title === "" ? [] : [el("h2", "", title)]), ...children);
}

export function link(hash: string, words: string, className = ""): HTMLAnchorElement {
  const made = el("a", className, words);
  made.href = hash;
  return made;
}

/** Terms and what they are. */
export function facts(rows: readonly (readonly [string, Child])[]): HTMLElement {
  return el("dl", "facts", ...rows.map(([term, value]) => el("div", "", el("dt", "", term), el("dd", "", value))));
}

export type Cell = Child | readonly Child[];

/** A table; on a narrow screen each row is a card whose cells name their column. `numeric`: columns that are amounts. */
export function table(
  columns: readonly string[],
  rows: readonly (readonly Cell[])[],
  more: { numeric?: readonly number[]; empty?: string; foot?: readonly Cell[] } = {},
): HTMLElement {
  const { numeric = [], empty = "Nothing.", foot } = more;
  if (rows.length === 0) return el("p", "soft", empty);
  const row = (cells: readonly Cell[]) =>
    el(
      "tr",
      "",
      ...cells.map((cell, at) => {
        const made = el("td", numeric.includes(at) ? "number" : "", ...(Array.isArray(cell) ? cell : [cell]).flat());
        made.dataset["column"] = columns[at] ?? "";
        return made;
      }),
    );
  const head = columns.map((name, at) => {
    const made = el("th", numeric.includes(at) ? "number" : "", name);
    made.scope = "col";
    return made;
  });
  return el(
    "table",
    "",
    el("thead", "", el("tr", "", ...head)),
    el("tbody", "", ...rows.map(row)),
    ...(foot ? [el("tfoot", "", row(foot))] : []),
  );
}

export const chip = (words: string, tone = ""): HTMLElement => {
  const made = el("span", "chip", words);
  if (tone) made.dataset["tone"] = tone;
  return made;
};

let toastTimer: ReturnType<typeof setTimeout> | undefined;
/** Says for a while what came of something. */
export function tell(words: string, tone: "good" | "bad" = "good"): void {
  const toast = byId("toast");
  setText(toast, words);
  toast.dataset["tone"] = tone;
  toast.hidden = false;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(
    () => {
      toast.hidden = true;
    },
    tone === "good" ? 4_000 : 9_000,
  );
}

export const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** A button that does one thing at a time and says what went wrong. */
export function button(words: string, run: () => unknown, kind = ""): HTMLButtonElement {
  const made = el("button", `button ${kind}`.trim(), words);
  made.type = "button";
  made.addEventListener("click", () => void busy(made, run));
  return made;
}

async function busy(control: HTMLButtonElement, run: () => unknown): Promise<void> {
  if (control.disabled) return;
  control.disabled = true;
  try {
    await run();
  } catch (error) {
    tell(wordsOf(error), "bad");
  } finally {
    control.disabled = false;
  }
}

let ids = 0;
/** A control with its label, and words on it. */
export function field<C extends HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement>(
  label: string,
  control: C,
  hint = "",
): HTMLElement {
  control.id ||= `field-${++ids}`;
  const named = el("label", "", label);
  named.htmlFor = control.id;
  return el("div", "field", named, control, ...(hint ? [el("p", "hint", hint)] : []));
}

export function input(type: string, value = "", more: Partial<HTMLInputElement> = {}): HTMLInputElement {
  const made = el("input", "");
  made.type = type;
  Object.assign(made, more);
  made.value = value;
  return made;
}

export function select(options: readonly (readonly [string, string])[], value = ""): HTMLSelectElement {
  const made = el("select", "");
  made.append(...options.map(([id, words]) => new Option(words, id)));
  if (options.some(([id]) => id === value)) made.value = value;
  return made;
}

/** A form: fields in a row, and the button that sends it. It is sent by Enter, too. */
export function form(fields: readonly Node[], words: string, send: () => Promise<unknown>, kind = ""): HTMLFormElement {
  const submit = el("button", `button ${kind}`.trim(), words);
  submit.type = "submit";
  const made = el("form", "fields", ...fields, submit);
  made.addEventListener("submit", (event) => {
    event.preventDefault();
    if (made.reportValidity()) void busy(submit, send);
  });
  return made;
}

/** Shows page after page of a list. `show` makes what stands for some items. */
export function pages<T>(
  load: (cursor: string | undefined) => Promise<{ items: readonly T[]; next?: string | null }>,
  show: (items: readonly T[]) => Node,
): HTMLElement {
  const made = el("div", "pages");
  const items: T[] = [];
  const more = async (cursor?: string): Promise<void> => {
    const page = await load(cursor);
    items.push(...page.items);
    const { next } = page;
    made.replaceChildren(show(items), ...(next ? [button("Show more", () => more(next))] : []));
  };
  more().catch((error) => made.replaceChildren(el("p", "trouble", wordsOf(error))));
  return made;
}

/** What is filled in when it is there. */
export function later(load: () => Promise<Node>): HTMLElement {
  const made = el("div", "later", el("p", "soft", "…"));
  load().then(
    (node) => made.replaceChildren(node),
    (error) => made.replaceChildren(el("p", "trouble", wordsOf(error))),
  );
  return made;
}
