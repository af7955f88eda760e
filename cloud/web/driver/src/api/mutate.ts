import { useSWRConfig } from "swr";

type Mutate = ReturnType<typeof useSWRConfig>["mutate"];

let bound: Mutate | undefined;

/** Stands inside the app's own cache once, and lets code outside of components change that: swr's own `mutate` would change another. */
export function CacheHolder(): null {
  bound = useSWRConfig().mutate;
  return null;
}

/** swr's `mutate` of the app's cache. */
export const mutate = ((...what: Parameters<Mutate>) => bound?.(...what)) as Mutate;
