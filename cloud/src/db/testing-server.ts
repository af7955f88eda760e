import { randomBytes } from "node:crypto";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { migrate, openDatabase } from "./client.ts";
import { startEmbeddedDatabase } from "./embedded.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** Unix socket that answers a connection with the template database's URL (testing.ts). */
    testDatabaseSocket: string;
  }
}

interface Server {
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * vitest's global setup: one PostgreSQL server for a whole run, started when the first test file asks for a database. With
 * `TEST_DATABASE_URL` that server is used (its user must be allowed to create databases), else an embedded one.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), "baygate-test-"));
  const socket = join(folder, "database.sock");
  let template: Promise<Server> | undefined;
  const listener = createServer((connection) => {
    connection.on("error", () => undefined);
    template ??= openTemplate();
    template.then(
      ({ url }) => connection.end(url),
      (error: unknown) => connection.end(`error ${String(error)}`),
    );
  });
  await new Promise<void>((resolve) => listener.listen(socket, resolve));
  project.provide("testDatabaseSocket", socket);
  return async () => {
    await new Promise((resolve) => listener.close(resolve));
    await (await template?.catch(() => undefined))?.stop();
    await rm(folder, { recursive: true, force: true });
  };
}

/** A migrated database that the tests' own are cloned from; nobody stays connected to it. */
async function openTemplate(): Promise<Server> {
  const outside = process.env["TEST_DATABASE_URL"];
  const server = outside ? { url: outside, stop: async () => undefined } : await startEmbedded();
  const name = `baygate_template_${randomBytes(4).toString("hex")}`;
  await query(server.url, `create database ${name}`);
  const url = new URL(server.url);
  url.pathname = `/${name}`;
  const db = openDatabase(url.href, { poolSize: 1 });
  await migrate(db);
  await db.close();
  return {
    url: url.href,
    async stop() {
      await query(server.url, `drop database if exists ${name} with (force)`);
      await server.stop();
    },
  };
}

async function query(url: string, text: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(text).finally(() => client.end());
}

/** These databases live for one run, so nothing needs to reach the disk. */
const SETTINGS = [
  ...["fsync=off", "synchronous_commit=off", "full_page_writes=off"],
  ...["max_connections=200", "timezone=UTC"],
];

async function startEmbedded(): Promise<Server> {
  const folder = await mkdtemp(join(tmpdir(), "baygate-postgres-"));
  await chmod(folder, 0o711);
  const { url, stop } = await startEmbeddedDatabase(folder, { settings: SETTINGS });
  return {
    url,
    async stop() {
      await stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
