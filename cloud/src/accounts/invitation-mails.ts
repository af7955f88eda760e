/** A mail without its address. */
interface Letter {
  readonly subject: string;
  readonly text: string;
}

const IF_MISTAKEN = "If you do not know what this is about, somebody mistyped an address. You need not do anything.\n";

const place = (publicUrl: string | undefined, path: string): string =>
  publicUrl === undefined ? "the Baygate app" : `${new URL(path, publicUrl)}`;

/** What somebody typed, on one line. */
const onOneLine = (text: string): string => text.replaceAll(/\s+/g, " ");

/** Asks somebody into a group that will pay for them. */
export const groupMail = (group: string, publicUrl: string | undefined): Letter => ({
  subject: "An invitation to a group on Baygate",
  text: `${onOneLine(group)} wants to pay for your parking.\n\nSign in with this mail address at ${place(publicUrl, "/app/more/groups")} within 14 days to accept or decline.\n\n${IF_MISTAKEN}`,
});

/** Tells somebody that they work here. */
export const staffMail = (role: string, publicUrl: string | undefined): Letter => ({
  subject: "You can work with Baygate now",
  text: `You were made ${role === "operator" ? "an operator" : "an installer"} of a Baygate house.\n\nSign in with this mail address at ${place(publicUrl, "/app/")} to begin.\n\n${IF_MISTAKEN}`,
});
