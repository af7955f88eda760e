import { writeFileSync } from "node:fs";
import { camera } from "@baygate/edge/hardware/readers/camera";
import { Heard } from "@baygate/edge/hardware/seams.contract";
import { expect, it } from "vitest";

// A V4L2 camera: the kernel's vivid, which shows a test picture without a code in it. That a code is read is tests/qr's to
// show; here it is that ffmpeg opens the device, and what becomes of it when it is pulled out.

const DRIVER = "/sys/bus/platform/drivers/vivid";
const WAIT = { timeout: 110_000 };

it("a camera that is pulled out and plugged in again is looked through again", async () => {
  const heard = new Heard();
  const config = camera.config.parse({
    ...{ driver: "camera", source: "/dev/video0", width: 320, height: 180, fps: 5, stallMs: 60_000 },
  });
  let pictures = 0;
  const reader = await camera.open(
    config,
    { ...heard.events, read: () => pictures++, unreadable: () => undefined },
    { device: "lane-1/reader-0", log: { info() {}, warn() {} } },
  );
  try {
    writeFileSync(`${DRIVER}/unbind`, "vivid.0");
    await expect.poll(() => heard.words, WAIT).toEqual(["failed camera-lost"]);
    writeFileSync(`${DRIVER}/bind`, "vivid.0");
    await expect.poll(() => heard.words, WAIT).toEqual(["failed camera-lost", "recovered"]);
    expect(pictures).toBe(0);
  } finally {
    await reader.close();
  }
});
