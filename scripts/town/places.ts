import type { Place } from "./people.ts";

/** The town's two estates: what an operator would enter by hand. Amounts in minor units. */
export interface DemoEstate {
  readonly id: string;
  readonly name: string;
  readonly timeZone: string;
  readonly currency: string;
  readonly position: { readonly lat: number; readonly lon: number };
  readonly address: string;
  /** None: always open. */
  readonly openingHours: readonly { readonly days?: readonly string[]; readonly from: string; readonly to: string }[];
  readonly zones: readonly {
    readonly id: string;
    readonly name: string;
    readonly class: "standard" | "electric";
    readonly capacity: number;
    readonly minimumCoverMinor: number;
    readonly tariff: string;
    /** Regular drivers; more than places, so that it gets full. */
    readonly drivers: number;
  }[];
}

const VAT = { rule: "tax", name: "VAT", ratePermille: 190 };

export const demoTariffs = [
  {
    id: "garage",
    rules: [
      { rule: "grace", minutes: 10 },
      { rule: "per-period", minutes: 20, priceMinor: 60 },
      { rule: "occupancy-factor" },
      { rule: "daily-cap", maximumMinor: 1600 },
      VAT,
    ],
  },
  {
    id: "square",
    rules: [
      { rule: "grace", minutes: 15 },
      { rule: "per-period", minutes: 30, priceMinor: 120 },
      { rule: "occupancy-factor" },
      { rule: "daily-cap", maximumMinor: 2400 },
      VAT,
    ],
  },
  {
    id: "electric",
    rules: [
      { rule: "grace", minutes: 5 },
      { rule: "per-period", minutes: 15, priceMinor: 70 },
      { rule: "occupancy-factor" },
      { rule: "daily-cap", maximumMinor: 2800 },
      VAT,
    ],
  },
];

export const demoEstates: readonly DemoEstate[] = [
  {
    id: "harbour",
    name: "Harbour Garage",
    timeZone: "Europe/Berlin",
    currency: "EUR",
    position: { lat: 53.5441, lon: 9.9896 },
    address: "Am Sandtorkai 40, 20457 Hamburg",
    openingHours: [],
    zones: [
      {
        id: "main",
        name: "Main decks",
        class: "standard",
        capacity: 60,
        minimumCoverMinor: 500,
        tariff: "garage",
        drivers: 110,
      },
      {
        id: "electric",
        name: "Electric",
        class: "electric",
        capacity: 12,
        minimumCoverMinor: 800,
        tariff: "electric",
        drivers: 20,
      },
    ],
  },
  {
    id: "market",
    name: "Market Square",
    timeZone: "Europe/Berlin",
    currency: "EUR",
    position: { lat: 53.5509, lon: 9.9925 },
    address: "Rathausmarkt 1, 20095 Hamburg",
    openingHours: [
      { days: ["mon", "tue", "wed", "thu"], from: "06:00", to: "23:00" },
      { days: ["fri", "sat"], from: "06:00", to: "02:00" },
      { days: ["sun"], from: "08:00", to: "22:00" },
    ],
    zones: [
      {
        id: "square",
        name: "The square",
        class: "standard",
        capacity: 40,
        minimumCoverMinor: 500,
        tariff: "square",
        drivers: 72,
      },
    ],
  },
];

export type GateDirection = "arrive" | "depart";

export interface DemoGate {
  readonly id: string;
  readonly estate: string;
  readonly name: string;
  readonly direction: GateDirection;
  /** One lane a zone. */
  readonly zones: readonly string[];
}

/** An arrival and a departure gate an estate, with a lane for each zone. */
export const demoGates: readonly DemoGate[] = demoEstates.flatMap((estate) =>
  (["arrive", "depart"] as const).map((direction) => ({
    id: `${estate.id}-${direction === "arrive" ? "in" : "out"}`,
    estate: estate.id,
    name: direction === "arrive" ? "Arrivals" : "Departures",
    direction,
    zones: estate.zones.map((zone) => zone.id),
  })),
);

export const demoPlaces: readonly Place[] = demoEstates.flatMap((estate) =>
  estate.zones.map((zone) => ({ estate: estate.id, zone: zone.id, drivers: zone.drivers })),
);
