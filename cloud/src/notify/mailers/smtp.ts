import { createTransport } from "nodemailer";
import { type Mail, MailError, type Mailer } from "../mail.ts";

export interface SmtpOptions {
  /** `smtp://` or `smtps://`, with user and password where the server wants them. Stands in no log and in no error. */
  readonly url: string;
  /** Who the mails are from: an address, or `Name <address>`. */
  readonly from: string;
  /** The server is waited for so long at each step, ms. */
  readonly timeoutMs?: number;
}

const LOOPBACK = new Set(["localhost", "127.0.0.1", "[::1]"]);
const ONE_ADDRESS = /^[^\s,;:<>()[\]\\"@]+@[^\s,;:<>()[\]\\"@]+$/;

/** Mail by SMTP (RFC 5321). A password is only told through TLS, but on this machine's own loopback. */
export function openSmtp({ url, from, timeoutMs = 20_000 }: SmtpOptions): Mailer {
  const server = new URL(url);
  const isSafe = server.protocol === "smtps:" || LOOPBACK.has(server.hostname);
  const transport = createTransport(
    {
      url,
      ...{ connectionTimeout: timeoutMs, greetingTimeout: timeoutMs, socketTimeout: timeoutMs, dnsTimeout: timeoutMs },
      requireTLS: server.username !== "" && !isSafe,
      // A mail is made of what stands in it, never of a file or a page that it names.
      ...{ disableFileAccess: true, disableUrlAccess: true },
    },
    { from },
  );
  return {
    async send({ to, subject, text }: Mail) {
      // As a string nodemailer would read a list of addresses in it.
      if (!ONE_ADDRESS.test(to)) throw new MailError("mail-refused", "that is not one mail address");
      const headers = { "auto-submitted": "auto-generated" };
      try {
        await transport.sendMail({ to: { name: "", address: to }, subject, text, headers });
      } catch (error) {
        throw faultOf(error);
      }
    },
  };
}

/** A server's 5yz about a mail is for good (RFC 5321, 4.2.1). A wrong password or a missing TLS is ours, and can be put right. */
function faultOf(error: unknown): MailError {
  const { code, responseCode } = error as { readonly code?: string; readonly responseCode?: number };
  const isForGood = (code === "EENVELOPE" || code === "EMESSAGE") && responseCode !== undefined && responseCode >= 500;
  const words = `the mail server did not take it: ${[code, responseCode].filter((each) => each !== undefined).join(" ") || "no answer"}`;
  return new MailError(isForGood ? "mail-refused" : "mail-unavailable", words);
}
