import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type Child, startChild } from "../../scripts/town/children.ts";
import { openTcpBoard, UNIT } from "../lab/modbus-relay.ts";
import { skipWithout } from "../lab/packages.ts";
import { openPcscd, type Pcscd } from "../lab/pcscd.ts";
import { isRunning } from "../lab/processes.ts";
import { type Program, startProgram } from "../lab/program.ts";
import { laySerialCable, type SerialCable } from "../lab/serial-cable.ts";
import { openVirtualCard, type VirtualCard } from "../lab/virtual-card.ts";

// A gate as it runs on a box, its devices pulled out and plugged in again one after the other: a card reader, a code scanner on a
// serial line, a relay board with the barrier and the loops. It never starts anew. The lane lets out whoever is there, so that
// what goes on can be seen without rules.

const skipped = skipWithout("pcscd", "vsmartcard-vpcd", "libpcsclite-dev", "iproute2", "socat", "systemd");
const WAIT = { timeout: 45_000, interval: 50 };
/** Without rules a card that is held up again within this is the same tap. */
const REPEAT_MS = 3_000;
const [RAISE, APPROACH, CLEAR] = [0, 0, 1];

describe.skipIf(skipped)("a gate whose devices come and go", () => {
  const folder = mkdtempSync(join(tmpdir(), "baygate-hot-"));
  const data = join(folder, "data");
  let gate: Child;
  let pcscd: Pcscd;
  let card: VirtualCard;
  let cable: SerialCable;
  let board: Awaited<ReturnType<typeof openTcpBoard>>;
  let systemd: Program;
  let shown = 0;

  beforeAll(async () => {
    [pcscd, cable, board] = await Promise.all([openPcscd(), laySerialCable(), openTcpBoard()]);
    card = openVirtualCard(pcscd.enter);
    // Nothing is there when the gate starts.
    await Promise.all([cable.unplug(), board.off()]);
    const modbus = { host: "127.0.0.1", port: board.port, unit: UNIT, timeoutMs: 500 };
    const box = {
      ...{ estate: "harbour", gate: "harbour-out", dataDirectory: data, clock: "trusted" },
      cloud: { mqttUrl: "mqtt://127.0.0.1:9" },
      lanes: [
        {
          ...{ id: "lane-1", direction: "depart", zone: "main", display: { driver: "none" } },
          readers: [
            { driver: "pcsc", reader: "Virtual PCD 00 00", silentMs: 2_000, retryFirstMs: 50, retryMostMs: 300 },
            { driver: "serial-scanner", port: { path: cable.gate } },
          ],
          barrier: { driver: "modbus", board: modbus, outputs: { kind: "pulse", raise: RAISE, lower: 1, pulseMs: 60 } },
          loops: { driver: "modbus", board: modbus, approach: APPROACH, clear: CLEAR, pollMs: 10 },
        },
      ],
    };
    writeFileSync(join(folder, "box.yaml"), JSON.stringify(box));
    const notify = join(folder, "notify");
    systemd = startProgram("socat", { args: ["-u", `UNIX-RECV:${notify}`, `CREATE:${join(folder, "heard")}`] });
    await vi.waitFor(() => expect(existsSync(notify)).toBe(true), WAIT);
    gate = startChild(
      "harbour-out",
      [join(import.meta.dirname, "../../edge/src/main.ts"), "run", "--config", join(folder, "box.yaml")],
      {
        ...{ BAYGATE_GATE_TOKEN: "t", PCSCLITE_CSOCK_NAME: pcscd.socket },
        ...{ NOTIFY_SOCKET: notify, WATCHDOG_USEC: "6000000" },
      },
      join(folder, "gate.log"),
    );
  });
  afterAll(async () => {
    await gate?.stop();
    await systemd?.end("SIGKILL");
    await card?.close();
    await Promise.all([pcscd?.close(), cable?.close(), board?.off()]);
    rmSync(folder, { recursive: true, force: true });
  });

  const faults = (): string[] => {
    if (!existsSync(join(data, "health.json"))) return ["no state yet"];
    const state: { faults: { device: string; code: string }[] } = JSON.parse(
      readFileSync(join(data, "health.json"), "utf8"),
    );
    return state.faults.map(({ device, code }) => `${device.replace("lane-1/", "")} ${code}`).sort();
  };
  const facts = (kind: string): unknown[] => {
    const journal = new Sqlite(join(data, "journal.db"), { readonly: true });
    try {
      return journal.prepare("select text ->> '$.body.device' from fact where kind = ?").pluck().all(kind);
    } finally {
      journal.close();
    }
  };

  const raised = (): number => board.written.filter((each) => each === `${RAISE} on`).length;
  const decided = (): number => facts("decision.made").length;
  /** What was shown a moment ago is the same tap: every one is a new one, unless told otherwise. */
  const holdCard = (number = ++shown): void => card.insert(`04a1b2c3d4e5${number.toString(16).padStart(2, "0")}`);

  /** A car comes, its driver's card is read, the arm goes up, the car leaves. */
  async function leavesWithCard(): Promise<void> {
    const before = raised();
    const lies = async (input: number, occupied: boolean): Promise<void> => {
      board.inputs.set(input, occupied);
      // A question that was on its way does not count.
      for (const _ of [1, 2, 3]) await board.asked();
    };
    await lies(APPROACH, true);
    holdCard();
    await expect.poll(raised, WAIT).toBe(before + 1);
    card.remove();
    await lies(CLEAR, true);
    await lies(APPROACH, false);
    await lies(CLEAR, false);
  }

  /** A code that is none of ours: it is read, and refused. */
  async function readsCode(): Promise<void> {
    const before = decided();
    appendFileSync(cable.device, `BG1:NUMBER ${++shown}\r`);
    await expect.poll(decided, WAIT).toBe(before + 1);
  }

  it("is up without any of them, and says what is missing", async () => {
    await expect
      .poll(faults, WAIT)
      .toEqual([
        "barrier modbus-unreachable",
        "loops modbus-unreachable",
        "reader-0 pcscd-unreachable",
        "reader-1 serial-unplugged",
      ]);
  });

  it("finds them when they come, and works", async () => {
    await Promise.all([pcscd.start(), cable.plug(), board.on()]);
    await expect.poll(faults, WAIT).toEqual([]);
    await leavesWithCard();
    await readsCode();
  });

  it("goes on with cards while the scanner is out, and takes codes again when it is back", async () => {
    await cable.unplug();
    await expect.poll(faults, WAIT).toEqual(["reader-1 serial-unplugged"]);
    await leavesWithCard();
    await cable.plug();
    await expect.poll(faults, WAIT).toEqual([]);
    await readsCode();
  });

  it("goes on with codes while the card reader is out or its daemon is dead, and takes cards again", async () => {
    await pcscd.start("unplugged");
    await expect.poll(faults, WAIT).toEqual(["reader-0 reader-unplugged"]);
    await readsCode();
    await pcscd.kill();
    await expect.poll(faults, WAIT).toEqual(["reader-0 pcscd-unreachable"]);
    await readsCode();
    await pcscd.start();
    await expect.poll(faults, WAIT).toEqual([]);
    await leavesWithCard();
  });

  it("says that the arm does not move while the board is away, and moves it for the next one", async () => {
    const failed = facts("barrier.failed").length;
    await board.off();
    await expect.poll(faults, WAIT).toEqual(["barrier modbus-unreachable", "loops modbus-unreachable"]);
    holdCard();
    await expect.poll(() => facts("barrier.failed").length, WAIT).toBe(failed + 1);
    card.remove();
    await board.on();
    await expect.poll(faults, WAIT).toEqual([]);
    const before = raised();
    // The same driver tries again, once that is not the same tap any more: granted is granted.
    await new Promise((resolve) => setTimeout(resolve, REPEAT_MS + 500));
    holdCard(shown);
    await expect.poll(raised, WAIT).toBe(before + 1);
  });

  it("was one process all along, and every outage has its facts", () => {
    expect(isRunning(gate.pid)).toBe(true);
    // Each was away at the start and once more. A reader whose daemon dies while it is out is one outage with two causes.
    const each = ["barrier", "loops", "reader-0", "reader-1"].map((device) => `lane-1/${device}`);
    expect(facts("device.recovered").sort()).toEqual([...each, ...each].sort());
    expect(new Set(facts("device.failed"))).toEqual(new Set(each));
    expect(facts("device.failed").length).toBeGreaterThanOrEqual(2 * each.length);
  });

  it("told systemd that it is up and alive, and says nothing more when its event loop stands still", async () => {
    const heard = (): string => readFileSync(join(folder, "heard"), "utf8");
    expect(heard()).toContain("READY=1");
    const alive = (): number => heard().match(/WATCHDOG=1/g)?.length ?? 0;
    await expect.poll(alive, WAIT).toBeGreaterThan(1);
    process.kill(gate.pid, "SIGSTOP");
    try {
      // What was on its way is through.
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      const before = alive();
      await new Promise((resolve) => setTimeout(resolve, 2_500));
      expect(alive()).toBe(before);
    } finally {
      process.kill(gate.pid, "SIGCONT");
    }
    const before = alive();
    await expect.poll(alive, WAIT).toBeGreaterThan(before);
  });
});
