import { BayClass, Direction } from "@baygate/shared/estate";
import { EstateId, GateId, ZoneId } from "@baygate/shared/ids";
import { LocalHours } from "@baygate/shared/local-hours";
import { Currency } from "@baygate/shared/money";
import { z } from "zod";
import type { Place } from "../estates/directory.actions.ts";
import type { ZoneNow } from "../estates/estates.actions.ts";
import { At, isoOrNull } from "./wire.ts";

// An estate as drivers see it, asked for or followed.

const OfferedPrice = z
  .object({
    words: z.string().meta({ examples: ["2.40 EUR an hour"] }),
    factorPermille: z.int().meta({ description: "Occupancy factor in thousandths.", examples: [1250] }),
    tariff: z.string(),
    version: z.int(),
    next: z
      .object({ words: z.string(), factorPermille: z.int(), from: At })
      .nullable()
      .meta({ description: "The price that is announced, and from when it is offered; null: none." }),
  })
  .meta({ id: "OfferedPrice" });

export const ZonePlaces = z
  .object({
    id: ZoneId,
    name: z.string(),
    class: BayClass,
    capacity: z.int(),
    free: z.int(),
    price: OfferedPrice.nullable().meta({ description: "What the next car is offered; null: no tariff is in force." }),
  })
  .meta({ id: "ZonePlaces" });

export const Position = z
  .object({ lat: z.number().min(-90).max(90), lon: z.number().min(-180).max(180) })
  .meta({ id: "Position", description: "Degrees of WGS 84.", examples: [{ lat: 53.5413, lon: 9.9841 }] });

export const Address = z
  .string()
  .meta({ description: "As on a letter, in one line.", examples: ["Kaispeicher 4, 20457 Hamburg"] });

/** Opening hours as they are kept and entered. */
export const OpeningHours = z
  .array(
    LocalHours.meta({ id: "LocalHours", description: "Days and hours by the estate's clocks. `to` is not in it." }),
  )
  .max(50)
  .meta({
    description: "When it is open; none: always.",
    examples: [[{ days: ["sat", "sun"], from: "08:00", to: "22:00" }]],
  });

export const EstatePlaces = z
  .object({
    id: EstateId,
    name: z.string().meta({ examples: ["Harbour Garage"] }),
    timeZone: z.string().meta({ examples: ["Europe/Berlin"] }),
    currency: Currency,
    position: Position.nullable(),
    address: Address.nullable(),
    distanceM: z
      .int()
      .nullable()
      .meta({ description: "From where `near` says, along the ground, metres.", examples: [840] }),
    open: z
      .object({
        now: z.boolean(),
        words: z.string().meta({ examples: ["open until 22:00"] }),
        until: At.nullable().meta({ description: "When that changes; null: never." }),
      })
      .meta({ id: "Opening", description: "For information: gates do not look at it." }),
    openingHours: OpeningHours,
    zones: z.array(ZonePlaces),
    gates: z.array(z.object({ id: GateId, name: z.string(), direction: Direction }).meta({ id: "GatePlace" })),
  })
  .meta({ id: "EstatePlaces" });

export function zonePlaces(zone: ZoneNow): z.input<typeof ZonePlaces> {
  const { id, name, capacity, free, price } = zone;
  const next = price?.next && {
    ...{ words: price.next.words, factorPermille: price.next.factorPermille, from: price.next.at.toISOString() },
  };
  return {
    ...{ id, name, capacity, free },
    class: BayClass.parse(zone.class),
    price: price && { words: price.words, ...price.offer, next: next ?? null },
  };
}

export function estatePlaces(place: Place & { readonly distanceM?: number | null }): z.input<typeof EstatePlaces> {
  const { id, name, timeZone, currency, position, address, open, openingHours, zones, gates, distanceM = null } = place;
  return {
    ...{ id, name, timeZone, currency, position, address, distanceM },
    open: { now: open.now, words: open.words, until: isoOrNull(open.untilMs) },
    openingHours: OpeningHours.parse(openingHours),
    zones: zones.map(zonePlaces),
    gates: gates.map((gate) => ({
      ...{ id: gate.id, name: gate.name, direction: gate.arrivalZones.length > 0 ? "arrive" : "depart" },
    })),
  };
}
