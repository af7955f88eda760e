import type { Cache, State } from "swr";

const KEPT = "baygate.seen";
/** More would only slow the start. Letters. */
const MOST = 400_000;

type Seen = Map<string, State<unknown>>;

let seen: Seen = new Map();

/** What the API said last, kept on the device so that the app shows something at once and offline. */
export function openCache(): Cache {
  seen = new Map(read());
  const keep = () => {
    const entries = [...seen].flatMap(([key, { data }]) => (data === undefined ? [] : [[key, { data }]]));
    const text = JSON.stringify(entries);
    try {
      if (text.length <= MOST) localStorage.setItem(KEPT, text);
    } catch {
      // A full store costs only the next start's first picture.
    }
  };
  addEventListener("pagehide", keep);
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && keep());
  return seen as Cache;
}

function read(): [string, State<unknown>][] {
  try {
    return JSON.parse(localStorage.getItem(KEPT) ?? "[]") as [string, State<unknown>][];
  } catch {
    return [];
  }
}

/** Nothing of a person stays on the device who signs out. */
export function forgetSeen(): void {
  seen.clear();
  localStorage.removeItem(KEPT);
}
