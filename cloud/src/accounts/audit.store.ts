import type { Tx } from "../db/client.ts";
import { audit } from "../db/schema/house.ts";

/** One line of who did what. */
export interface AuditLine {
  readonly at: Date;
  readonly actor: string;
  /** `estate.created`, `gate.revoked` … */
  readonly verb: string;
  readonly subject: string;
  /** What was asked for. Never a token, a card's UID or a name of a person. */
  readonly detail: Readonly<Record<string, unknown>>;
}

/** Keeps the line in the transaction of the change itself: what is not audited did not happen. */
export async function writeAudit(tx: Tx, line: AuditLine): Promise<void> {
  await tx.orm.insert(audit).values(line);
}
