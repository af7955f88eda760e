import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, afterEach, describe, expect, it, vi } from "vitest";
import { isRunning } from "../../../tests/lab/processes.ts";
import { backoffMs, type ChildEnd, type SupervisedChild, superviseChild } from "./supervised-child.ts";

const LONG = { timeout: 15_000, interval: 20 };
const module = new URL("./supervised-child.ts", import.meta.url).href;

describe("a supervised child", () => {
  const folder = mkdtempSync(join(tmpdir(), "baygate-child-"));
  let child: SupervisedChild | undefined;
  let ends: { end: ChildEnd; words: string }[] = [];
  let pids: number[] = [];

  /** A program that tells its pid and then runs `code`. */
  function write(code: string): URL {
    const file = join(folder, `${pids.length}-${Math.random().toString(36).slice(2)}.ts`);
    writeFileSync(
      file,
      `import { serveParent } from ${JSON.stringify(module)};
       const say = serveParent();
       await say({ pid: process.pid, args: process.argv.slice(2) });
       ${code}`,
    );
    return pathToFileURL(file);
  }

  function supervise(code: string, more: Partial<Parameters<typeof superviseChild>[0]> = {}): void {
    [ends, pids] = [[], []];
    child = superviseChild({
      program: write(code),
      args: ["one", "two words"],
      silentMs: 3_000,
      restart: { firstMs: 20, mostMs: 100 },
      heard: (message) => pids.push(Number(Object(message).pid)),
      ended: (end, words) => ends.push({ end, words }),
      ...more,
    });
  }

  afterEach(async () => {
    await child?.close();
    child = undefined;
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("says what it has to say, and gets its arguments", async () => {
    const heard = vi.fn();
    supervise("", { heard });
    await vi.waitFor(() => expect(heard).toHaveBeenCalledOnce(), LONG);
    expect(heard).toHaveBeenCalledWith({ pid: expect.any(Number), args: ["one", "two words"] });
  });

  it("is started again when it crashes, and its last words are kept", async () => {
    supervise(`throw new Error("the reader bites");`);
    await vi.waitFor(() => expect(ends.length).toBeGreaterThanOrEqual(2), LONG);
    expect(ends[0]).toEqual({ end: "crashed", words: expect.stringMatching(/^status 1: .*the reader bites/s) });
  });

  it("is started again when it leaves by itself", async () => {
    supervise("process.exit(0);");
    await vi.waitFor(() => expect(pids.length).toBeGreaterThanOrEqual(2), LONG);
    expect(ends[0]).toEqual({ end: "left", words: "status 0" });
  });

  it("is killed and started again when its event loop stands still", async () => {
    supervise("for (;;) {}");
    await vi.waitFor(() => expect(pids.length).toBeGreaterThanOrEqual(2), LONG);
    expect(ends[0]).toEqual({ end: "hung", words: "SIGKILL" });
    expect(isRunning(pids[0] ?? 0)).toBe(false);
  });

  it("is not started again once it is closed, not even in the wait before a restart", async () => {
    supervise("process.exit(3);", { restart: { firstMs: 200, mostMs: 200 } });
    await vi.waitFor(() => expect(ends).toHaveLength(1), LONG);
    await child?.close();
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(pids).toHaveLength(1);
  });

  it("is gone when closing resolves", async () => {
    supervise("for (;;) {}");
    await vi.waitFor(() => expect(pids).toHaveLength(1), LONG);
    await child?.close();
    expect(isRunning(pids[0] ?? 0)).toBe(false);
    expect(ends).toEqual([]);
  });

  it.each([
    ["turns", ""],
    ["stands still", "for (;;) {}"],
  ])("does not outlive a killed parent while its event loop %s", async (_, code) => {
    const program = write(code);
    const parent = spawn(
      process.execPath,
      [
        "--input-type=module",
        "-e",
        `const { superviseChild } = await import(${JSON.stringify(module)});
         superviseChild({ program: new URL(${JSON.stringify(program.href)}), args: [], silentMs: 60_000,
           restart: { firstMs: 1, mostMs: 1 }, heard: ({ pid }) => console.log(pid), ended() {} });`,
      ],
      { stdio: ["ignore", "pipe", "inherit"] },
    );
    const pid = await new Promise<number>((resolve) => parent.stdout.once("data", (text) => resolve(Number(text))));
    expect(isRunning(pid)).toBe(true);
    parent.kill("SIGKILL");
    await vi.waitFor(() => expect(isRunning(pid)).toBe(false), LONG);
  });
});

describe("the wait before a restart", () => {
  it.each([
    [0, 50, 100],
    [1, 100, 200],
    [3, 400, 800],
    [10, 500, 1_000],
    [10_000, 500, 1_000],
  ])("before attempt %i lies between %i and %i ms", (attempt, least, most) => {
    for (let i = 0; i < 100; i++) {
      const waitMs = backoffMs({ firstMs: 100, mostMs: 1_000 }, attempt);
      expect(waitMs).toBeGreaterThanOrEqual(least);
      expect(waitMs).toBeLessThanOrEqual(most);
    }
  });
});
