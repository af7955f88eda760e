import { useEffect, useState } from "react";
import { cloudNowMs } from "../api/time.ts";

/** The cloud's time, told anew every so often. */
export function useNow(everyMs: number): number {
  const [nowMs, setNowMs] = useState(cloudNowMs);
  useEffect(() => {
    const timer = setInterval(() => setNowMs(cloudNowMs()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return nowMs;
}
