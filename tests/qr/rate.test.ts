import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cutPictures } from "@baygate/edge/hardware/readers/camera";
import { decodeJsqr, decodeZxing, type Frame, prepareZxing } from "@baygate/edge/hardware/readers/camera-decode";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { skipWithout } from "../lab/packages.ts";
import { newIssuer, SOMEBODY } from "./issuer.ts";
import { distortionOf, draw, PLAIN } from "./picture.ts";

const PICTURES = 120;
const SIZE = { width: 1280, height: 720 };

describe.skipIf(skipWithout("ffmpeg"))("passes held to a camera, distorted, as compressed video", () => {
  const issuer = newIssuer("a1b2c3d4");
  const passes = Array.from({ length: PICTURES }, () => issuer.pass(SOMEBODY));
  const folder = mkdtempSync(join(tmpdir(), "baygate-qr-"));
  const video = join(folder, "video.mkv");
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  beforeAll(async () => {
    await prepareZxing();
    const format = ["-f", "rawvideo", "-pix_fmt", "gray", "-s", `${SIZE.width}x${SIZE.height}`, "-r", "10"];
    const writer = spawn(
      "ffmpeg",
      ["-v", "error", "-y", ...format, "-i", "pipe:0", "-c:v", "mjpeg", "-q:v", "5", "-pix_fmt", "yuvj420p", video],
      { stdio: ["pipe", "inherit", "inherit"] },
    );
    for (const [index, pass] of passes.entries())
      if (!writer.stdin.write(draw(pass, distortionOf(index + 1), index + 1, SIZE).pixels))
        await once(writer.stdin, "drain");
    writer.stdin.end();
    await ended(writer);
  });

  test("are read in at least three of four pictures, and never as something else", async () => {
    const tally = { zxing: 0, jsqr: 0, both: 0 };
    let index = 0;
    for await (const frame of framesOf(video)) {
      const pass = passes[index++];
      const [zxing, jsqr] = [await decodeZxing(frame), decodeJsqr(frame)];
      for (const text of [...zxing, ...jsqr]) expect(text).toBe(pass);
      if (zxing.length > 0) tally.zxing++;
      if (jsqr.length > 0) tally.jsqr++;
      if (zxing.length > 0 || jsqr.length > 0) tally.both++;
    }
    process.stdout.write(
      `decoded of ${index} distorted pictures: zxing ${tally.zxing}, jsqr ${tally.jsqr}, either ${tally.both}\n`,
    );
    expect(index).toBe(PICTURES);
    expect(tally.both).toBeGreaterThanOrEqual(PICTURES * 0.75);
  });

  test("nothing is read where there is nothing, however noisy", async () => {
    for (const noise of [0, 8, 26, 60, 120])
      for (const seed of [1, 2, 3]) {
        const frame = draw(undefined, { ...PLAIN, noise, glare: seed === 3 ? 0.8 : 0 }, seed, SIZE);
        expect([...(await decodeZxing(frame)), ...decodeJsqr(frame)]).toEqual([]);
      }
  });
});

async function* framesOf(file: string): AsyncGenerator<Frame> {
  const reader = spawn("ffmpeg", ["-v", "error", "-i", file, "-pix_fmt", "gray", "-f", "rawvideo", "pipe:1"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const size = SIZE.width * SIZE.height;
  let whole: Uint8Array[] = [];
  const pictures = cutPictures(size, (pixels) => {
    whole.push(pixels);
    return new Uint8Array(size);
  });
  for await (const chunk of reader.stdout) {
    pictures.bytes(chunk);
    for (const pixels of whole) yield { pixels, ...SIZE };
    whole = [];
  }
}

async function ended(child: ChildProcess): Promise<void> {
  const [status] = await once(child, "close");
  expect(status).toBe(0);
}
