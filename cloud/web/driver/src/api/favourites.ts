import { useEffect, useState } from "react";
import { useMe } from "./me.ts";

/** Not at the cloud yet: kept on this device. */
const KEPT = "baygate.favourites";
const read = (): readonly string[] => JSON.parse(localStorage.getItem(KEPT) ?? "[]") as string[];

export function useFavourites(estate: string) {
  const { state } = useMe();
  const [all, setAll] = useState(read);
  useEffect(() => localStorage.setItem(KEPT, JSON.stringify(all)), [all]);
  const isFavourite = all.includes(estate);
  const toggle = (): void => setAll(isFavourite ? all.filter((each) => each !== estate) : [...all, estate]);
  return { isFavourite, toggle, isSignedIn: state === "in" };
}
