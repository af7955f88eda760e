import { answered } from "@baygate/client";
import useSWR from "swr";
import { type Stay, useAsked } from "../api/asked.ts";
import { client } from "../api/client.ts";
import { codeOf } from "../api/refusal.ts";

/** One stay: as the list said it at once, then as it is. */
export function useStay(id: string): { stay: Stay | undefined; isUnknown: boolean } {
  const { data: listed } = useAsked("stays");
  const { data, error } = useSWR<Stay, unknown>(
    `stays/${id}`,
    () => answered(client.GET("/v1/me/stays/{stay}", { params: { path: { stay: id } } })),
    { refreshInterval: (seen) => (seen?.cost?.final === true ? 0 : 5_000) },
  );
  const code = codeOf(error);
  const isUnknown = code === "stay-unknown" || code === "invalid-request";
  return { stay: data ?? listed?.items.find((each) => each.id === id), isUnknown };
}
