import type { Clock } from "@baygate/shared/time";
import type { Api } from "./api.ts";
import type { Memory } from "./memory.ts";
import { DAY, type Person } from "./people.ts";
import { demoEstates, demoGates, demoTariffs } from "./places.ts";

/** Midnight in Berlin's winter, before the given moment. Which offset it is does not matter to a simulated town. */
const midnightBefore = (ms: number): number => Math.floor((ms + 3_600_000) / DAY) * DAY - 3_600_000;

/** Enters the town's estates, gates, drivers and cards through the operator's API, as a person would. */
export async function furnish(operator: Api, people: readonly Person[], seed: number, clock: Clock): Promise<Memory> {
  for (const { id, rules } of demoTariffs)
    await operator.post("/v1/ops/tariffs", { id, currency: "EUR", content: { rules } });
  for (const { zones, ...estate } of demoEstates) {
    // A driver has half a second to move where an hour lasts two and a half: so the gates are patient.
    await operator.post("/v1/ops/estates", { ...estate, grantMs: 600_000, stuckMs: 3_600_000 });
    for (const { drivers: _, ...zone } of zones) await operator.post(`/v1/ops/estates/${estate.id}/zones`, zone);
  }
  const gateTokens: Record<string, string> = {};
  for (const { id, estate, name, direction, zones } of demoGates) {
    const arrivalZones = direction === "arrive" ? zones : [];
    const { token } = await operator.post<{ token: string }>("/v1/ops/gates", { id, estate, name, arrivalZones });
    gateTokens[id] = token;
  }
  const accounts: Memory["accounts"] = {};
  const queue = people.filter((person) => person.habit !== "stranger");
  // A few at a time: a person would be slower, a crowd would only wait for the database.
  const clerk = async () => {
    for (let person = queue.shift(); person; person = queue.shift())
      accounts[person.uid] = await enrol(operator, person);
  };
  await Promise.all(Array.from({ length: 8 }, clerk));
  const town = { parked: [], plannedUntilMs: midnightBefore(clock.wallMs()) + DAY, visits: [] };
  return { seed, clockMs: clock.wallMs(), gateTokens, accounts, town };
}

async function enrol(operator: Api, person: Person): Promise<Memory["accounts"][string]> {
  const { id } = await operator.post<{ id: string }>("/v1/ops/accounts", { name: person.name, currency: "EUR" });
  await operator.post(`/v1/ops/accounts/${id}/access`, { estate: person.estate });
  // Bays with a charger are for cars that take one.
  const bays = demoEstates.find((each) => each.id === person.estate)?.zones.find((each) => each.id === person.zone);
  if (bays?.class === "electric")
    await operator.post(`/v1/ops/accounts/${id}/vehicles`, { label: "electric car", class: "electric" });
  const { ref } = await operator.post<{ ref: string }>(`/v1/ops/accounts/${id}/cards`, {
    uid: person.uid,
    label: "card",
  });
  if (person.habit === "thief") await operator.post(`/v1/ops/cards/${ref}/revoke`, {});
  if (person.purseMinor > 0)
    await operator.post(
      `/v1/ops/accounts/${id}/top-ups`,
      { amountMinor: person.purseMinor, currency: "EUR", words: "first payment" },
      { "idempotency-key": `first-${id}` },
    );
  if (!person.usesPass) return { id, token: null };
  const { token } = await operator.post<{ token: string }>(`/v1/ops/accounts/${id}/tokens`, { label: "phone" });
  return { id, token };
}
