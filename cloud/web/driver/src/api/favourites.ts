import { mutate } from "swr";
import { useMe } from "./me.ts";
import { change, type Items, useThing } from "./things.ts";

const PATH = "/v1/me/favourites";
interface Favourite {
  readonly estate: string;
}

/** Whether an estate is one of the driver's favourites, and turning that round. */
export function useFavourites(estate: string) {
  const { state } = useMe();
  const { data } = useThing<Items<Favourite>>(state === "in" ? PATH : null);
  const isFavourite = data?.items.some((each) => each.estate === estate) ?? false;
  const toggle = (): void => {
    // Shown at once; what the cloud says of it comes after.
    const others = data?.items.filter((each) => each.estate !== estate) ?? [];
    const next = { items: isFavourite ? others : [...others, { estate }] };
    void mutate(PATH, next, { revalidate: false });
    change(isFavourite ? "DELETE" : "PUT", `${PATH}/${estate}`, undefined, PATH).catch(() => mutate(PATH));
  };
  return { isFavourite, toggle, isSignedIn: data !== undefined };
}
