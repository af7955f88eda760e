import { useEffect } from "react";
import { type Estate, learn } from "./asked.ts";

/** Follows events of the cloud until the page is left. The browser comes back by itself after a cut. */
function useEvents(path: string, hear: Readonly<Record<string, (content: unknown) => void>>, isWanted = true): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the ears of the first time hear as well as any
  useEffect(() => {
    if (!isWanted) return;
    const source = new EventSource(path);
    for (const [name, listen] of Object.entries(hear))
      source.addEventListener(name, (event) => listen(JSON.parse((event as MessageEvent<string>).data)));
    return () => source.close();
  }, [path, isWanted]);
}

/** Free places and prices as they change. */
export function useLiveEstates(): void {
  useEvents("/v1/estates/live", {
    estate(content) {
      const seen = content as Estate;
      void learn("estates", (before) => before?.map((each) => (each.id === seen.id ? { ...each, ...seen } : each)));
    },
  });
}
