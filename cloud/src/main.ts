import { Command } from "commander";

type AddTo = (program: Command) => void;

/**
 * The whole cloud takes seconds to read, and whoever prices one stay needs none of it: so only the part is read that has the command. Its
 * names, and where it is.
 */
const parts: readonly { readonly names: readonly string[]; read(): Promise<AddTo> }[] = [
  {
    names: ["serve", "migrate", "token", "card-keys", "close-day"],
    read: async () => (await import("./house.command.ts")).addHouseCommands,
  },
  {
    names: ["next-issuer-key", "draft-trust-list", "publish-trust-list", "use-next-issuer-key"],
    read: async () => (await import("./passes/issuer.command.ts")).addIssuerCommands,
  },
  {
    names: ["trust-root", "sign-trust-list"],
    read: async () => (await import("./passes/trust.command.ts")).addTrustCommands,
  },
  {
    names: ["verify-receipt"],
    read: async () => (await import("./receipts/verify-receipt.command.ts")).addVerifyReceiptCommand,
  },
  { names: ["price"], read: async () => (await import("./pricing/price.command.ts")).addPriceCommand },
  {
    names: ["replay-pricing"],
    read: async () => (await import("./pricing/replay-pricing.command.ts")).addReplayPricingCommand,
  },
];

/** Exit code of a wrong command line. */
const MISUSED = 2;

const program = new Command("cloud").description(
  "Baygate's cloud: gates' facts in, rules out, occupancy and money kept",
);
program.exitOverride((end) => process.exit(end.exitCode === 0 ? 0 : MISUSED));

// Help, a word that is no command, and nothing at all, which is `serve`, want all of them.
const named = parts.filter(({ names }) => names.includes(process.argv[2] ?? ""));
for (const part of named.length > 0 ? named : parts) (await part.read())(program);

await program.parseAsync();
