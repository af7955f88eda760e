import { answered } from "@baygate/client";
import { useEffect } from "react";
import { forgetPass } from "../pass/device.ts";
import { askAgain, type Me, useAsked } from "./asked.ts";
import { forgetSeen } from "./cache.ts";
import { client } from "./client.ts";
import { mutate } from "./mutate.ts";
import { isSignedOut } from "./refusal.ts";

/** Whose app this is. Without network that is who it was last. */
export function useMe(): { me: Me | undefined; state: "in" | "out" | "unknown" } {
  const { data, error } = useAsked("me");
  const isOut = isSignedOut(error);
  useEffect(() => {
    // A session that was ended elsewhere: nothing of it stays here.
    if (isOut && data) void forgetEverything();
  }, [isOut, data]);
  if (isOut) return { me: undefined, state: "out" };
  return { me: data, state: data ? "in" : "unknown" };
}

/** Nothing of a person stays here: what was seen, and the pass's key. */
export async function forgetEverything(): Promise<void> {
  forgetSeen();
  await forgetPass();
  await mutate(() => true, undefined, { revalidate: false });
  await askAgain("me");
}

/** Signs out here. The pass of this device goes with it. */
export async function signOut(): Promise<void> {
  await answered(client.POST("/v1/auth/sign-out"));
  await forgetEverything();
}
