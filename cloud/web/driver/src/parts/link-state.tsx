import { Hourglass, WifiOff } from "lucide-react";
import { type ReactNode, useSyncExternalStore } from "react";
import { useLocation } from "wouter";
import { seenLink, watchLink } from "../api/link.ts";
import { useLanguage } from "../i18n/language.tsx";

const watch = (changed: () => void) => {
  addEventListener("online", changed);
  addEventListener("offline", changed);
  return () => {
    removeEventListener("online", changed);
    removeEventListener("offline", changed);
  };
};

const useOnline = (): boolean => useSyncExternalStore(watch, () => navigator.onLine);

/** Says what is going on while there is no network, or one that hardly carries anything. The pass needs none. */
export function LinkState(): ReactNode {
  const { t } = useLanguage();
  const [at] = useLocation();
  const isOnline = useOnline();
  const link = useSyncExternalStore(watchLink, seenLink);
  const isPass = at === "/";
  const state = !isOnline ? "offline" : link;
  return (
    <div className="link-state" role="status">
      {state !== "good" && (
        <p>
          {state === "slow" ? <Hourglass aria-hidden="true" /> : <WifiOff aria-hidden="true" />}
          {isPass ? t.state.pass[state] : t.state[state]}
        </p>
      )}
    </div>
  );
}
