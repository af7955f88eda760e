import { randomUUID } from "node:crypto";
import { ApiRefused, openApi } from "./api.ts";
import type { Chance } from "./chance.ts";
import type { House } from "./house.ts";
import type { Street } from "./town.ts";

/** Between the town's people and the house: the lanes they drive to, the passes they show, the desk where they pay in. */
export function openStreet({ gates, operator, base, memory }: House, chance: Chance): Street {
  return {
    lane(estate, zone, direction) {
      const lane = gates.all.find((gate) => gate.estate === estate && gate.direction === direction)?.lanes.get(zone);
      if (!lane) throw new Error(`no lane to ${direction} at ${estate}/${zone}`);
      return lane;
    },
    async credential(person) {
      const token = memory.accounts[person.uid]?.token;
      if (person.usesPass && token) {
        try {
          const { pass } = await openApi(base, token).post<{ pass: string }>("/v1/me/passes", {});
          return { tier: "C", text: pass };
        } catch (error) {
          if (!(error instanceof ApiRefused)) throw error;
        }
      }
      return { tier: "E", hex: person.uid };
    },
    async topUp(person) {
      const account = memory.accounts[person.uid];
      const regular = person.habit === "commuter" || person.habit === "shopper" || person.habit === "guest";
      if (!account || !regular || !chance.happens(0.6)) return false;
      const body = { amountMinor: 5_000, currency: "EUR", words: "paid in at the desk" };
      await operator.post(`/v1/ops/accounts/${account.id}/top-ups`, body, { "idempotency-key": randomUUID() });
      return true;
    },
  };
}
