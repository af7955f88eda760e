import { el } from "../dom.ts";
import { ask, type Page, read } from "./api.ts";
import { chip, facts, field, form, heading, input, later, link, pages, panel, select, table, tell } from "./parts.ts";
import { momentAt } from "./price-lines.ts";
import type { Estate, Gate, GateOrder } from "./wire.ts";

const stateOf = ({ online, revokedAt, faults }: Gate): HTMLElement => {
  if (revokedAt !== null) return chip("revoked", "bad");
  if (!online) return chip("cut off", "warm");
  return faults.length > 0
    ? chip(`${faults.length} ${faults.length === 1 ? "fault" : "faults"}`, "bad")
    : chip("well", "good");
};

/** `#/gates`: every gate, estate by estate. */
export async function showGates(place: HTMLElement): Promise<void> {
  const { items: estates } = await read<Page<Estate>>("/v1/ops/estates");
  place.append(
    heading("Gates"),
    ...estates.map(({ id, name, timeZone }) =>
      panel(
        name,
        later(async () => {
          const { items } = await read<Page<Gate>>(`/v1/ops/estates/${id}/gates`);
          const rows = items.map((gate) => [
            link(`#/gates/${id}/${gate.id}`, gate.name, "strong"),
            gate.direction === "arrive" ? "in" : "out",
            stateOf(gate),
            gate.lastSeenAt ? momentAt(gate.lastSeenAt, timeZone) : "never",
          ]);
          return table(["Gate", "Way", "State", "Last heard of"], rows, { empty: "No gate." });
        }),
      ),
    ),
  );
}

const KINDS: Readonly<Record<string, string>> = {
  "open-gate": "open once",
  "hold-open": "hold open",
  "close-gate": "close",
  "admit-driver": "let a driver pass",
  "link-card": "link a card",
  "return-lease": "give places back",
  resync: "fetch the rules anew",
};
const OUTCOMES: Readonly<Record<string, readonly [string, string]>> = {
  done: ["done", "good"],
  refused: ["refused", "bad"],
  expired: ["came too late", "bad"],
  "not-supported": ["not known to the gate", "bad"],
};

const outcomeOf = ({ outcome, words }: GateOrder): HTMLElement => {
  if (outcome === null) return chip("no answer yet", "warm");
  const [said, tone] = OUTCOMES[outcome] ?? [outcome, ""];
  return el("span", "", chip(said, tone), words ? ` ${words}` : "");
};

function orders(path: string, timeZone: string): HTMLElement {
  return pages<GateOrder>(
    (cursor) => read(`${path}?limit=10${cursor ? `&cursor=${cursor}` : ""}`),
    (items) =>
      table(
        ["Asked", "What", "Why", "By", "What the gate said"],
        items.map((order) => [
          momentAt(order.createdAt, timeZone),
          [KINDS[order.kind] ?? order.kind, order.lane === null ? "" : ` · ${order.lane}`],
          order.reason,
          order.issuer,
          outcomeOf(order),
        ]),
        { empty: "Nothing was asked of it." },
      ),
  );
}

const MINUTE_MS = 60_000;
const HOLDS = [
  ["15", "15 minutes"],
  ["60", "1 hour"],
  ["240", "4 hours"],
  ["1440", "a day"],
  ["10080", "a week"],
] as const;
/** A gate that has a link answers within this. Milliseconds. */
const ANSWER_MS = 5_000;
const LOOK_EVERY_MS = 500;

async function answered(path: string, id: string): Promise<GateOrder | undefined> {
  for (const untilMs = Date.now() + ANSWER_MS; Date.now() < untilMs; ) {
    const { items } = await read<Page<GateOrder>>(`${path}?limit=10`);
    const order = items.find((each) => each.id === id);
    if (order?.outcome) return order;
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
  return undefined;
}

/** Opens once, holds open or closes a lane. `done` is called when the gate has answered, or did not in time. */
function ordering(path: string, done: () => void): HTMLElement {
  const lane = input("text", "lane-1", { required: true, maxLength: 40, pattern: "[a-z0-9](-?[a-z0-9])*" });
  const kind = select([
    ["open-gate", "Open once, for the car that stands there"],
    ["open-forced", "Open once, whether or not a car is seen"],
    ["hold-open", "Hold open for everybody"],
    ["close-gate", "End a hold and close"],
  ]);
  const minutes = select(HOLDS, "60");
  const long = field("for", minutes);
  const reason = input("text", "", { required: true, maxLength: 200, placeholder: "an ambulance, a concert, …" });
  const holds = (): boolean => kind.value === "hold-open";
  const show = (): void => {
    long.hidden = !holds();
  };
  kind.addEventListener("change", show);
  show();
  const send = async (): Promise<void> => {
    const what =
      kind.value === "open-forced"
        ? { kind: "open-gate", forced: true }
        : { kind: kind.value, ...(holds() ? { holdMs: Number(minutes.value) * MINUTE_MS } : {}) };
    const { order } = await ask<{ order: string }>("POST", path, { ...what, lane: lane.value, reason: reason.value });
    const answer = await answered(path, order);
    const words = answer?.words ?? "";
    if (answer?.outcome === "done") tell(`The gate says: ${words}.`);
    else tell(answer ? `The gate did not: ${words}.` : "The gate has not answered yet; it may be cut off.", "bad");
    done();
  };
  const fields = [field("lane", lane), field("what", kind), long, field("why", reason)];
  return form(fields, "Order", send);
}

/** `#/gates/estate/gate`: how it is, and what can be asked of it. */
export async function showGate(place: HTMLElement, estate = "", id = ""): Promise<void> {
  const [{ items: estates }, { items: gates }] = await Promise.all([
    read<Page<Estate>>("/v1/ops/estates"),
    read<Page<Gate>>(`/v1/ops/estates/${encodeURIComponent(estate)}/gates`),
  ]);
  const gate = gates.find((each) => each.id === id);
  if (gate === undefined) throw new Error(`There is no gate ${id} at ${estate}.`);
  const timeZone = estates.find((each) => each.id === estate)?.timeZone ?? "UTC";
  const path = `/v1/ops/gates/${encodeURIComponent(id)}/orders`;
  const list = el("div", "");
  const look = (): void => list.replaceChildren(orders(path, timeZone));
  look();
  const seen = facts([
    ["state", stateOf(gate)],
    ["way", gate.direction === "arrive" ? `in, to ${gate.arrivalZones.join(", ")}` : "out"],
    ["last heard of", gate.lastSeenAt ? momentAt(gate.lastSeenAt, timeZone) : "never"],
    ["facts waiting there", gate.waiting === null ? "–" : String(gate.waiting)],
    ["program", gate.software ?? "–"],
  ]);
  const faults = gate.faults.map(({ device, code, words }) => [device, el("code", "", code), words]);
  place.append(
    heading(gate.name, { back: ["#/gates", "Gates"] }),
    panel("", seen),
    ...(faults.length > 0 ? [panel("What does not work", table(["Device", "Fault", ""], faults))] : []),
    ...(gate.revokedAt === null
      ? [
          panel(
            "Ask something of it",
            ordering(path, look),
            el(
              "p",
              "soft",
              "Whoever passes while it is held open is counted, and pays only with a card, code or plate that it reads. A hold ends by itself, by an order to close, or when the gate starts anew. A fire alarm opens whatever stands here.",
            ),
          ),
        ]
      : []),
    panel("Orders", list),
  );
}
