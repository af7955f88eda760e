import { el } from "../dom.ts";
import { count, factor, percent } from "../format.ts";
import { ask, type Page, read } from "./api.ts";
import { drawFactors } from "./curve.ts";
import { type Schema, schemaForm } from "./form.ts";
import { button, chip, facts, heading, link, pages, panel, table, tell } from "./parts.ts";
import { momentAt } from "./price-lines.ts";
import type { Estate, Zone } from "./wire.ts";

interface Pricing {
  readonly policy: unknown;
  readonly isDefault: boolean;
  readonly factorPermille: number;
  readonly since: string | null;
  readonly announced: { readonly toPermille: number; readonly at: string } | null;
  readonly inUse: number;
  readonly capacity: number;
}
interface Move {
  readonly id: number;
  readonly at: string;
  readonly step: "announced" | "moved" | "withdrawn";
  readonly fromPermille: number;
  readonly toPermille: number;
  readonly reason: string;
}

const share = ({ inUse, capacity }: Pick<Zone, "inUse" | "capacity">): string =>
  capacity === 0 ? "–" : `${percent(inUse / capacity)} of ${count(capacity)}`;

/** `#/prices`: what every zone asks now, and what is announced. */
export async function showPrices(place: HTMLElement): Promise<void> {
  const { items } = await read<Page<Estate>>("/v1/ops/estates");
  place.append(heading("Prices that follow occupancy"));
  for (const { id, name, timeZone, zones } of items) {
    const rows = zones.map((zone) => [
      link(`#/prices/${id}/${zone.id}`, zone.name, "strong"),
      share(zone),
      zone.price?.words ?? "no tariff in force",
      zone.price ? factor(zone.price.factorPermille) : "–",
      zone.price?.next
        ? chip(`${factor(zone.price.next.factorPermille)} from ${momentAt(zone.price.next.from, timeZone)}`, "warm")
        : "",
    ]);
    place.append(panel(name, table(["Zone", "In use", "Price", "Factor", "Announced"], rows)));
  }
}

const TONES = { announced: "warm", moved: "good", withdrawn: "" } as const;

function movesSeen(moves: readonly Move[], timeZone: string): HTMLElement {
  const rows = moves.map(({ at, step, fromPermille, toPermille, reason }) => [
    momentAt(at, timeZone),
    chip(step, TONES[step]),
    `${factor(fromPermille)} → ${factor(toPermille)}`,
    reason,
  ]);
  const made = moves
    .filter(({ step }) => step === "moved")
    .map(({ at, toPermille }) => ({ atMs: Date.parse(at), toPermille }))
    .reverse();
  const last = Date.parse(moves[0]?.at ?? "") || 0;
  return el(
    "div",
    "",
    ...(made.length > 1 ? [drawFactors(made, last)] : []),
    table(["When", "What", "Factor", "Why"], rows, { empty: "The price has not moved yet." }),
  );
}

/** `#/prices/<estate>/<zone>`: a zone's policy, its factor now, what is announced, and every move with its reason. */
export async function showPrice(place: HTMLElement, estateId: string, zoneId = ""): Promise<void> {
  const path = `/v1/ops/estates/${encodeURIComponent(estateId)}/zones/${encodeURIComponent(zoneId)}/pricing`;
  const [estate, pricing, kinds] = await Promise.all([
    read<Estate>(`/v1/ops/estates/${encodeURIComponent(estateId)}`),
    read<Pricing>(path),
    read<{ readonly pricePolicy: Schema }>("/v1/ops/tariff-rules"),
  ]);
  const { timeZone } = estate;
  const { announced } = pricing;
  const policy = schemaForm(kinds.pricePolicy, pricing.policy, estate.currency, () => undefined);
  const put = async (body: unknown): Promise<void> => {
    await ask("PUT", path, { policy: body });
    tell("The policy holds from the next round on.");
    const again = el("div", "view");
    await showPrice(again, estateId, zoneId);
    place.replaceChildren(...again.childNodes);
  };
  const save = button("Set the policy", () => put(policy.read()), "primary");
  const reset = button("Back to the default", () => put(null), "quiet");
  const zone = estate.zones.find(({ id }) => id === zoneId);
  place.append(
    heading(`${estate.name}: ${zone?.name ?? zoneId}`, { back: ["#/prices", "Prices"] }),
    panel(
      "Now",
      facts([
        ["in use", share(pricing)],
        ["factor", factor(pricing.factorPermille)],
        ["since", pricing.since ? momentAt(pricing.since, timeZone) : "ever"],
        [
          "announced",
          announced ? `${factor(announced.toPermille)} from ${momentAt(announced.at, timeZone)}` : "nothing",
        ],
        ["a gate shows", zone?.price?.words ?? "no tariff in force"],
      ]),
    ),
    panel(
      `Policy${pricing.isDefault ? " (the default one)" : ""}`,
      el(
        "p",
        "soft",
        "The price goes up a step when the zone is as full as “up from”, down when it is emptier than “down below”, never beyond floor and ceiling, and is announced before it applies. The same floor and ceiling: it does not move.",
      ),
      policy.element,
      el("div", "tools", save, reset),
    ),
    panel(
      "Moves",
      pages<Move>(
        (cursor) => read(`${path}/moves?limit=50${cursor ? `&cursor=${cursor}` : ""}`),
        (items) => movesSeen(items, timeZone),
      ),
    ),
  );
}
