import { createHash } from "node:crypto";
import pg from "pg";
import { type MemoryDatabase, openMemoryDatabase } from "../../cloud/src/db/memory/memory-database.ts";
import type { Tables } from "../../cloud/src/db/memory/tables.ts";
import { forgetPresence, writeStatus } from "../../cloud/src/fleet/fleet.store.ts";
import { openGreeting } from "../../cloud/src/fleet/greeting.ts";
import { type Link, openLink } from "../../cloud/src/fleet/link.ts";
import { startUpkeep, type Upkeep } from "../../cloud/src/fleet/upkeep.ts";
import { receiveBatch } from "../../cloud/src/inbox/inbox.actions.ts";
import { openLog } from "../../cloud/src/log.ts";
import { openMetrics } from "../../cloud/src/metrics.ts";
import type { Network } from "./network.ts";
import { plantedParts } from "./planting.ts";
import { PowerCut, type Process, STORY_BEGINS_MS, world } from "./world.ts";

const SILENT = openLog(process.env["SIMULATION_LOG"] === undefined ? "silent" : "warn");
/** Making one takes longer than a day of the simulated world; nobody looks at it here. */
const METRICS = openMetrics();
export const CARD_KEY = Buffer.alloc(32, 7);

const WATCHDOG: Process = { name: "watchdog", alive: true };

/** What the cloud tells whoever keeps count. */
export interface CloudEvents {
  readonly taken: (
    gate: string,
    batch: { readonly epoch: string; readonly bootId: string; readonly monoMs: number; readonly wallMs: number },
    receivedAtMs: number,
  ) => void;
  readonly committed: () => void;
  readonly fault: (kind: string) => void;
}

/** The cloud's machine: its database, and the real link, inbox and upkeep as a process. */
export class Cloud {
  db: MemoryDatabase;
  readonly #network: Network;
  readonly #events: CloudEvents;
  process: Process = { name: "cloud", alive: false };
  upkeep: Upkeep | undefined;
  #life = 0;
  #slowMs = 0;
  #crashAfterCommit: (() => void) | undefined;
  #failing: { after: number; readonly code: string } | undefined;
  #unanswered: number | undefined;

  constructor(network: Network, events: CloudEvents) {
    this.#network = network;
    this.#events = events;
    this.db = this.#openDatabase();
  }

  #openDatabase(left?: Tables): MemoryDatabase {
    const db = openMemoryDatabase(left);
    db.disturb({
      statement: (key) => this.#statement(key),
      committed: () => this.#committed(),
      broke: (error) => world.faults.push(error),
    });
    return db;
  }

  start(): void {
    if (this.process.alive) return;
    const process: Process = { name: `cloud ${++this.#life}`, alive: true };
    this.process = process;
    world.after(
      0,
      () => {
        // A cloud that cannot start ends, and is started again by what watches over it.
        this.#open(process).catch((error: unknown) => {
          if (!process.alive) return;
          if (!/57P01|40001|40P01|terminated/.test(String(error))) world.faults.push(error);
          this.crash();
          world.after(2_000, () => this.start(), WATCHDOG);
        });
      },
      process,
    );
  }

  async #open(process: Process): Promise<void> {
    const { db } = this;
    const clock = {
      wallMs: () => Math.round(STORY_BEGINS_MS + world.nowMs),
      monoMs: () => world.nowMs,
      after: (ms: number, run: () => void) => {
        const due = world.after(ms, run, process);
        return () => {
          due.run = undefined;
        };
      },
    };
    await forgetPresence(db);
    const ground = { db, clock, log: SILENT, metrics: METRICS };
    const link = openLink(
      { ...ground, url: "mqtt://simulated", user: undefined, password: undefined },
      this.#network.openForCloud(process),
    );
    const greeting = openGreeting({ db, link, log: SILENT });
    const upkeep = startUpkeep({
      ...{ ...ground, link, broker: undefined, cardKey: CARD_KEY.toString("base64url") },
      ...{ changed: () => undefined, recovered: greeting.soon },
    });
    this.upkeep = upkeep;
    await link.start(
      {
        listening: greeting.soon,
        facts: (gate, batch, receivedAtMs, log) => {
          this.#events.taken(gate.id, batch, receivedAtMs);
          if (plantedParts()?.ackWhen === "before-commit") answerEarly(link, gate, batch);
          return receiveBatch(db, gate, batch, receivedAtMs, log);
        },
        applied(gate) {
          upkeep.soon(gate.estate);
          upkeep.look();
        },
        sync: upkeep.answer,
        async status(gate, status) {
          await writeStatus(db, gate.id, status, new Date(clock.wallMs()));
          upkeep.heard(gate, status.online);
        },
      },
      10_000,
    );
  }

  /** The process ends; what was not committed never was. */
  crash(): void {
    if (!this.process.alive) return;
    this.process.alive = false;
    this.db.crash();
    this.db = this.#openDatabase(this.db.tables);
  }

  /** The next commit is the last thing that this process does. */
  crashAfterCommit(then: () => void): void {
    this.#crashAfterCommit = then;
  }

  slow(perStatementMs: number): void {
    this.#slowMs = perStatementMs;
  }

  failStatement(after: number, code: string): void {
    this.#failing = { after, code };
  }

  leaveCommitUnanswered(after: number): void {
    this.#unanswered = after;
  }

  calm(): void {
    [this.#slowMs, this.#failing, this.#unanswered, this.#crashAfterCommit] = [0, undefined, undefined, undefined];
  }

  #statement(key: string): void | Promise<void> {
    const failing = this.#failing;
    if (failing && failing.after-- <= 0) {
      this.#failing = undefined;
      this.#events.fault("statement-failed");
      const error = new pg.DatabaseError(`${failing.code} at ${key}`, 0, "error");
      error.code = failing.code;
      throw error;
    }
    if (this.#slowMs === 0) return;
    return new Promise((resolve) => {
      world.after(this.#slowMs, resolve);
    });
  }

  #committed(): void {
    this.#events.committed();
    if (this.#crashAfterCommit) {
      const then = this.#crashAfterCommit;
      this.#crashAfterCommit = undefined;
      this.crash();
      then();
      throw new PowerCut();
    }
    if (this.#unanswered === undefined || this.#unanswered-- > 0) return;
    this.#unanswered = undefined;
    this.#events.fault("commit-unanswered");
    throw new Error("Connection terminated unexpectedly");
  }
}

/** A bug on purpose. */
function answerEarly(
  link: Pick<Link, "publish">,
  gate: { readonly id: string; readonly estate: string },
  { epoch, from, facts }: { readonly epoch: string; readonly from: number; readonly facts: readonly string[] },
): void {
  const hash = createHash("sha256")
    .update(facts.at(-1) ?? "")
    .digest("hex");
  link.publish(`baygate/v1/${gate.estate}/${gate.id}/ack`, { v: 1, epoch, through: from + facts.length - 1, hash });
}
