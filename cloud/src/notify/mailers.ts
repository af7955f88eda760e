import { join } from "node:path";
import type { LocalOutbox, Mailer } from "./mail.ts";
import { openLocalOutbox } from "./mailers/local-outbox.ts";
import { openSmtp, type SmtpOptions } from "./mailers/smtp.ts";

/** Where mails go. */
export type MailConfig = { readonly kind: "local" } | ({ readonly kind: "smtp" } & SmtpOptions);

/** What carries mails, and the local outbox where that is it. A new one is a file in mailers/ and a line here. */
export function openMailer(
  config: MailConfig,
  dataDir: string,
  nowMs: () => number,
): { readonly mailer: Mailer; readonly outbox: LocalOutbox | undefined } {
  if (config.kind === "smtp") return { mailer: openSmtp(config), outbox: undefined };
  const outbox = openLocalOutbox(join(dataDir, "outbox"), nowMs);
  return { mailer: outbox, outbox };
}
