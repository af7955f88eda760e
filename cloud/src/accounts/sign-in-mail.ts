/** The mail that brings a code. The subject begins with it, so that a phone's notice shows it. */
export function signInMail(kind: string, code: string): { readonly subject: string; readonly text: string } {
  const why =
    kind === "change-email"
      ? "Type it to use this address for your Baygate account from now on."
      : "Type it where you are signing in.";
  return {
    subject: `${code} is your Baygate code`,
    text: `Your code: ${code}\n\n${why} It is good for ten minutes and once.\n\nIf you asked for no code, somebody mistyped an address. You need not do anything; never tell the code to anybody.\n`,
  };
}
