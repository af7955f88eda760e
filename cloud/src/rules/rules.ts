import type { GateId, ZoneId } from "@baygate/shared/ids";
import { type RuleChange, type RuleKind, ruleKind } from "@baygate/shared/rules";
import { coverMinor } from "../wallets/wallet.ts";

/** The names of rules (shared/src/rules.ts). */
export const ruleKey = {
  estate: "estate",
  cardKey: "card-key",
  zone: (zone: ZoneId) => `zone/${zone}`,
  account: (account: string) => `account/${account}`,
  group: (account: string) => `group/${account}`,
  credential: (ref: string) => `credential/${ref}`,
  plate: (alike: string) => `plate/${alike}`,
  denied: (ref: string) => `denied/${ref}`,
  trustList: "trust-list",
  key: (kid: string) => `key/${kid}`,
  lease: (gate: GateId, zone: ZoneId) => `lease/${gate}/${zone}`,
} as const;

/** Keys by their kind, each once, as what stands behind the first slash. Keys of no known kind are left out. */
export function groupKeys(keys: Iterable<string>): Map<RuleKind, string[]> {
  const groups = new Map<RuleKind, string[]>();
  for (const key of new Set(keys)) {
    const kind = ruleKind(key);
    if (kind === undefined) continue;
    const group = groups.get(kind) ?? [];
    group.push(key.slice(kind.length + 1));
    groups.set(kind, group);
  }
  return groups;
}

/** What really changed: of every key looked at, its new text where it differs, or null where it is gone. In the order of the keys. */
export function changedRules(
  keys: Iterable<string>,
  before: ReadonlyMap<string, string | null>,
  now: ReadonlyMap<string, string>,
): RuleChange[] {
  return [...new Set(keys)].sort().flatMap((key): RuleChange[] => {
    const text = now.get(key) ?? null;
    return text === (before.get(key) ?? null) ? [] : [[key, text]];
  });
}

/**
 * What a gate is told that an account may spend of its own (wallet.ts, `coverMinor`).
 *
 * @param creditMinor how far below zero it may go.
 */
export const ruleCoverMinor = (
  wallet: { readonly balanceMinor: bigint; readonly heldMinor: bigint; readonly debtMinor: bigint },
  creditMinor = 0n,
): bigint => coverMinor(wallet, creditMinor);

/** The rules held on one side. */
export interface RulesState {
  readonly version: number;
  readonly digest: string;
}

/** A restored cloud forgets fewer versions than this. A gate that claims more would use up the numbers of the whole estate. */
const MOST_FORGOTTEN = 1_000_000;

/**
 * How to answer a gate that says what it holds. `leap`: it has heard of versions that this cloud has forgotten (it was
 * restored from a backup), so the estate's version must first go above the gate's, and then a snapshot is due. `absurd`: nobody
 * ever made that version; the gate gets a snapshot and somebody should look at it.
 */
export function answerTo(
  gate: RulesState & { readonly want: "delta" | "snapshot" },
  ours: RulesState,
): "delta" | "snapshot" | "leap" | "absurd" {
  if (gate.version > ours.version + MOST_FORGOTTEN) return "absurd";
  if (gate.version > ours.version) return "leap";
  if (gate.want === "snapshot") return "snapshot";
  if (gate.version === ours.version) return gate.digest === ours.digest ? "delta" : "snapshot";
  return gate.version === 0 ? "snapshot" : "delta";
}

/** A delta longer than this is not sent: a snapshot, compressed and in parts, is cheaper to carry and to apply. Letters. */
const DELTA_LETTERS = 128 * 1024;

const changeLetters = ([key, text]: RuleChange): number => key.length + (text?.length ?? 4) + 8;

/** Whether these changes go as one delta. */
export const fitsDelta = (changes: readonly RuleChange[]): boolean =>
  changes.reduce((letters, change) => letters + changeLetters(change), 0) <= DELTA_LETTERS;

/** Splits all the rules into parts of at most 128 KiB each before compression; at least one part. */
export function snapshotParts(rules: readonly RuleChange[]): RuleChange[][] {
  const parts: RuleChange[][] = [[]];
  let letters = 0;
  for (const rule of rules) {
    letters += changeLetters(rule);
    if (letters > DELTA_LETTERS && parts.at(-1)?.length !== 0) {
      parts.push([]);
      letters = changeLetters(rule);
    }
    parts.at(-1)?.push(rule);
  }
  return parts;
}
