import { answered, type Schemas } from "@baygate/client";
import useSWR from "swr";
import { client } from "./client.ts";
import { mutate } from "./mutate.ts";

export type Estate = Schemas["EstatePlaces"];
export type Zone = Schemas["ZonePlaces"];
export type Stay = Schemas["Stay"];
export type Wallet = Schemas["Wallet"];
export type Me = Schemas["Me"];

const many = { params: { query: { limit: 100 } } };
const some = { params: { query: { limit: 25 } } };

/** What is asked of the API, under the names by which it is kept. */
const asks = {
  me: () => answered(client.GET("/v1/me")),
  wallet: () => answered(client.GET("/v1/me/wallet")),
  estates: async () => (await answered(client.GET("/v1/estates", many))).items,
  stays: () => answered(client.GET("/v1/me/stays", some)),
  methods: async () => (await answered(client.GET("/v1/me/payment-methods"))).items,
  statement: async () => (await answered(client.GET("/v1/me/statement", some))).items,
  disputes: async () => (await answered(client.GET("/v1/me/disputes", many))).items,
  receipts: async () => (await answered(client.GET("/v1/me/receipts", many))).items,
  vehicles: async () =>
    (await answered(client.GET("/v1/me/vehicles", many))).items.filter(({ endedAt }) => endedAt === null),
  cards: async () => (await answered(client.GET("/v1/me/cards"))).items,
  groups: async () => (await answered(client.GET("/v1/me/groups"))).items,
  invitations: async () => (await answered(client.GET("/v1/me/invitations"))).items,
  rights: async () => (await answered(client.GET("/v1/me/rights", many))).items,
  tickets: async () => (await answered(client.GET("/v1/me/visitor-tickets", some))).items,
  plans: async () => (await answered(client.GET("/v1/plans", many))).items,
  subscriptions: async () => (await answered(client.GET("/v1/me/subscriptions"))).items,
  favourites: async () => (await answered(client.GET("/v1/me/favourites"))).items,
  notices: () => answered(client.GET("/v1/me/notices")),
  consents: async () => (await answered(client.GET("/v1/me/consents"))).items,
  passkeys: async () => (await answered(client.GET("/v1/auth/passkey/list-user-passkeys"))).items,
  devices: async () => (await answered(client.GET("/v1/me/devices"))).items,
  sessions: async () => (await answered(client.GET("/v1/me/sessions"))).items,
};
type Asks = typeof asks;
export type Name = keyof Asks;
type Answer<N extends Name> = Awaited<ReturnType<Asks[N]>>;

/** One of them: what was said last at once, then what is said now. `everyMs`: asked again so often. */
export function useAsked<N extends Name>(name: N | null, options: { everyMs?: number } = {}) {
  return useSWR<Answer<N>, unknown>(name, asks[name ?? "me"] as () => Promise<Answer<N>>, {
    refreshInterval: options.everyMs ?? 0,
  });
}

/**
 * Whether each of these has been answered, or refused. A page that shows itself before moves what stands below away from under a finger, and
 * the tap falls onto something else.
 */
export const haveCome = (...asked: readonly { readonly data?: unknown; readonly error?: unknown }[]): boolean =>
  asked.every(({ data, error }) => data !== undefined || error !== undefined);

/** What stands under a name of its own, as one group or one order: asked again every so often while `everyMs` is not 0. */
export const useAnswer = <T>(key: string | null, ask: () => Promise<T>, everyMs = 0) =>
  useSWR<T, unknown>(key, ask, { refreshInterval: everyMs });

/** Asks again whatever shows these. */
export const askAgain = (...names: Name[]): Promise<unknown> => Promise.all(names.map((name) => mutate(name)));

/** Puts in what a live channel has told, or what was just said. */
export const learn = <N extends Name>(name: N, change: (before: Answer<N> | undefined) => Answer<N> | undefined) =>
  mutate<Answer<N>>(name, change, { revalidate: false });
