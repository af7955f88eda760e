import { type KeyObject, verify } from "node:crypto";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { openPass } from "@baygate/shared/pass";
import Sqlite from "better-sqlite3";
import type { Held } from "./stage.ts";

/**
 * The least that any gate must do for a tap (PERFORMANCE.md): check the signature where the tier has one, look the credential up by its
 * key among as many rules, and insert one row, synced to the same disk. Nothing is decided, nothing said.
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
  tap(held: Held, key: string, fact: string): void {
    if (held.tier === "C") {
      const opened = openPass(Buffer.from(held.bytes).toString("latin1"));
      if ("fault" in opened || !verify(null, opened.toVerify, this.#key, opened.signature)) throw new Error("no pass");
    }
    if (this.#look.get(key) === undefined) throw new Error(`no rule ${key}`);
    this.#insert.run(fact);
  }

  close(): void {
    this.#file.close();
    this.#rules.close();
  }
}
