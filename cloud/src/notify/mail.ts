/** A mail of plain text to one person. */
export interface Mail {
  /** One address, without a name. */
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** What carries mails away. */
export interface Mailer {
  /**
   * Hands a mail over; resolves when somebody has taken charge of it.
   *
   * @throws MailError
   */
  send(mail: Mail): Promise<void>;
}

/** A mail that was kept here instead of being sent. */
export interface KeptMail extends Mail {
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly at: string;
}

/** A mailer that sends nothing away: for the demo and for tests. */
export interface LocalOutbox extends Mailer {
  /** What was sent, newest first; the oldest are forgotten. `to` narrows it to one address, in any case of letters. */
  mails(to?: string): Promise<readonly KeptMail[]>;
}

/**
 * `mail-refused`: this mail will never be taken; trying again is no use. `mail-unavailable`: nobody takes mails at the moment. The words
 * may stand in a log: they name neither the address nor what the server was told.
 */
export class MailError extends Error {
  readonly code: "mail-refused" | "mail-unavailable";
  constructor(code: MailError["code"], words: string) {
    super(words);
    this.code = code;
  }
}
