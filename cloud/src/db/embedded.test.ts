import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { EmbeddedDatabaseError, runningEmbeddedDatabase, startEmbeddedDatabase } from "./embedded.ts";

let dir: string;
const stops: (() => Promise<void>)[] = [];

// One folder, started again by each test: making its files takes far longer than anything else here.
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "baygate-embedded-"));
});

afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

afterAll(async () => {
  await rm(dir, { recursive: true, force: true });
});

async function start(folder = dir) {
  const database = await startEmbeddedDatabase(folder);
  stops.push(database.stop);
  return database;
}

async function ask(url: string, sql: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query({ text: sql, rowMode: "array" });
    return rows[0]?.[0];
  } finally {
    await client.end();
  }
}

// mkdtemp makes the folder closed to everybody else, so as root this is also the way through `setpriv`.
test("a second start goes on with the data, and the password is its owner's alone", async () => {
  const first = await start();
  await ask(first.url, "create table car (plate text)");
  await ask(first.url, "insert into car values ('B-AY 8')");
  await first.stop();
  await expect(ask(first.url, "select 1")).rejects.toThrow();

  const second = await start();
  expect(await ask(second.url, "select plate from car")).toBe("B-AY 8");
  expect((await stat(join(dir, "database-password"))).mode & 0o777).toBe(0o600);
  expect(await ask(second.url, "show listen_addresses")).toBe("127.0.0.1");
});

test("in a folder that anybody may enter it needs no capability", async () => {
  await chmod(dir, 0o755);
  expect(await ask((await start()).url, "select 1")).toBe(1);
  await chmod(dir, 0o700);
});

test("a server that outlived its killed starter is taken over", async () => {
  const program = `
    import { startEmbeddedDatabase } from ${JSON.stringify(new URL("./embedded.ts", import.meta.url).href)};
    const { url } = await startEmbeddedDatabase(process.argv[1]);
    console.log(url);
    setInterval(() => {}, 1000);`;
  const starter = spawn(process.execPath, ["--input-type=module", "-e", program, dir], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [url] = await once(starter.stdout, "data");
  starter.kill("SIGKILL");
  await once(starter, "close");

  const taken = await start();
  expect(taken.url).toBe(String(url).trim());
  await taken.stop();
  await expect(readFile(join(dir, "postgres", "postmaster.pid"))).rejects.toThrow();
});

test("the note of a server that died does not stand in the way", async () => {
  await (await start()).stop();
  await writeFile(join(dir, "postgres", "postmaster.pid"), `${process.pid}\n${dir}\n1\n5432\n\n\n\nready\n`);
  expect(await ask((await start()).url, "select 1")).toBe(1);
});

test("a server that is killed comes back at the same address, with its data", async () => {
  const { url } = await start();
  await ask(url, "create table lorry (plate text)");
  await ask(url, "insert into lorry values ('B-AY 8')");
  const pid = Number((await readFile(join(dir, "postgres", "postmaster.pid"), "utf8")).split("\n")[0]);
  process.kill(pid, "SIGKILL");
  await expect
    .poll(() => ask(url, "select plate from lorry").catch(() => "not yet"), { timeout: 15_000, interval: 100 })
    .toBe("B-AY 8");
  expect((await readFile(join(dir, "postgres", "postmaster.pid"), "utf8")).split("\n")[0]).not.toBe(String(pid));
  expect(await runningEmbeddedDatabase(dir)).toBe(url);
});

test("two clouds do not share a folder", async () => {
  await start();
  await expect(startEmbeddedDatabase(dir)).rejects.toSatisfy(
    (error) => error instanceof EmbeddedDatabaseError && error.code === "data-in-use",
  );
});
