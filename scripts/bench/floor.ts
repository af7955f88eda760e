import { createPublicKey, type KeyObject, verify } from "node:crypto";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fromHex } from "@baygate/shared/cose";
import { type OpenedProof, openAnswer, openProof } from "@baygate/shared/holder";
import { openPass } from "@baygate/shared/pass";
import Sqlite from "better-sqlite3";
import type { BenchTier, Held } from "./drivers.ts";

/** RFC 5480: what stands before a compressed point of P-256 in a SubjectPublicKeyInfo. */
const P256_SPKI = Buffer.from("3039301306072a8648ce3d020106082a8648ce3d030107032200", "hex");

/**
 * The least that any gate must do for a tap (PERFORMANCE.md): check the signatures where the tier has any (C: one; A and B: the
 * certificate's and the phone's), look the credential up by its key among as many rules, and insert one row, synced to the same disk.
 * Nothing is decided, nothing said.
 */
export class Floor {
  readonly #file: Sqlite.Database;
  readonly #rules: Sqlite.Database;
  readonly #look: Sqlite.Statement<[string], { text: string }>;
  readonly #insert: Sqlite.Statement<[string]>;
  readonly #key: KeyObject;

  /** @param directory the gate's, whose newest replica is looked into. */
  constructor(directory: string, key: KeyObject) {
    this.#key = key;
    this.#file = new Sqlite(join(directory, "floor.db"));
    this.#file.pragma("journal_mode = WAL");
    this.#file.pragma("synchronous = FULL");
    this.#file.exec("create table if not exists fact (seq integer primary key, text text not null)");
    this.#insert = this.#file.prepare("insert into fact (text) values (?)");
    const newest = readdirSync(directory)
      .filter((name) => /^replica-\d+\.db$/.test(name))
      .sort((a, b) => Number(/\d+/.exec(a)?.[0]) - Number(/\d+/.exec(b)?.[0]))
      .at(-1);
    this.#rules = new Sqlite(join(directory, newest ?? ""), { readonly: true });
    this.#look = this.#rules.prepare("select text from rule where key = ?");
  }

  /** One tap at the floor. `key`: the rule's, known beforehand; `fact`: as long as a gate's. */
  tap(tier: BenchTier, held: Held, key: string, fact: string): void {
    if (!this.#holds(tier, held)) throw new Error(`tier ${tier}: not signed`);
    if (this.#look.get(key) === undefined) throw new Error(`no rule ${key}`);
    this.#insert.run(fact);
  }

  #holds(tier: BenchTier, { bytes, challenge = new Uint8Array() }: Held): boolean {
    if (tier === "A") return this.#signedTwice(openAnswer(bytes, challenge));
    if (tier === "B") return this.#signedTwice(openProof(Buffer.from(bytes).toString("latin1")));
    if (tier !== "C") return true;
    const opened = openPass(Buffer.from(bytes).toString("latin1"));
    return !("fault" in opened) && verify(null, opened.toVerify, this.#key, opened.signature);
  }

  #signedTwice(opened: OpenedProof | { readonly fault: string }): boolean {
    if ("fault" in opened) return false;
    const { certificate, toVerify, signature } = opened;
    if (!verify(null, certificate.toVerify, this.#key, certificate.signature)) return false;
    const point = Buffer.concat([P256_SPKI, fromHex(certificate.holder.key)]);
    const key = createPublicKey({ key: point, format: "der", type: "spki" });
    return verify("sha256", toVerify, { key, dsaEncoding: "ieee-p1363" }, signature);
  }

  close(): void {
    this.#file.close();
    this.#rules.close();
  }
}
