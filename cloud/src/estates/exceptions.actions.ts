import { writeAudit } from "../accounts/audit.store.ts";
import { type Actor, type House, type Refused, refused } from "../house.ts";
import { type ExceptionRow, markResolved, selectExceptions } from "./exceptions.store.ts";

/** One page of what an operator should look at, newest first. */
export const listExceptions = async (
  house: House,
  page: { estate?: string | undefined; open: boolean; before?: number | undefined; limit: number },
): Promise<ExceptionRow[]> => await selectExceptions(house.db, page);

/** A person looked at it and says what came of it. */
export async function resolveException(
  house: House,
  actor: Actor,
  id: number,
  words: string,
): Promise<object | Refused<"exception-unknown">> {
  const at = new Date(house.clock.wallMs());
  return await house.db.tx(async (tx) => {
    if (!(await markResolved(tx, id, at))) return refused("exception-unknown");
    await writeAudit(tx, { at, actor: actor.name, verb: "exception.resolved", subject: String(id), detail: { words } });
    return {};
  });
}
