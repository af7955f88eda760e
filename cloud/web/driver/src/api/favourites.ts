import { answered } from "@baygate/client";
import { askAgain, learn, useAsked } from "./asked.ts";
import { client } from "./client.ts";
import { useMe } from "./me.ts";

/** Whether an estate is one of the driver's favourites, and turning that round. */
export function useFavourites(estate: string) {
  const { state } = useMe();
  const { data } = useAsked(state === "in" ? "favourites" : null);
  const isFavourite = data?.some((each) => each.estate === estate) ?? false;
  const toggle = (): void => {
    // Shown at once; what the cloud says of it comes after.
    const others = data?.filter((each) => each.estate !== estate) ?? [];
    const createdAt = new Date().toISOString();
    void learn("favourites", () => (isFavourite ? others : [...others, { estate, createdAt }]));
    const params = { path: { estate } };
    const asked: Promise<unknown> = isFavourite
      ? answered(client.DELETE("/v1/me/favourites/{estate}", { params }))
      : answered(client.PUT("/v1/me/favourites/{estate}", { params }));
    void asked.catch(() => undefined).then(() => askAgain("favourites"));
  };
  return { isFavourite, toggle, isSignedIn: data !== undefined };
}
