import { el, setText } from "../dom.ts";
import { ask, type Page, read } from "./api.ts";
import type { Editing } from "./editing.ts";
import type { Schema } from "./form.ts";
import { button, chip, field, heading, input, panel, select, tell, wordsOf } from "./parts.ts";
import { openPublication } from "./publication.ts";
import { openQuote } from "./quote.ts";
import { openRules, type RuleKind } from "./rule-forms.ts";
import type { Check, Draft, Estate } from "./wire.ts";

/** Answers only the last of calls that come fast one after another. */
function debounced(run: () => Promise<void>, ms: number): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(() => void run().catch((error) => tell(wordsOf(error), "bad")), ms);
  };
}

interface Kinds {
  readonly rules: readonly RuleKind[];
  readonly calendar: Schema;
}

/** `#/drafts/<id>`: a draft as forms or as text, what stays would cost by it, a trial and its publication. */
export async function showDraft(place: HTMLElement, id: string): Promise<void> {
  const [draft, kinds, estates] = await Promise.all([
    read<Draft>(`/v1/ops/tariff-drafts/${id}`),
    read<Kinds>("/v1/ops/tariff-rules"),
    read<Page<Estate>>("/v1/ops/estates"),
  ]);
  if (draft.publishedVersion !== null) {
    location.hash = `#/tariffs/${draft.tariff}`;
    return;
  }
  const fitting = estates.items.filter(({ currency }) => currency === draft.currency);
  const charging = fitting.find(({ zones }) => zones.some(({ tariff }) => tariff === draft.tariff));
  const page = openEditor(draft, kinds, fitting, charging?.id);
  const onKey = (event: KeyboardEvent) => {
    if (!(event.ctrlKey || event.metaKey) || event.key !== "s") return;
    event.preventDefault();
    page.save.click();
  };
  addEventListener("keydown", onKey);
  // Who goes elsewhere leaves nothing behind that is not kept, or is told so.
  const onLeave = () => {
    removeEventListener("keydown", onKey);
    void page.leave().catch((error) => tell(`What was changed is not kept: ${wordsOf(error)}`, "bad"));
  };
  addEventListener("hashchange", onLeave, { once: true });
  place.append(...page.elements);
}

/** Whether what is on the page is kept. */
function openState() {
  const element = chip("saved", "good");
  let isDirty = false;
  const set = (dirty: boolean) => {
    isDirty = dirty;
    setText(element, dirty ? "not saved" : "saved");
    element.dataset["tone"] = dirty ? "warm" : "good";
  };
  return { element, set, isDirty: () => isDirty };
}

function openEditor(draft: Draft, kinds: Kinds, estates: readonly Estate[], first: string | undefined) {
  const path = `/v1/ops/tariff-drafts/${draft.id}`;
  const options = estates.map((each) => [each.id, each.name] as const);
  const byClocksOf = select(options, first);
  const state = openState();
  const words = input("text", draft.words, { maxLength: 500 });
  const faults = el("ul", "faults");
  const shown = el("p", "shown");
  const touch = () => {
    state.set(true);
    look();
  };
  const rules = openRules(draft, kinds.rules, kinds.calendar, touch);
  const editing: Editing = {
    ...{ draft, estates, content: rules.content },
    estate: () => estates.find((each) => each.id === byClocksOf.value),
    async save() {
      if (!state.isDirty()) return;
      await ask("PATCH", path, { content: await rules.written(), words: words.value });
      state.set(false);
    },
  };
  const quote = openQuote(editing);
  const look = debounced(async () => {
    const check = await ask<Check>("POST", "/v1/ops/tariff-checks", { currency: draft.currency, ...rules.asked() });
    rules.checked(check);
    setText(shown, check.words ?? "");
    faults.replaceChildren(...check.faults.map((each) => el("li", "", [...each.path, each.message].join(" · "))));
    if (check.faults.length === 0) await quote.price();
  }, 250);
  rules.onLook(look);
  words.addEventListener("input", touch);
  byClocksOf.addEventListener("change", look);
  look();

  const save = button("Save", async () => {
    await editing.save();
    tell("Saved.");
  });
  const drop = async () => {
    if (!confirm("Throw this draft away?")) return;
    await ask("DELETE", path);
    state.set(false);
    location.hash = `#/tariffs/${draft.tariff}`;
  };
  const tools = [state.element, save, button("Throw away", drop, "quiet")];
  const price = panel("What a stay costs", shown, field("by the clocks of", byClocksOf), quote.element);
  const left = el("div", "column", panel("", field("what it is to change", words)), faults, rules.element);
  const right = el("div", "column", price, openPublication(editing));
  const head = heading(`${draft.tariff}, a draft`, { back: [`#/tariffs/${draft.tariff}`, draft.tariff], tools });
  return { save, leave: editing.save, elements: [head, el("div", "editor", left, right)] };
}
