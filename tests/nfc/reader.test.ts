import { spawn, spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { connect } from "node:net";
import { dirname, join } from "node:path";
import { pcsc } from "@baygate/edge/hardware/readers/pcsc";
import type { Reader } from "@baygate/edge/hardware/seams";
import { readerContract } from "@baygate/edge/hardware/seams.contract";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { skipWithout } from "../lab/packages.ts";
import { openPcscd, type Pcscd } from "../lab/pcscd.ts";
import { childrenOf, isRunning } from "../lab/processes.ts";
import { type CardHeld, type CardMade, openVirtualCard, type VirtualCard } from "../lab/virtual-card.ts";

// Whatever goes away beneath it, the reader says so once, recovers by itself, says that too, and reads the next tap.

const skipped = skipWithout("pcscd", "vsmartcard-vpcd", "libpcsclite-dev", "iproute2");
const LONG = { timeout: 20_000, interval: 20 };
/** A program that opens the reader and prints what it says. */
const openInProcess = (its: object): string => `
  const { pcsc } = await import("@baygate/edge/hardware/readers/pcsc");
  const say = (word) => (...words) => console.log(word, ...words);
  const events = { failed: say("failed"), recovered: say("recovered"), read: say("read"), unreadable: say("unreadable") };
  await pcsc.open(pcsc.config.parse(${JSON.stringify(its)}), events, { log: { info() {}, warn() {} }, device: "" });`;

interface Held extends CardMade {
  readonly how?: CardHeld;
}

const canConnect = (socket: string): Promise<boolean> =>
  new Promise((resolve) => {
    const link = connect(socket, () => {
      link.destroy();
      resolve(true);
    });
    link.on("error", () => resolve(false));
  });

const config = { driver: "pcsc", reader: "virtual pcd 00 00", silentMs: 2_000, retryFirstMs: 50, retryMostMs: 300 };

describe.skipIf(skipped)("the NFC reader over PC/SC", () => {
  let pcscd: Pcscd;
  let card: VirtualCard;
  let reader: Reader | undefined;
  let heard: string[] = [];
  let taps = 0;

  beforeEach(async () => {
    heard = [];
    pcscd = await openPcscd();
    card = openVirtualCard(pcscd.enter);
    process.env["PCSCLITE_CSOCK_NAME"] = pcscd.socket;
  });

  afterEach(async () => {
    await reader?.close();
    reader = undefined;
    await card.close();
    await pcscd.close();
  });

  async function open(more: object = {}): Promise<void> {
    const log = { info: () => {}, warn: () => {} };
    reader = await pcsc.open(
      pcsc.config.parse({ ...config, ...more }),
      {
        failed: (code) => heard.push(`failed ${code}`),
        recovered: () => heard.push("recovered"),
        read: ({ tier, bytes }) => heard.push(`read ${tier} ${Buffer.from(bytes).toString("hex")}`),
        unreadable: (code) => heard.push(`unreadable ${code}`),
      },
      { log, device: "lane-1/reader-0" },
    );
  }

  const hears = (...wanted: string[]): Promise<void> => vi.waitFor(() => expect(heard).toEqual(wanted), LONG);

  /** A card of its own is held to the reader, read, and taken away; what was heard begins anew. */
  async function tapIsRead(): Promise<void> {
    heard = [];
    const uid = `04a1b2c3d4e5${(0x10 + taps++).toString(16)}`;
    card.insert(uid);
    await hears(`read E ${uid}`);
    card.remove();
    heard = [];
    // pcscd looks for a card every 0.4 s, and must have seen that there is none.
    await rest(900);
  }

  const rest = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

  function childPid(): number {
    const [pid, ...others] = childrenOf(process.pid, "pcsc-child");
    expect(others).toEqual([]);
    if (pid === undefined) throw new Error("no child process");
    return pid;
  }

  it("reads a card's UID, and a card left lying once", async () => {
    await pcscd.start();
    await open();
    await tapIsRead();
    card.insert("04112233");
    await hears("read E 04112233");
    await rest(2_000);
    expect(heard).toEqual(["read E 04112233"]);
  });

  it("waits for a pcscd that is not there yet", async () => {
    await open();
    await hears("failed pcscd-unreachable");
    await rest(1_000);
    await pcscd.start();
    await hears("failed pcscd-unreachable", "recovered");
    await tapIsRead();
  });

  it("recovers when pcscd is killed and started again, and does not read the card that lay there all the time twice", async () => {
    await pcscd.start();
    await open();
    card.insert("04a1b2c3d4e5f6");
    await vi.waitFor(() => expect(heard).toContain("read E 04a1b2c3d4e5f6"), LONG);
    heard = [];
    await pcscd.kill();
    await hears("failed pcscd-unreachable");
    await pcscd.start();
    await hears("failed pcscd-unreachable", "recovered");
    await rest(2_500);
    expect(heard).toEqual(["failed pcscd-unreachable", "recovered"]);
    card.remove();
    await rest(900);
    await tapIsRead();
  });

  it("recovers when pcscd hangs", async () => {
    await pcscd.start();
    await open();
    await tapIsRead();
    const before = childPid();
    pcscd.signal("SIGSTOP");
    // The library is not told of it, until the process that holds it is gone and another one asks.
    process.kill(before, "SIGKILL");
    await hears("failed nfc-process-crashed", "failed pcscd-unreachable");
    pcscd.signal("SIGCONT");
    await hears("failed nfc-process-crashed", "failed pcscd-unreachable", "recovered");
    await tapIsRead();
  });

  it("tells a missing reader from a missing pcscd, and takes it when it is there again", async () => {
    await pcscd.start();
    await open();
    await tapIsRead();
    await pcscd.start("unplugged");
    await hears("failed pcscd-unreachable", "failed reader-unplugged");
    await pcscd.start("plugged");
    await vi.waitFor(() => expect(heard.at(-1)).toBe("recovered"), LONG);
    await tapIsRead();
  });

  it("says what reader it misses, when it is to use another than the one that is there", async () => {
    await pcscd.start();
    await open({ reader: "ACR122U" });
    await vi.waitFor(() => expect(heard.at(-1)).toBe("failed reader-unplugged"), LONG);
    card.insert("04a1b2c3d4e5f6");
    await rest(1_500);
    expect(heard.at(-1)).toBe("failed reader-unplugged");
    expect(card.asked()).toBe(0);
  });

  it.each([
    ["while it was woken", { how: "slipped" }],
    ["while it was read", { ails: { at: 1, how: "torn" } }],
  ] as const)("says that a card was torn away %s, and reads the next", async (_, { how, ...made }: Held) => {
    await pcscd.start();
    await open();
    await tapIsRead();
    // On a busy machine pcscd's news that a card came may be over before anybody hears them: a driver holds it again.
    const held = () => {
      if (heard.length === 0) card.insert("04a1b2c3d4e5f6", how, 0, made);
      expect(heard).toEqual(["unreadable card-torn"]);
    };
    await vi.waitFor(held, { ...LONG, interval: 3_000 });
    await rest(900);
    card.insert("04a1b2c3d4e5f6");
    await hears("unreadable card-torn", "read E 04a1b2c3d4e5f6");
  });

  it("says that a card has no UID, and reads the next", async () => {
    await pcscd.start();
    await open();
    await tapIsRead();
    card.insert("04a1b2c3d4e5f6", "without-uid");
    await hears("unreadable card-unsupported");
    card.remove();
    await rest(900);
    await tapIsRead();
  });

  it("recovers when the library's process is killed", async () => {
    await pcscd.start();
    await open();
    await tapIsRead();
    process.kill(childPid(), "SIGKILL");
    await hears("failed nfc-process-crashed", "recovered");
    await tapIsRead();
  });

  it("kills the library's process when it hangs, and recovers", async () => {
    await pcscd.start();
    await open();
    await tapIsRead();
    const hanging = childPid();
    process.kill(hanging, "SIGSTOP");
    await hears("failed nfc-process-hung", "recovered");
    expect(isRunning(hanging)).toBe(false);
    await tapIsRead();
  });

  it("leaves no process behind when it is closed", async () => {
    await pcscd.start();
    await open();
    await tapIsRead();
    const child = childPid();
    await reader?.close();
    expect(isRunning(child)).toBe(false);
    await rest(600);
    expect(childrenOf(process.pid, "pcsc-child")).toEqual([]);
  });

  it("says what to install when the library was not built", async () => {
    const library = createRequire(
      createRequire(import.meta.resolve("@baygate/edge/hardware/readers/pcsc")).resolve("nfc-pcsc"),
    );
    const built = join(dirname(library.resolve("@pokusew/pcsclite/package.json")), "build");
    const words = `${openInProcess({ ...config, silentMs: 60_000 })}; setTimeout(() => process.exit(), 3000);`;
    // Where it was not built there is no build.
    const unshare = process.getuid?.() === 0 ? "-m" : "-rm";
    const script = 'mount -t tmpfs none "$1" && exec "$2" --input-type=module -e "$3"';
    const { stdout } = spawnSync("unshare", [unshare, "sh", "-c", script, "sh", built, process.execPath, words], {
      cwd: import.meta.dirname,
      encoding: "utf8",
    });
    expect(stdout).toMatch(
      /^failed nfc-library-missing .*apt-get install libpcsclite-dev.*node scripts\/bootstrap.mjs\n$/,
    );
  });

  it.each(["waiting for cards", "blocked in the library"])(
    "leaves no process behind when the edge is killed, its child %s",
    async (state) => {
      await pcscd.start();
      if (state === "blocked in the library") {
        // Reachable, so that the library is let at it, and it never answers.
        await vi.waitFor(() => expect(canConnect(pcscd.socket)).resolves.toBe(true), LONG);
        pcscd.signal("SIGSTOP");
      }
      const edge = spawn(
        process.execPath,
        ["--input-type=module", "-e", openInProcess({ ...config, silentMs: 60_000 })],
        {
          cwd: import.meta.dirname,
          stdio: "ignore",
        },
      );
      const child = await vi.waitFor(() => {
        const [pid] = childrenOf(edge.pid ?? 0, "pcsc-child");
        if (pid === undefined) throw new Error("not started yet");
        return pid;
      }, LONG);
      await rest(1_500);
      edge.kill("SIGKILL");
      await vi.waitFor(() => expect(isRunning(child)).toBe(false), LONG);
    },
  );
});

describe.skipIf(skipped)("by the contract of its seam", () => {
  readerContract("the NFC reader over PC/SC", async () => {
    const pcscd = await openPcscd();
    const card = openVirtualCard(pcscd.enter);
    process.env["PCSCLITE_CSOCK_NAME"] = pcscd.socket;
    await pcscd.start();
    const log = { info: () => {}, warn: () => {} };
    return {
      open: (events) => pcsc.open(pcsc.config.parse(config), events, { log, device: "lane-1/reader-0" }),
      hold: () => {
        card.insert("04a1b2c3d4e5f6");
        return { tier: "E", bytes: Buffer.from("04a1b2c3d4e5f6", "hex") };
      },
      outage: { code: "pcscd-unreachable", begin: () => pcscd.kill(), end: () => pcscd.start() },
      close: async () => {
        await card.close();
        await pcscd.close();
      },
    };
  });
});
