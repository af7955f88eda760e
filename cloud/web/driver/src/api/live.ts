import { useEffect } from "react";
import { askAgain, type Estate, learn, type Stay, type Wallet } from "./asked.ts";
import { mutate } from "./mutate.ts";

/** A channel that the cloud has refused is tried again after this long, ms. A cut one the browser mends by itself. */
const AGAIN_MS = 10_000;

/** Follows events of the cloud while the page is looked at, until it is left. */
function useEvents(path: string, hear: Readonly<Record<string, (content: unknown) => void>>, isWanted = true): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the ears of the first time hear as well as any
  useEffect(() => {
    if (!isWanted) return;
    let source: EventSource | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const close = () => {
      clearTimeout(timer);
      source?.close();
      source = undefined;
    };
    const open = () => {
      close();
      if (document.visibilityState === "hidden") return;
      const opened = new EventSource(path);
      source = opened;
      opened.addEventListener("error", () => {
        if (opened.readyState === EventSource.CLOSED) timer = setTimeout(open, AGAIN_MS);
      });
      for (const [name, listen] of Object.entries(hear))
        opened.addEventListener(name, (event) => listen(JSON.parse((event as MessageEvent<string>).data)));
    };
    open();
    // A phone in a pocket follows nothing.
    document.addEventListener("visibilitychange", open);
    return () => {
      document.removeEventListener("visibilitychange", open);
      close();
    };
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

/** The driver's stays and wallet as they change. */
export function useLiveMe(isWanted: boolean): void {
  useEvents("/v1/me/live", { stay: (content) => hearStay(content as Stay), wallet: hearWallet }, isWanted);
}

function hearStay(seen: Stay): void {
  void mutate(`stays/${seen.id}`, seen, { revalidate: false });
  void learn("stays", (before) => {
    if (!before) return before;
    const isNew = !before.items.some((each) => each.id === seen.id);
    const items = before.items.map((each) => (each.id === seen.id ? seen : each));
    return { ...before, items: isNew ? [seen, ...items] : items };
  });
}

function hearWallet(content: unknown): void {
  void learn("wallet", () => content as Wallet);
  void askAgain("statement");
}
