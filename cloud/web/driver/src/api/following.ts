import { useSyncExternalStore } from "react";

// Whether the cloud's live channel for drivers is open: what it tells is not asked for meanwhile.

let isOpen = false;
const watchers = new Set<() => void>();

export function sayFollowing(open: boolean): void {
  if (open === isOpen) return;
  isOpen = open;
  for (const changed of watchers) changed();
}

const watch = (changed: () => void) => {
  watchers.add(changed);
  return () => watchers.delete(changed);
};
export const useFollowing = (): boolean => useSyncExternalStore(watch, () => isOpen);
