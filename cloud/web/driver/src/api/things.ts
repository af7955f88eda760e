import useSWR, { mutate } from "swr";
import { call } from "./client.ts";
import { codeOf } from "./refusal.ts";

// What belongs to a driver beside money and stays: asked under the address where it stands.

/** What stands at an address; `isMissing` where this cloud has no such thing. */
export function useThing<T>(path: string | null, everyMs = 0) {
  const { data, error, isLoading } = useSWR<T, unknown>(path, (address: string) => call<T>("GET", address), {
    refreshInterval: everyMs,
    shouldRetryOnError: false,
  });
  return { data, error, isLoading, isMissing: codeOf(error) === "route-unknown" };
}

/** Changes something, then asks again for what shows it. */
export async function change<T>(method: string, path: string, body: unknown, shownAt: string): Promise<T> {
  const answer = await call<T>(method, path, body);
  await mutate(shownAt);
  return answer;
}

export interface Items<T> {
  readonly items: readonly T[];
}
export interface Vehicle {
  readonly id: string;
  readonly label: string;
  readonly class: VehicleClass;
  readonly plate: string | null;
}
export const VEHICLE_CLASSES = ["standard", "electric", "truck", "disabled"] as const;
export type VehicleClass = (typeof VEHICLE_CLASSES)[number];
export interface Card {
  readonly card: string;
  readonly label: string;
  readonly createdAt: string;
}
export interface CardLink {
  readonly state: "waiting" | "linked" | "expired" | "refused";
}
export interface Opening {
  readonly state: "ordered" | "opened" | "refused" | "expired";
  readonly reason: string | null;
}
export interface Notices {
  readonly kinds: Record<"stayBegan" | "stayEnded" | "lowBalance" | "favouriteFull", boolean>;
  readonly lowBalanceMinor: number;
  readonly quietHours: { readonly from: string; readonly until: string; readonly timeZone: string } | null;
}
export interface Session {
  readonly id: string;
  readonly current: boolean;
  readonly userAgent: string | null;
  readonly createdAt: string;
}
export interface Consent {
  readonly kind: "terms" | "habits" | "marketing";
  readonly given: boolean;
}
export interface PhoneWithPass {
  readonly device: string;
  readonly label: string;
  readonly notAfter?: string;
}
