import { answered, type Schemas } from "@baygate/client";
import useSWR, { mutate } from "swr";
import { client } from "./client.ts";

export type Estate = Schemas["EstatePlaces"];
export type Zone = Schemas["ZonePlaces"];
export type Stay = Schemas["Stay"];
export type Wallet = Schemas["Wallet"];
export type Me = Schemas["Me"];

/** What is asked of the API, under the names by which it is kept. */
const asks = {
  me: () => answered(client.GET("/v1/me")),
  wallet: () => answered(client.GET("/v1/me/wallet")),
  estates: async () => (await answered(client.GET("/v1/estates", { params: { query: { limit: 100 } } }))).items,
  stays: () => answered(client.GET("/v1/me/stays", { params: { query: { limit: 25 } } })),
  methods: async () => (await answered(client.GET("/v1/me/payment-methods"))).items,
  statement: async () => (await answered(client.GET("/v1/me/statement", { params: { query: { limit: 25 } } }))).items,
  disputes: async () => (await answered(client.GET("/v1/me/disputes", { params: { query: { limit: 50 } } }))).items,
  receipts: async () => (await answered(client.GET("/v1/me/receipts", { params: { query: { limit: 50 } } }))).items,
};
type Asks = typeof asks;
export type Name = keyof Asks;

/** One of them: what was said last at once, then what is said now. */
export function useAsked<N extends Name>(name: N | null, options: { everyMs?: number } = {}) {
  type Answer = Awaited<ReturnType<Asks[N]>>;
  return useSWR<Answer, unknown>(name, asks[name ?? "me"] as () => Promise<Answer>, {
    refreshInterval: options.everyMs ?? 0,
  });
}

/** Asks again whatever shows these. */
export const askAgain = (...names: Name[]): Promise<unknown> => Promise.all(names.map((name) => mutate(name)));

type Answer<N extends Name> = Awaited<ReturnType<Asks[N]>>;

/** Puts in what a live channel has told. */
export const learn = <N extends Name>(name: N, change: (before: Answer<N> | undefined) => Answer<N> | undefined) =>
  mutate<Answer<N>>(name, change, { revalidate: false });
