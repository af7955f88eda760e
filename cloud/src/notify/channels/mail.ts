import { type Channel, type Message, type Outcome, SEND_TAKES_MS } from "../channel.ts";
import { MailError, type Mailer } from "../mail.ts";

/** Notices by mail, for drivers whose browsers take no messages. The address is a mail address. */
export const openMailChannel = (mailer: Mailer, timeoutMs = SEND_TAKES_MS): Channel<string> => ({
  async send(to, { title, body }: Message) {
    const late = new AbortController();
    const tooLate = new Promise<Outcome>((resolve) => {
      const timer = setTimeout(
        () => resolve({ kind: "later", failure: "the mail server did not answer: timeout" }),
        timeoutMs,
      );
      late.signal.addEventListener("abort", () => clearTimeout(timer));
    });
    try {
      return await Promise.race([sendBy(mailer, to, title, body), tooLate]);
    } finally {
      late.abort();
    }
  },
});

async function sendBy(mailer: Mailer, to: string, subject: string, text: string): Promise<Outcome> {
  try {
    await mailer.send({ to, subject, text: `${text}\n` });
    return { kind: "delivered" };
  } catch (error) {
    if (!(error instanceof MailError)) throw error;
    return { kind: error.code === "mail-refused" ? "refused" : "later", failure: error.message };
  }
}
