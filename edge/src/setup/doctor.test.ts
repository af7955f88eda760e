import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createConnection, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type BoxConfig, parseConfig } from "../config.ts";
import { takeDirectory } from "../store/lock.ts";
import { examine } from "./doctor.ts";
import { suggestConfig } from "./look-around.ts";
import type { Person } from "./person.ts";
import { type Finding, Report, reportWords } from "./report.ts";

// The doctor on simulated devices; the person who stands there is this test. The broker's address leads nowhere.

let directory: string;
let config: BoxConfig;
let bench: Socket | undefined;
let kept: Report[];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "doctor-"));
  kept = [];
  const device = `{ driver: simulated, socket: ${directory}/bench }`;
  const parsed = parseConfig(`
estate: harbour
gate: harbour-in
dataDirectory: ${directory}/data
clock: trusted
cloud: { mqttUrl: "mqtt://127.0.0.1:9", tokenFile: ${directory}/token }
lanes:
  - { id: lane-1, direction: arrive, zone: main, readers: [${device}], barrier: ${device}, loops: ${device}, display: ${device} }
`);
  if (Array.isArray(parsed)) throw new Error(parsed.map(({ words }) => words).join());
  config = parsed;
  writeFileSync(join(directory, "token"), "very-secret-token\n");
});
afterEach(() => {
  bench?.destroy();
  bench = undefined;
  rmSync(directory, { recursive: true, force: true });
});

const visit = (person: Person | undefined, before: readonly Finding[] = []) =>
  examine({
    ...{ config, software: "test", person, before, say: () => undefined },
    keep: (report) => {
      kept.push(report);
    },
  });
const codes = ({ findings }: Report): string[] =>
  findings.map(({ check, state, code }) => `${check} ${state} ${code}`).filter((line) => !line.startsWith("disk"));

/** Says a line at the bench, as soon as a device sits there. */
function atBench(line: object): void {
  const socket = createConnection(join(directory, "bench"));
  socket.on("error", () => setTimeout(() => atBench(line), 50));
  socket.on("connect", () => {
    bench?.destroy();
    bench = socket;
    socket.write(`${JSON.stringify(line)}\n`);
  });
}

/** Does as it is told, and sees what stands at the bench. */
function installer(sees: { readonly arm: boolean }): Person & { readonly told: string[] } {
  const told: string[] = [];
  return {
    told,
    say(line) {
      told.push(line);
      if (line.includes("hold a card")) atBench({ read: { tier: "E", hex: "04a1b2c3d4e5f6" } });
      const loop =
        line.includes("behind the arm") || told.filter((each) => each.includes("loop")).length > 2
          ? "clear"
          : "approach";
      if (line.includes("drive a car")) atBench({ loop, occupied: true });
      if (line.includes("take it away")) atBench({ loop, occupied: false });
    },
    async ask(question) {
      if (/go up|come down/.test(question)) return sees.arm;
      if (!question.includes("show")) return true;
      const shown = await new Promise<string>((resolve) => {
        const socket = createConnection(join(directory, "bench"));
        createInterface({ input: socket }).on("line", (line) => {
          if (!line.includes("display")) return;
          socket.destroy();
          resolve(line);
        });
      });
      return shown.includes(/Test \d+/.exec(question)?.[0] ?? "nothing");
    },
    until: (happens, ms) =>
      Promise.race([happens, new Promise<"timeout">((resolve) => setTimeout(resolve, ms, "timeout").unref())]),
    goodbye: () => undefined,
  };
}

it("tries each device with the person who stands there, and says what is broken and what to do", {
  timeout: 90_000,
}, async () => {
  const report = await visit(installer({ arm: true }));
  expect(codes(report)).toEqual([
    "clock good clock-trusted",
    "link bad broker-refuses",
    "rules skipped gate-never-ran",
    "lane-1/reader-0 good read",
    "lane-1/loops good loops-see",
    "lane-1/display good display-shows",
    "lane-1/barrier good arm-moves",
  ]);
  expect(report.well).toBe(false);
  expect(Report.parse(JSON.parse(JSON.stringify(report)))).toEqual(report);
  const mail = reportWords(report);
  expect(mail).toContain("BROKEN  link: nothing listens at 127.0.0.1:9");
  for (const secret of ["very-secret-token", "04a1b2c3d4e5f6"])
    expect(`${mail}${JSON.stringify(report)}`).not.toContain(secret);
});

it("goes on where an earlier run stopped: only what did not work is tried again", { timeout: 90_000 }, async () => {
  const first = await visit(installer({ arm: false }));
  expect(codes(first).at(-1)).toBe("lane-1/barrier bad arm-did-not-move");
  const again = installer({ arm: true });
  const second = await visit(again, kept.at(-1)?.findings);
  expect(codes(second).at(-1)).toBe("lane-1/barrier good arm-moves");
  expect(again.told.join()).not.toContain("hold a card");
});

it("with nobody there it opens each device, moves nothing, and tells of one that is broken", {
  timeout: 90_000,
}, async () => {
  const failing = setInterval(() => atBench({ fail: "loops" }), 300);
  const report = await visit(undefined);
  clearInterval(failing);
  expect(codes(report)).toContain("lane-1/loops bad simulated-failure");
  expect(codes(report)).toContain("lane-1/barrier good device-opens");
});

it("leaves the devices to a gate that runs, and passes on what that one says", { timeout: 60_000 }, async () => {
  const release = takeDirectory(config.dataDirectory);
  const faults = [{ device: "lane-1/reader-0", code: "reader-unplugged", words: "no reader" }];
  mkdirSync(config.dataDirectory, { recursive: true });
  writeFileSync(join(config.dataDirectory, "health.json"), JSON.stringify({ faults }));
  const report = await visit(installer({ arm: true }));
  release();
  expect(codes(report).slice(-2)).toEqual(["gate good gate-runs", "lane-1/reader-0 bad reader-unplugged"]);
});

it("suggests a configuration of what is attached, and says what is missing", () => {
  const device = { driver: "simulated", socket: "/tmp/bench" };
  const kinds = ["readers", "barrier", "loops", "display"] as const;
  const all = kinds.map((kind) => ({ kind, words: "a twin", config: device }));
  const whole = parseConfig(suggestConfig(all));
  expect(Array.isArray(whole) ? whole : whole.lanes[0]?.readers.length).toBe(1);
  const partly = suggestConfig(all.slice(0, 1));
  expect(partly).toContain("# barrier: nothing was found");
  expect(parseConfig(partly)).toMatchObject([
    { path: "lanes.0.barrier" },
    { path: "lanes.0.loops" },
    { path: "lanes.0.display" },
  ]);
});
