import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createConnection, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { openClock } from "@baygate/shared/clock";
import { Envelope } from "@baygate/shared/envelope";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type BoxConfig, parseConfig } from "./config.ts";
import { type OpenGate, openGate } from "./gate.ts";
import { openLog } from "./log.ts";

// A gate whose devices are absent, hang, die and flood: it goes on with the others, says so, and says when it is over. The lane lets
// out whoever is there, so that what goes on can be seen without rules.

process.env["BAYGATE_LOG_LEVEL"] ??= "silent";
const silent = openLog("test");

type Kind = "reader" | "barrier" | "loops" | "display";
const KINDS: readonly Kind[] = ["reader", "barrier", "loops", "display"];
const nameOf = (kind: Kind): string => `lane-1/${kind === "reader" ? "reader-0" : kind}`;

let directory: string;
let config: BoxConfig;
let gate: OpenGate | undefined;
let bench: Socket | undefined;
let said: string[];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "plug-"));
  said = [];
  const device = `{ driver: simulated, socket: ${directory}/bench }`;
  const parsed = parseConfig(`
estate: harbour
gate: harbour-out
dataDirectory: ${directory}/data
cloud: { mqttUrl: "mqtt://127.0.0.1:9" }
lanes:
  - { id: lane-1, direction: depart, zone: main, readers: [${device}, ${device}], barrier: ${device}, loops: ${device}, display: ${device} }
`);
  if (Array.isArray(parsed)) throw new Error(parsed.map(({ words }) => words).join());
  config = parsed;
});
afterEach(async () => {
  bench?.destroy();
  bench = undefined;
  await gate?.stop();
  gate = undefined;
  rmSync(directory, { recursive: true, force: true });
});

/** The box, with the opening of one device otherwise. */
function changed(kind: Kind, open: () => Promise<never>, times: number): BoxConfig {
  let left = times;
  const [lane] = config.lanes;
  if (lane === undefined) throw new Error("no lane");
  const faulty = <D extends { readonly open: (...given: never[]) => Promise<unknown> }>(device: D): D => ({
    ...device,
    open: (...given: never[]) => (left-- > 0 ? open() : device.open(...given)),
  });
  const [first, second] = lane.readers;
  if (first === undefined || second === undefined) throw new Error("no readers");
  const part = {
    reader: () => ({ readers: [faulty(first), second] }),
    barrier: () => ({ barrier: faulty(lane.barrier) }),
    loops: () => ({ loops: faulty(lane.loops) }),
    display: () => ({ display: faulty(lane.display) }),
  }[kind]();
  return { ...config, lanes: [{ ...lane, ...part }] };
}

async function start(box: BoxConfig = config): Promise<void> {
  gate = await openGate(box, {
    ...{ software: "test", clock: openClock(), clockIsSure: () => true, bootId: "boot", token: "none", log: silent },
    openCarrier: () => ({ connected: false, publish: () => undefined, close: async () => undefined }),
  });
  const socket = createConnection(join(directory, "bench"));
  createInterface({ input: socket }).on("line", (line) => said.push(line));
  await new Promise((resolve) => socket.once("connect", resolve));
  bench = socket;
}

const atBench = (line: object): void => {
  bench?.write(`${JSON.stringify(line)}\n`);
};
const facts = (): string[] =>
  (gate?.journal.batch(1) ?? []).map((text) => {
    const { kind, body } = Envelope.parse(JSON.parse(text));
    const { device, code } = body as { device?: string; code?: string };
    return [kind, device, code].filter(Boolean).join(" ");
  });
const faults = (): string[] => {
  try {
    return JSON.parse(readFileSync(join(directory, "data/health.json"), "utf8")).faults.map(
      ({ device, code }: { device: string; code: string }) => `${device} ${code}`,
    );
  } catch {
    return ["no state yet"];
  }
};
const WAIT = { timeout: 30_000 };

/** Somebody is let out: a decision, and the arm, where there is one. */
async function letsOut(card: string, arm: boolean): Promise<void> {
  const before = facts().filter((fact) => fact === "decision.made").length;
  atBench({ read: { tier: "E", hex: card } });
  await expect.poll(() => facts().filter((fact) => fact === "decision.made").length, WAIT).toBeGreaterThan(before);
  if (arm) await expect.poll(() => said.some((line) => line.includes('"raised"')), WAIT).toBe(true);
  else await expect.poll(() => facts().some((fact) => fact.startsWith("barrier.failed")), WAIT).toBe(true);
}

describe.each(KINDS)("a %s", (kind) => {
  it("that cannot be opened at the start is a fault, is opened later, and the fault is over", {
    timeout: 90_000,
  }, async () => {
    const absent = Object.assign(new Error("no such device"), { code: "ENODEV" });
    await start(changed(kind, () => Promise.reject(absent), 1));
    await expect.poll(() => facts(), WAIT).toContain(`device.failed ${nameOf(kind)} enodev`);
    await letsOut("04a1b2c3d4e5f6", kind !== "barrier");
    await expect.poll(() => facts(), WAIT).toContain(`device.recovered ${nameOf(kind)}`);
    await expect.poll(faults, WAIT).toEqual([]);
  });

  it("that hangs at the start is a fault, and the gate does not wait for it", { timeout: 90_000 }, async () => {
    await start(changed(kind, () => new Promise<never>(() => undefined), 1));
    await expect.poll(faults, WAIT).toEqual([`${nameOf(kind)} device-hangs`]);
    await letsOut("04a1b2c3d4e5f6", kind !== "barrier");
  });

  it("that dies is a fault until it works again, and the others go on", { timeout: 90_000 }, async () => {
    await start();
    atBench({ fail: kind });
    await expect.poll(faults, WAIT).toContain(`${nameOf(kind)} simulated-failure`);
    if (kind !== "reader") await letsOut("04a1b2c3d4e5f6", kind !== "barrier");
    atBench({ recover: kind });
    await expect.poll(faults, WAIT).toEqual([]);
    expect(facts()).toContain(`device.recovered ${nameOf(kind)}`);
  });
});

describe("a flood", () => {
  it("of a reader is not heard until it is quiet, and costs the journal little", { timeout: 90_000 }, async () => {
    await start();
    for (let n = 0; n < 2_000; n++) atBench({ read: { tier: "E", hex: n.toString(16).padStart(14, "0") } });
    await expect.poll(() => facts(), WAIT).toContain("device.failed lane-1/reader-0 device-floods");
    await expect.poll(faults, WAIT).toEqual([]);
    expect(facts().filter((fact) => fact === "decision.made").length).toBeLessThan(300);
  });

  it("of the loops is not heard; afterwards they are taken as they lie by then", { timeout: 90_000 }, async () => {
    await start();
    for (let n = 0; n <= 2_000; n++) atBench({ loop: "approach", occupied: n % 2 === 0 });
    await expect.poll(() => facts(), WAIT).toContain("device.failed lane-1/loops device-floods");
    await expect.poll(faults, WAIT).toEqual([]);
    await letsOut("04a1b2c3d4e5f6", true);
  });
});
