import { useState } from "react";
import type { Position } from "../pages/geometry.ts";

export type Here = Position;
const HALF_A_MINUTE_MS = 30_000;

/** Where this device is. Asked only when somebody taps; nobody else is told. */
export function useHere() {
  const [seen, setSeen] = useState<{ here?: Here; state: "unasked" | "looking" | "known" | "failed" }>({
    state: "unasked",
  });
  const look = (): void => {
    if (!("geolocation" in navigator)) {
      setSeen({ state: "failed" });
      return;
    }
    setSeen((before) => ({ ...before, state: "looking" }));
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => setSeen({ here: { lat: coords.latitude, lon: coords.longitude }, state: "known" }),
      () => setSeen({ state: "failed" }),
      { maximumAge: HALF_A_MINUTE_MS, timeout: HALF_A_MINUTE_MS },
    );
  };
  return { ...seen, here: seen.here, look };
}
