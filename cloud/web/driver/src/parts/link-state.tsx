import { WifiOff } from "lucide-react";
import { type ReactNode, useSyncExternalStore } from "react";
import { useLocation } from "wouter";
import { useLanguage } from "../i18n/language.tsx";

const watch = (changed: () => void) => {
  addEventListener("online", changed);
  addEventListener("offline", changed);
  return () => {
    removeEventListener("online", changed);
    removeEventListener("offline", changed);
  };
};

export const useOnline = (): boolean => useSyncExternalStore(watch, () => navigator.onLine);

/** Says what is going on while there is no network. */
export function LinkState(): ReactNode {
  const { t } = useLanguage();
  const [at] = useLocation();
  const isOnline = useOnline();
  return (
    <div className="link-state" role="status">
      {!isOnline && (
        <p>
          <WifiOff aria-hidden="true" />
          {at === "/" ? t.state.offlinePass : t.state.offline}
        </p>
      )}
    </div>
  );
}
