import type { Context } from "hono";
import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import type { HttpDeps } from "./deps.ts";
import { Problem } from "./problem.ts";
import { remoteAddress } from "./sign-in-wire.ts";
import type { Env } from "./wire.ts";

const WINDOW_S = 10 * 60;
/** So often may one address of the network ask in a window: many people stand behind one at times. */
const PER_NETWORK = 60;
/** So often may one mail address be asked about. */
const PER_EMAIL = 10;

/**
 * Keeps sign-in from being tried too often. It is counted in this process, before the database is asked anything: by the network's address
 * first, so that whoever is refused there makes no count of any mail address, and memory stays as small as the number of networks.
 */
export function openSignInLimits(deps: Pick<HttpDeps, "trustedProxies">) {
  const limiter = (points: number) => new RateLimiterMemory({ points, duration: WINDOW_S });
  const [networks, emails] = [limiter(PER_NETWORK), limiter(PER_EMAIL)];
  return async (c: Context<Env>, kind: string, email?: string): Promise<void> => {
    await spend(networks, `${kind} ${networkOf(remoteAddress(deps, c))}`);
    if (email !== undefined) await spend(emails, `${kind} ${email.toLowerCase()}`);
  };
}

async function spend(limiter: RateLimiterMemory, key: string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (error) {
    if (!(error instanceof RateLimiterRes)) throw error;
    const seconds = Math.max(1, Math.ceil(error.msBeforeNext / 1000));
    throw new Problem("too-many-requests", { headers: { "retry-after": `${seconds}` } });
  }
}

/** One household has a whole /64 of IPv6. */
const networkOf = (address: string): string =>
  address.includes(":") && !address.includes(".") ? address.split(":").slice(0, 4).join(":") : address;
