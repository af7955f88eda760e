import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { camera, cutPictures, ffmpegArguments, viewOf } from "./camera.ts";
import { Budget } from "./camera-decode.ts";
import { openLooker } from "./camera-look.ts";

describe("a code in view", () => {
  test("is new once, for as long as it stays", () => {
    const inView = viewOf(2_000, 16);
    expect(inView(["a"], 0)).toEqual(["a"]);
    for (let nowMs = 100; nowMs < 60_000; nowMs += 1_900) expect(inView(["a"], nowMs)).toEqual([]);
  });

  test("is new again when it was out of view, not when a picture was blurred", () => {
    const inView = viewOf(2_000, 16);
    inView(["a"], 0);
    expect(inView(["a"], 2_000)).toEqual([]);
    expect(inView(["a"], 4_001)).toEqual(["a"]);
  });

  test("does not hide another beside it, and counts once though seen twice", () => {
    const inView = viewOf(2_000, 16);
    expect(inView(["a", "b", "a"], 0)).toEqual(["a", "b"]);
    expect(inView(["b", "c"], 100)).toEqual(["c"]);
  });

  test("is forgotten when there are too many: a screen that shows another code every picture fills no memory", () => {
    const inView = viewOf(2_000, 3);
    for (const text of ["a", "b", "c", "d"]) inView([text], 0);
    expect(inView(["d"], 1)).toEqual([]);
    expect(inView(["a"], 2)).toEqual(["a"]);
  });
});

test("pictures are cut whole from bytes that come in any portions", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(20), { maxLength: 30 }), (portions) => {
      const seen: number[][] = [];
      const pictures = cutPictures(6, (pixels) => {
        seen.push([...pixels]);
        return new Uint8Array(6);
      });
      let next = 0;
      for (const length of portions) pictures.bytes(Uint8Array.from({ length }, () => next++ % 256));
      expect(seen).toEqual(
        Array.from({ length: Math.floor(next / 6) }, (_, p) => Array.from({ length: 6 }, (_, i) => (p * 6 + i) % 256)),
      );
    }),
  );
});

test("after a cut the next byte begins a picture", () => {
  const seen: number[][] = [];
  const pictures = cutPictures(2, (pixels) => {
    seen.push([...pixels]);
    return pixels;
  });
  pictures.bytes(Uint8Array.of(1, 2, 3));
  pictures.cut();
  pictures.bytes(Uint8Array.of(4, 5));
  expect(seen).toEqual([
    [1, 2],
    [4, 5],
  ]);
});

describe("ffmpeg's arguments", () => {
  const of = (source: string): string => ffmpegArguments(source, { width: 640, height: 360, fps: 10 }).join(" ");

  test("read a device, a camera on the network and a file", () => {
    expect(of("/dev/video0")).toContain("-f v4l2 -framerate 10 -video_size 640x360 -i /dev/video0");
    expect(of("rtsp://camera/1")).toContain("-rtsp_transport tcp -i rtsp://camera/1");
    expect(of("http://camera/mjpeg")).toContain("-i http://camera/mjpeg");
    expect(of(import.meta.filename)).toContain(`-re -stream_loop -1 -i file:${import.meta.filename}`);
  });

  test("take a file for a file, whatever its name", () =>
    expect(of("-y;rm -rf x")).toContain(`-i file:${process.cwd()}/-y;rm -rf x`));

  test("always give grey pictures of one size", () =>
    expect(of("/dev/video0")).toMatch(/scale=640:360.* -pix_fmt gray -f rawvideo pipe:1$/));
});

test("the second opinion gets a share of the time and no more", () => {
  const budget = new Budget(0.1);
  expect(budget.allows(0)).toBe(true);
  budget.spent(0, 100);
  expect(budget.allows(999)).toBe(false);
  expect(budget.allows(1_000)).toBe(true);
});

test("pictures that come faster than they are looked at cost no memory, and the newest is looked at", async () => {
  const [width, height] = [320, 240];
  const size = width * height;
  let looked = 0;
  let last = -1;
  const looker = openLooker(width, height, {
    seen(_, atMs) {
      looked++;
      last = atMs;
    },
    lost: (words) => expect.fail(words),
  });
  try {
    const memories = new Set<ArrayBufferLike>();
    let pixels = new Uint8Array(size);
    for (let n = 1; n <= 5_000; n++) {
      pixels = looker.offer(pixels, n);
      memories.add(pixels.buffer);
    }
    // One is with the thread, one waits, one is being filled.
    expect(memories.size).toBeLessThanOrEqual(3);
    while (last < 5_000) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(looked).toBeLessThan(100);
  } finally {
    await looker.close();
  }
});

test.each([
  ["no address and no file", {}],
  ["both", { source: "/dev/video0", sourceFile: "/etc/camera" }],
  ["a password in the configuration", { source: "rtsp://gate:secret@camera/1" }],
  ["a protocol of ffmpeg's that opens something else", { source: "concat:/etc/passwd" }],
  ["an odd size", { source: "/dev/video0", width: 641 }],
])("a camera is not configured with %s", (_, config) =>
  expect(camera.config.safeParse({ driver: "camera", ...config }).success).toBe(false),
);

test("an address with a password belongs into a file of its own", () => {
  const config = camera.config.safeParse({ driver: "camera", source: "rtsp://a:b@camera/1" });
  expect(config.error?.issues[0]?.message).toContain("sourceFile");
});
