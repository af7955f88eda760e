import { ProblemError } from "@baygate/client";
import type { Messages } from "../i18n/en.ts";

export const codeOf = (error: unknown): string | undefined => (error instanceof ProblemError ? error.code : undefined);

export const isSignedOut = (error: unknown): boolean => error instanceof ProblemError && error.status === 401;

/** A refusal in the driver's words. */
export function refusalWords(error: unknown, t: Messages): string {
  if (!(error instanceof ProblemError)) return t.refusal.offline;
  return t.refusal.byCode[error.code] ?? t.refusal.unknown;
}
