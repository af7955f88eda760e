import { createPublicKey, verify } from "node:crypto";
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { RuleValue } from "@baygate/shared/rules";
import { type OpenedTrustList, openTrustList } from "@baygate/shared/trust-list";
import { z } from "zod";

const Kept = z.object({ root: z.string(), list: z.string() });
type Kept = z.infer<typeof Kept>;

/** Why a list that came with the rules is not gone by; `trust-list-not-kept`: it is, but the disk did not take it. */
export type TrustFault = "trust-list-malformed" | "trust-list-forged" | "trust-list-older" | "trust-list-not-kept";

/**
 * Whose passes and certificates this gate takes. Once it has seen a list of its house's offline root, or was told the root by its
 * installer, it learns of issuers' keys from that root's lists alone, each newer than the last, whatever its rules say.
 */
export class Trust {
  readonly #path: string;
  readonly #told: string | undefined;
  #kept: (Kept & { readonly opened: OpenedTrustList }) | undefined;

  /**
   * @param directory where the newest list is kept
   * @param root the root's public key as the installer says it, base64url; undefined: that of the first list counts from then on
   */
  constructor(directory: string, root?: string) {
    this.#path = join(directory, "trust.json");
    this.#told = root;
    const kept = read(this.#path);
    // An installer who names another root begins anew.
    if (kept && (root === undefined || root === kept.root) && checked(kept)) this.#kept = opened(kept);
  }

  /** Whether issuers' keys come from lists alone. */
  get binds(): boolean {
    return this.#told !== undefined || this.#kept !== undefined;
  }

  get version(): number {
    return this.#kept?.opened.version ?? 0;
  }

  /** Of the newest list, whatever the time is. */
  key(kid: string): RuleValue<"key"> | undefined {
    const key = this.#kept?.opened.keys.find((each) => each.kid === kid);
    return key && { ed25519: key.ed25519, notBeforeMs: key.fromS * 1000, notAfterMs: key.untilS * 1000 };
  }

  /** Takes a list that came with the rules, if it is newer than the one that is held, and keeps it on the disk. */
  offer({ root, list }: Kept): TrustFault | undefined {
    if (list === this.#kept?.list) return undefined;
    const offered = { root: this.#told ?? this.#kept?.root ?? root, list };
    const { opened: content } = opened(offered) ?? {};
    if (content === undefined) return "trust-list-malformed";
    if (!checked(offered)) return "trust-list-forged";
    if (content.version <= this.version) return "trust-list-older";
    this.#kept = { ...offered, opened: content };
    try {
      writeFileSync(`${this.#path}.next`, `${JSON.stringify(offered)}\n`, { mode: 0o600, flush: true });
      renameSync(`${this.#path}.next`, this.#path);
      return undefined;
    } catch {
      return "trust-list-not-kept";
    }
  }
}

function opened(kept: Kept): (Kept & { readonly opened: OpenedTrustList }) | undefined {
  const list = openTrustList(kept.list);
  return "fault" in list ? undefined : { ...kept, opened: list };
}

function checked(kept: Kept): boolean {
  const list = opened(kept)?.opened;
  try {
    const key = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x: kept.root }, format: "jwk" });
    return list !== undefined && verify(null, list.toVerify, key, list.signature);
  } catch {
    // A root that is no key signs nothing.
    return false;
  }
}

function read(path: string): Kept | undefined {
  try {
    return Kept.parse(JSON.parse(readFileSync(path, "utf8")));
  } catch {
    return undefined;
  }
}
