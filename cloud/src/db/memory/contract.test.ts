import { beforeAll, describe, expect, test } from "vitest";
import { testDatabase } from "../testing.ts";
import { tellContractStory } from "./contract-story.testing.ts";
import { type Heard, openMemoryDatabase, twinNames } from "./memory-database.ts";
import { compareTables, type Lie, replay } from "./replay.ts";

// The store seam: the database in memory and PostgreSQL are asked the same by the cloud's real actions, and must not be told apart.

const { db: postgres } = await testDatabase();

/** Tables that the two need not agree on, and why. */
const LEFT_OUT = new Map([["receipt_due", "a trigger writes it, and nothing that has a twin reads it"]]);
/** Statements that the two need not agree on, and why. */
const UNANSWERED = new Map([
  ["fleet-live", "what dashboards are shown follows from tables that are looked at otherwise"],
]);
/** Twins that the story does not reach with an effect, and why. */
const NOT_REACHED = new Map([...UNANSWERED]);

describe("the database in memory, told a story of the cloud's own actions", () => {
  const memory = openMemoryDatabase();
  const heard: Heard[] = [];
  let lies: Lie[] = [];
  let wrongTables: Lie[] = [];

  beforeAll(async () => {
    const fromMs = Date.now() - 1_000;
    memory.disturb({ heard: (line) => void heard.push(line) });
    await tellContractStory(memory);
    const client = await postgres.pool.connect();
    try {
      lies = await replay(client, heard, new Set(UNANSWERED.keys()));
      const ran = { fromMs, untilMs: Date.now() + 1_000 };
      wrongTables = await compareTables(client, memory.tables, ran, new Set(LEFT_OUT.keys()));
    } finally {
      client.release();
    }
  });

  test("answers every statement as PostgreSQL does", () => {
    expect(lies).toEqual([]);
  });

  test("holds the same rows in the end", () => {
    expect(wrongTables).toEqual([]);
  });

  test("was asked everything that it has a twin for, with an effect", () => {
    const effective = new Set(
      heard.flatMap((line) =>
        line.kind === "statement" && "rowCount" in line.answer && line.answer.rowCount > 0 ? [line.key] : [],
      ),
    );
    expect(twinNames().filter((name) => !effective.has(name) && !NOT_REACHED.has(name))).toEqual([]);
    expect([...NOT_REACHED.keys()].filter((name) => effective.has(name))).toEqual([]);
  });
});
