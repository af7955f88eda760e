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

/** To the address that was an account's until now. */
export const emailChangedMail = {
  subject: "Your Baygate account has another mail address",
  text: "Codes to sign in to your Baygate account go to another mail address from now on. It was changed on a device where you are signed in.\n\nIf that was not you, tell whoever runs your car park at once.\n",
};
