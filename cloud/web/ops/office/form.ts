import { el } from "../dom.ts";
import { button, field, input, select } from "./parts.ts";
import { fieldName, filledIn, oneMore, unitOf } from "./words.ts";

/** As much of JSON Schema as the API's parameters use. */
export interface Schema {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly string[];
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema | false;
  readonly propertyNames?: Schema;
  readonly default?: unknown;
  readonly description?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
}

/** Something to fill in. `read` answers undefined for what was left empty. */
export interface Part {
  readonly element: HTMLElement;
  read(): unknown;
}

/** What all parts of a form know. */
interface Ground {
  readonly currency: string;
  readonly defs: Readonly<Record<string, Schema>>;
  readonly changed: () => void;
  /** Other names than usual. */
  readonly labels: Readonly<Record<string, string>>;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A form for what a schema describes, filled with a value. `changed` is called after every change; `labels` by the fields' names. */
export function schemaForm(
  schema: Schema,
  value: unknown,
  currency: string,
  changed: () => void,
  labels: Readonly<Record<string, string>> = {},
): Part {
  return part("", schema, value, true, { currency, changed, labels, defs: schema.$defs ?? {} });
}

function part(key: string, given: Schema, value: unknown, isNeeded: boolean, ground: Ground): Part {
  const schema = given.$ref ? (ground.defs[given.$ref.split("/").at(-1) ?? ""] ?? {}) : given;
  if (schema.const !== undefined) return { element: el("span", "unseen"), read: () => schema.const };
  if (schema.properties) return objectPart(schema, value, ground);
  if (schema.additionalProperties) return recordPart(key, schema, schema.additionalProperties, value, ground);
  if (schema.type === "array" && schema.items) return listPart(key, schema, schema.items, value, isNeeded, ground);
  if (schema.type === "boolean") return flagPart(key, schema, value, ground);
  const constants = (schema.anyOf ?? []).flatMap((each) => (each.const === undefined ? [] : [each.const]));
  const choices = schema.enum ?? constants;
  if (choices.length > 0) return choicePart(key, schema, choices, value, isNeeded, ground);
  if (schema.type === "integer" || schema.type === "number") return numberPart(key, schema, value, isNeeded, ground);
  return textPart(key, schema, value, isNeeded, ground);
}

const named = (
  key: string,
  control: HTMLInputElement | HTMLSelectElement,
  unit: string,
  ground: Ground,
): HTMLElement => {
  const label = ground.labels[key] ?? fieldName(key);
  return field(unit === "" ? label : `${label}, ${unit}`, control);
};

function listen(control: HTMLElement, { changed }: Ground): void {
  control.addEventListener("input", changed);
}

function numberPart(key: string, schema: Schema, value: unknown, isNeeded: boolean, ground: Ground): Part {
  const { scale, words, step } = unitOf(key, ground.currency);
  const isMoney = key.endsWith("Minor");
  const shown = (number: unknown) =>
    typeof number !== "number" ? "" : isMoney ? filledIn(number, ground.currency) : String(number / scale);
  const least = isMoney ? 0 : schema.minimum;
  const control = input("number", shown(value), { step, required: isNeeded, placeholder: shown(schema.default) });
  if (least !== undefined) control.min = String(least / scale);
  if (schema.maximum !== undefined && schema.maximum < Number.MAX_SAFE_INTEGER)
    control.max = String(schema.maximum / scale);
  if (schema.description) control.title = schema.description;
  listen(control, ground);
  const read = () => (control.value === "" ? undefined : Math.round(Number(control.value) * scale));
  return { element: named(key, control, words, ground), read };
}

const PLACEHOLDERS: Readonly<Record<string, string>> = { from: "07:00", to: "20:00" };

function textPart(key: string, schema: Schema, value: unknown, isNeeded: boolean, ground: Ground): Part {
  const control = input("text", typeof value === "string" ? value : "", { required: isNeeded, autocomplete: "off" });
  if (schema.pattern) control.pattern = schema.pattern;
  if (schema.maxLength) control.maxLength = schema.maxLength;
  control.placeholder = schema.pattern?.includes("24:00") ? (PLACEHOLDERS[key] ?? "") : schema.pattern ? "12-25" : "";
  if (schema.description) control.title = schema.description;
  listen(control, ground);
  return { element: named(key, control, "", ground), read: () => control.value.trim() || undefined };
}

function choicePart(
  key: string,
  schema: Schema,
  choices: readonly unknown[],
  value: unknown,
  isNeeded: boolean,
  ground: Ground,
): Part {
  const { scale, words } = unitOf(key, ground.currency);
  const shown = (each: unknown) => (typeof each === "number" ? String(each / scale) : String(each));
  const options = choices.map((each) => [String(each), shown(each)] as const);
  const control = select(isNeeded ? options : [["", "–"], ...options], String(value ?? ""));
  if (schema.description) control.title = schema.description;
  listen(control, ground);
  const read = () => choices.find((each) => String(each) === control.value);
  return { element: named(key, control, words, ground), read };
}

function flagPart(key: string, schema: Schema, value: unknown, ground: Ground): Part {
  const control = input("checkbox");
  control.checked = typeof value === "boolean" ? value : schema.default === true;
  listen(control, ground);
  return { element: el("label", "check", control, fieldName(key)), read: () => control.checked };
}

function objectPart(schema: Schema, value: unknown, ground: Ground): Part {
  const given = isRecord(value) ? value : {};
  const needed = new Set(schema.required ?? []);
  const parts = Object.entries(schema.properties ?? {}).map(([key, each]): readonly [string, Part] => [
    key,
    part(key, each, given[key], needed.has(key), ground),
  ]);
  const read = () => {
    const filled = parts.map(([key, each]) => [key, each.read()] as const).filter(([, each]) => each !== undefined);
    return Object.fromEntries(filled);
  };
  return { element: el("div", "fields", ...parts.map(([, each]) => each.element)), read };
}

/** Things that come and go, each with a button to take it off, and one to add another. */
function growing(
  key: string,
  first: readonly unknown[],
  least: number,
  make: (value: unknown) => Part,
  { changed }: Ground,
): { readonly element: HTMLElement; readonly parts: () => readonly Part[] } {
  const parts: Part[] = [];
  const list = el("div", "growing");
  const add = (value: unknown): void => {
    const made = make(value);
    const row = el("div", "grown", made.element);
    const off = button(
      "Remove",
      () => {
        if (parts.length <= least) return;
        parts.splice(parts.indexOf(made), 1);
        row.remove();
        changed();
      },
      "quiet",
    );
    off.setAttribute("aria-label", `Remove ${oneMore(key)}`);
    row.append(off);
    parts.push(made);
    list.append(row);
  };
  for (const each of first) add(each);
  while (parts.length < least) add(undefined);
  const more = button(
    `Add ${oneMore(key)}`,
    () => {
      add(undefined);
      changed();
    },
    "quiet",
  );
  return { element: el("fieldset", "", el("legend", "", fieldName(key)), list, more), parts: () => parts };
}

function listPart(key: string, schema: Schema, items: Schema, value: unknown, isNeeded: boolean, ground: Ground): Part {
  const given = Array.isArray(value) ? value : [];
  if (items.enum) return manyPart(key, items.enum, given, ground);
  if (items.type === "string" || items.anyOf) {
    const control = input("text", given.join(", "), { placeholder: "one, another" });
    if (schema.description) control.title = schema.description;
    listen(control, ground);
    const read = () => {
      const all = control.value
        .split(",")
        .map((each) => each.trim())
        .filter(Boolean);
      return all.length === 0 ? undefined : all;
    };
    return { element: named(key, control, "", ground), read };
  }
  const least = isNeeded ? (schema.minItems ?? 0) : 0;
  const grown = growing(key, given, least, (each) => part(key, items, each, true, ground), ground);
  const read = () => {
    const all = grown.parts().map((each) => each.read());
    return all.length === 0 && !isNeeded ? undefined : all;
  };
  return { element: grown.element, read };
}

function manyPart(key: string, choices: readonly string[], given: readonly unknown[], ground: Ground): Part {
  const boxes = choices.map((choice) => {
    const box = input("checkbox");
    box.checked = given.includes(choice);
    listen(box, ground);
    return { choice, box };
  });
  const labels = boxes.map(({ choice, box }) => el("label", "check", box, choice));
  const read = () => {
    const chosen = boxes.filter(({ box }) => box.checked).map(({ choice }) => choice);
    return chosen.length === 0 ? undefined : chosen;
  };
  return { element: el("fieldset", "many", el("legend", "", fieldName(key)), ...labels), read };
}

function recordPart(key: string, schema: Schema, values: Schema, value: unknown, ground: Ground): Part {
  const entries = isRecord(value) ? Object.entries(value) : [];
  const names = schema.propertyNames?.enum;
  const grown = growing(
    key,
    entries,
    0,
    (entry) => {
      const [name, held] = Array.isArray(entry) ? entry : ["", undefined];
      const control = names
        ? select(
            names.map((each) => [each, each]),
            String(name),
          )
        : input("text", String(name), { required: true });
      listen(control, ground);
      const inner = part(key, values, held, true, ground);
      const element = el("div", "fields", field("name", control), inner.element);
      return { element, read: () => [control.value.trim(), inner.read()] };
    },
    ground,
  );
  const read = () => {
    const pairs = grown.parts().flatMap((each) => {
      const pair = each.read();
      return Array.isArray(pair) && pair[0] !== "" ? [[String(pair[0]), pair[1]] as const] : [];
    });
    return Object.fromEntries(pairs);
  };
  return { element: grown.element, read };
}
