import { useEffect, useState } from "react";
import { cloudNowMs } from "../api/time.ts";
import { type Code, type NoCode, nextCode } from "./code.ts";

/** A refused try is repeated after this long, ms. */
const AGAIN_MS = 3_000;

/** The code to show now, made anew whenever its time is over, and when the phone comes back from sleep. */
export function useCode(account: string | undefined): Code | NoCode | undefined {
  const [code, setCode] = useState<Code | NoCode>();
  useEffect(() => {
    let isLeft = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const make = async (): Promise<void> => {
      clearTimeout(timer);
      const next = await nextCode(account);
      if (isLeft) return;
      setCode(next);
      const waitMs = typeof next === "string" ? AGAIN_MS : Math.max(250, next.untilMs - cloudNowMs());
      timer = setTimeout(() => void make(), waitMs);
    };
    const wake = () => document.visibilityState === "visible" && void make();
    void make();
    document.addEventListener("visibilitychange", wake);
    addEventListener("online", wake);
    return () => {
      isLeft = true;
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", wake);
      removeEventListener("online", wake);
    };
  }, [account]);
  return code;
}

/** Keeps the screen on while the pass is shown, where the browser can. */
export function useWakeLock(): void {
  useEffect(() => {
    let lock: WakeLockSentinel | undefined;
    let isLeft = false;
    const hold = async (): Promise<void> => {
      if (document.visibilityState !== "visible" || !("wakeLock" in navigator)) return;
      const held = await navigator.wakeLock.request("screen").catch(() => undefined);
      if (isLeft) await held?.release();
      else lock = held;
    };
    const back = () => void hold();
    void hold();
    document.addEventListener("visibilitychange", back);
    return () => {
      isLeft = true;
      document.removeEventListener("visibilitychange", back);
      void lock?.release();
    };
  }, []);
}
