// How the way to the cloud is, as far as the requests of this page have shown.

export type Link = "good" | "slow" | "failing";

/** A request that is out for so long is said to be slow. Milliseconds. */
const SLOW_MS = 4_000;

const watchers = new Set<() => void>();
let link: Link = "good";
let outForLong = 0;

function say(next: Link): void {
  if (next === link) return;
  link = next;
  for (const changed of watchers) changed();
}

export const seenLink = (): Link => link;
export const watchLink = (changed: () => void): (() => void) => {
  watchers.add(changed);
  return () => watchers.delete(changed);
};

/** Sends something, and learns from it how the link is. */
export async function overLink(send: () => Promise<Response>): Promise<Response> {
  let isLong = false;
  const timer = setTimeout(() => {
    isLong = true;
    outForLong++;
    if (link === "good") say("slow");
  }, SLOW_MS);
  try {
    const response = await send();
    // A gateway that says so has no cloud behind it.
    const isAnswer = response.status < 502 || response.status > 504;
    if (isLong) outForLong--;
    say(!isAnswer ? "failing" : outForLong > 0 ? "slow" : "good");
    return response;
  } catch (error) {
    if (isLong) outForLong--;
    say("failing");
    throw error;
  } finally {
    clearTimeout(timer);
  }
}
