import { v7 as uuidv7 } from "uuid";
import { expect, test } from "vitest";
import type { Session } from "../sessions/session.ts";
import { NO_AGREEMENTS } from "../wallets/agreements.ts";
import { type Loaded, openBooks } from "./books.ts";
import { takeBack } from "./settle.ts";
import { MINUTE, MORNING, OFFER } from "./testing.ts";

const session: Session = {
  ...{ id: uuidv7(), account: "driver", estate: "harbour", zone: "main", state: "departed", class: "standard" },
  ...{ gateIn: "in", gateOut: "out", grantedAtMs: MORNING, arrivedAtMs: MORNING, offer: OFFER, flags: [] },
  ...{ departedAtMs: MORNING + 60 * MINUTE, arrivalFact: null, departureFact: uuidv7() },
};
const loaded = (wallets: Loaded["wallets"]): Loaded => ({
  ...{ gate: "in", estate: "harbour", zones: new Map(), tariffs: [], departures: new Map(), holds: new Map() },
  dates: new Map(),
  estates: new Map([
    ["harbour", { id: "harbour", timeZone: "Europe/Zurich", currency: "EUR", missedDepartureMinor: 500n }],
  ]),
  ...{ heardAtMs: MORNING, wallets, agreements: NO_AGREEMENTS, sessions: new Map([[session.id, session]]) },
  revisions: new Map([[session.id, { revision: 0, chargedMinor: 240n, taxMinor: 38n, payer: "firm" }]]),
});
const firm = { account: "firm", currency: "EUR", balanceMinor: 0n, heldMinor: 0n, debtMinor: 100n };

test("a stay that is taken back gives its price back to who paid it, debt first", () => {
  const books = openBooks(loaded(new Map([["firm", firm]])));
  takeBack(books, session, "departure-moved");
  expect(books.wallets.get("firm")).toMatchObject({ balanceMinor: 140n, debtMinor: 0n });
  expect(books.postings).toHaveLength(1);
});

test("a stay is never taken back without its payer's wallet: the batch fails, and the money is not forgotten", () => {
  const books = openBooks(loaded(new Map()));
  expect(() => takeBack(books, session, "departure-moved")).toThrow("wallet firm of session");
  expect(books.stays).toEqual([]);
});
