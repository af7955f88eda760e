import type { EstateId } from "@baygate/shared/ids";
import { PASS_LIFE_S, type PassContent } from "@baygate/shared/pass";

export interface PassRequest {
  /** Valid at this estate alone; without it wherever the account has access. */
  readonly estate?: EstateId | undefined;
  /** Wall clock, ms since the epoch. */
  readonly nowMs: number;
  /** Whole seconds, 1 to `PASS_LIFE_S`, which is also what it is when left out. */
  readonly lifeS?: number | undefined;
}

/**
 * What a pass says that is issued now.
 *
 * @param id 8 random bytes in hex, never used before.
 * @throws RangeError when the life is out of range: that is a bug of the caller.
 */
export function passContent(account: string, request: PassRequest, id: string): PassContent {
  const { estate, nowMs, lifeS = PASS_LIFE_S } = request;
  if (!Number.isInteger(lifeS) || lifeS < 1 || lifeS > PASS_LIFE_S)
    throw new RangeError(`a pass lives 1 to ${PASS_LIFE_S} seconds, not ${lifeS}`);
  const notBeforeS = Math.floor(nowMs / 1000);
  return { account, notBeforeS, notAfterS: notBeforeS + lifeS, estate, id };
}
