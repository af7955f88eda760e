import { randomBytes } from "node:crypto";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import pg from "pg";
import { afterAll, inject } from "vitest";
import { type Database, openDatabase } from "./client.ts";

export interface TestDatabase {
  readonly db: Database;
  readonly url: string;
}

/**
 * A fresh migrated PostgreSQL database for one test file, dropped after it: `const { db, url } = await testDatabase()` at the
 * top of the file or of a `describe`. The server comes from the global setup (testing-server.ts).
 */
export async function testDatabase(): Promise<TestDatabase> {
  const template = await text(connect(inject("testDatabaseSocket")));
  if (!template.startsWith("postgres")) throw new Error(template);
  const url = new URL(template);
  const templateName = url.pathname.slice(1);
  const name = `baygate_test_${randomBytes(6).toString("hex")}`;
  url.pathname = `/${name}`;

  const admin = new pg.Client({ connectionString: siblingUrl(template, "postgres") });
  admin.on("error", () => undefined);
  await admin.connect();
  await admin.query(`create database ${name} template ${templateName}`);
  const db = openDatabase(url.href);
  afterAll(async () => {
    await db.close();
    await admin.query(`drop database if exists ${name} with (force)`);
    await admin.end();
  });
  return { db, url: url.href };
}

function siblingUrl(url: string, database: string): string {
  const sibling = new URL(url);
  sibling.pathname = `/${database}`;
  return sibling.href;
}
