import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Worker } from "node:worker_threads";
import { camera } from "@baygate/edge/hardware/readers/camera";
import type { Read, Reader } from "@baygate/edge/hardware/seams";
import { afterEach, describe, expect, test, vi } from "vitest";
import { skipWithout } from "../lab/packages.ts";
import { childrenOf } from "../lab/processes.ts";
import { newIssuer, SOMEBODY } from "./issuer.ts";
import { type LiveCamera, openLiveCamera } from "./live-camera.ts";
import { distortionOf, draw, PLAIN } from "./picture.ts";

const SIZE = { width: 640, height: 360 };
const PASS = { ...PLAIN, side: 300, noise: 6, blur: 0.5, turn: 12 };
const EMPTY = draw(undefined, { ...PLAIN, noise: 10 }, 1, SIZE);
const NOISY = draw(undefined, { ...PLAIN, noise: 70, glare: 0.7 }, 2, SIZE);
const issuer = newIssuer("a1b2c3d4");

/** Everything that the driver said, in order. */
class Witness {
  readonly reads: Read[] = [];
  readonly faults: string[] = [];
  readonly events = {
    read: (read: Read) => void this.reads.push(read),
    unreadable: (code: string) => void this.faults.push(`unreadable ${code}`),
    failed: (code: string, words: string) => {
      this.faults.push(`failed ${code}`);
      this.words = words;
    },
    recovered: () => void this.faults.push("recovered"),
  };
  words = "";
  texts(): string[] {
    return this.reads.map((read) => new TextDecoder().decode(read.bytes));
  }
}

const closing: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function world(
  config: Record<string, unknown> = {},
): Promise<{ lens: LiveCamera; said: Witness; reader: Reader }> {
  const lens = await openLiveCamera(EMPTY, 10);
  closing.push(() => lens.close());
  const said = new Witness();
  const reader = await camera.open(
    camera.config.parse({ driver: "camera", source: lens.url, ...SIZE, fps: 10, stallMs: 30_000, ...config }),
    said.events,
    { device: "lane-1/reader-0", log: { info() {}, warn() {} } },
  );
  closing.push(() => reader.close());
  return { lens, said, reader };
}

const until = (check: () => void): Promise<void> => vi.waitFor(check, { timeout: 40_000, interval: 50 });
const pictures = (lens: LiveCamera, count: number): Promise<void> =>
  until(() => expect(lens.sent()).toBeGreaterThan(count));

describe.skipIf(skipWithout("ffmpeg"))("a camera", () => {
  test("says once what is held to it, however long it is held", async () => {
    const { lens, said } = await world();
    const pass = issuer.pass(SOMEBODY);
    lens.show(draw(pass, PASS, 3, SIZE));
    await until(() => expect(said.texts()).toEqual([pass]));
    await pictures(lens, 20);
    expect(said.texts()).toEqual([pass]);
    expect(said.reads[0]).toMatchObject({ tier: "C" });
    expect(said.faults).toEqual([]);
  });

  test("says it again when it was gone and comes back", async () => {
    const { lens, said } = await world();
    const pass = issuer.pass(SOMEBODY);
    const held = draw(pass, PASS, 3, SIZE);
    lens.show(held);
    await until(() => expect(said.texts()).toEqual([pass]));
    lens.show(EMPTY);
    await pictures(lens, 30);
    lens.show(held);
    await until(() => expect(said.texts()).toEqual([pass, pass]));
  });

  test("takes no tap from empty, noisy and glaring pictures, and still sees the next pass", async () => {
    const { lens, said } = await world();
    for (const picture of [EMPTY, NOISY]) {
      lens.show(picture);
      await pictures(lens, 30);
    }
    expect(said.reads).toEqual([]);
    const pass = issuer.pass(SOMEBODY);
    lens.show(draw(pass, PASS, 4, SIZE));
    await until(() => expect(said.texts()).toEqual([pass]));
    expect(said.faults).toEqual([]);
  });

  test("sees a pass beside a poster that is always in view", async () => {
    const { lens, said } = await world();
    const poster = draw("https://example.org/a-poster", { ...PLAIN, side: 180, x: 0.2 }, 5, SIZE);
    lens.show(poster);
    await until(() => expect(said.texts()).toEqual(["https://example.org/a-poster"]));
    const pass = issuer.pass(SOMEBODY);
    const both = draw(pass, { ...PLAIN, side: 300, x: 0.7 }, 5, SIZE);
    for (let y = 0; y < SIZE.height; y++)
      both.pixels.set(poster.pixels.subarray(y * SIZE.width, y * SIZE.width + 250), y * SIZE.width);
    lens.show(both);
    await until(() => expect(said.texts()).toEqual(["https://example.org/a-poster", pass]));
  });

  test("reads one distorted pass after the other", async () => {
    const { lens, said } = await world({ width: 1280, height: 720 });
    for (const seed of [1, 2, 3]) {
      const pass = issuer.pass(SOMEBODY);
      lens.show(draw(pass, { ...distortionOf(seed), side: 300, x: 0.5, y: 0.5, glare: 0, tiltX: 0.1 }, seed, SIZE));
      await until(() => expect(said.texts().at(-1)).toBe(pass));
    }
    expect(said.reads).toHaveLength(3);
  });

  test("that ends is lost, once, and recovers by itself", async () => {
    const { lens, said } = await world();
    const first = issuer.pass(SOMEBODY);
    lens.show(draw(first, PASS, 3, SIZE));
    await until(() => expect(said.texts()).toEqual([first]));
    lens.cut();
    await until(() => expect(said.faults).toEqual(["failed camera-lost", "recovered"]));
    const second = issuer.pass(SOMEBODY);
    lens.show(draw(second, PASS, 3, SIZE));
    await until(() => expect(said.texts()).toEqual([first, second]));
  });

  test("that hangs is stalled, and recovers when it sends again", async () => {
    const { lens, said } = await world({ stallMs: 2_000 });
    await pictures(lens, 5);
    lens.show(draw(issuer.pass(SOMEBODY), PASS, 3, SIZE));
    await until(() => expect(said.reads).toHaveLength(1));
    lens.hang(true);
    await until(() => expect(said.faults).toEqual(["failed camera-stalled"]));
    lens.hang(false);
    await until(() => expect(said.faults).toEqual(["failed camera-stalled", "recovered"]));
  });

  test("whose ffmpeg is killed is lost and recovers", async () => {
    const { lens, said } = await world();
    lens.show(draw(issuer.pass(SOMEBODY), PASS, 3, SIZE));
    await until(() => expect(said.reads).toHaveLength(1));
    for (const pid of childrenOf(process.pid, "ffmpeg")) process.kill(pid, "SIGKILL");
    await until(() => expect(said.faults).toEqual(["failed camera-lost", "recovered"]));
    expect(said.words).toContain("SIGKILL");
  });

  test("without ffmpeg says how to get it, and goes on once it is there", async () => {
    const folder = mkdtempSync(join(tmpdir(), "baygate-qr-"));
    closing.push(() => rmSync(folder, { recursive: true, force: true }));
    const program = join(folder, "ffmpeg");
    const { lens, said } = await world({ ffmpeg: program });
    await until(() => expect(said.faults).toEqual(["failed ffmpeg-missing"]));
    expect(said.words).toContain("apt-get install ffmpeg");
    symlinkSync("/usr/bin/ffmpeg", program);
    const pass = issuer.pass(SOMEBODY);
    lens.show(draw(pass, PASS, 3, SIZE));
    await until(() => expect(said.texts()).toEqual([pass]));
    expect(said.faults).toEqual(["failed ffmpeg-missing", "recovered"]);
  });

  test("whose address stands in a file is found once the file is there, and its password is told to nobody", async () => {
    const folder = mkdtempSync(join(tmpdir(), "baygate-qr-"));
    closing.push(() => rmSync(folder, { recursive: true, force: true }));
    const sourceFile = join(folder, "camera");
    const { lens, said } = await world({ source: undefined, sourceFile });
    await until(() => expect(said.faults).toEqual(["failed camera-lost"]));
    expect(said.words).toContain(sourceFile);
    writeFileSync(sourceFile, `${lens.url.replace("//", "//gate:secret@")}\n`);
    const pass = issuer.pass(SOMEBODY);
    lens.show(draw(pass, PASS, 3, SIZE));
    await until(() => expect(said.texts()).toEqual([pass]));
    expect(said.faults).toEqual(["failed camera-lost", "recovered"]);

    await lens.close();
    await until(() => expect(said.faults).toHaveLength(3));
    expect(said.words).not.toContain("secret");
  });

  test("that nobody finds says why, without the password", async () => {
    const { said } = await world({ source: undefined, sourceFile: fileWith("http://gate:secret@127.0.0.1:1/video") });
    await until(() => expect(said.faults).toEqual(["failed camera-lost"]));
    expect(said.words).toContain("refused");
    expect(said.words).not.toContain("secret");
  });

  test("whose decoding thread dies gets another one", async () => {
    const threads: Worker[] = [];
    const remember = (worker: Worker): void => void threads.push(worker);
    process.on("worker", remember);
    closing.push(() => void process.off("worker", remember));
    const { lens, said } = await world();
    const first = issuer.pass(SOMEBODY);
    lens.show(draw(first, PASS, 3, SIZE));
    await until(() => expect(said.texts()).toEqual([first]));
    await threads[0]?.terminate();
    const second = issuer.pass(SOMEBODY);
    lens.show(draw(second, PASS, 3, SIZE));
    await until(() => expect(said.texts()).toEqual([first, second]));
    expect(said.faults).toEqual(["failed decoder-lost", "recovered"]);
  });

  test("leaves nothing behind when it is closed", async () => {
    const { lens, said, reader } = await world();
    lens.show(draw(issuer.pass(SOMEBODY), PASS, 3, SIZE));
    await until(() => expect(said.reads).toHaveLength(1));
    expect(childrenOf(process.pid, "ffmpeg")).toHaveLength(1);
    await reader.close();
    expect(childrenOf(process.pid, "ffmpeg")).toEqual([]);
    expect(said.faults).toEqual([]);
  });
});

function fileWith(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), "baygate-qr-"));
  closing.push(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, "camera");
  writeFileSync(file, text);
  return file;
}
