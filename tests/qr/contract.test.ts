import { camera } from "@baygate/edge/hardware/readers/camera";
import { readerContract } from "@baygate/edge/hardware/seams.contract";
import { describe } from "vitest";
import { skipWithout } from "../lab/packages.ts";
import { newIssuer, SOMEBODY } from "./issuer.ts";
import { openLiveCamera } from "./live-camera.ts";
import { draw, PLAIN } from "./picture.ts";

const SIZE = { width: 640, height: 360 };

describe.skipIf(skipWithout("ffmpeg"))("the seam's contract", () => {
  readerContract("a camera", async () => {
    const lens = await openLiveCamera(draw(undefined, PLAIN, 1, SIZE), 10);
    const issuer = newIssuer("a1b2c3d4");
    return {
      open: (events) =>
        camera.open(camera.config.parse({ driver: "camera", source: lens.url, ...SIZE, fps: 10 }), events, {
          device: "lane-1/reader-0",
          log: { info() {}, warn() {} },
        }),
      hold() {
        const pass = issuer.pass(SOMEBODY);
        lens.show(draw(pass, { ...PLAIN, side: 300, noise: 5 }, 2, SIZE));
        return { tier: "C", bytes: new TextEncoder().encode(pass) };
      },
      outage: { code: "camera-lost", begin: () => lens.refuse(true), end: () => lens.refuse(false) },
      close: () => lens.close(),
    };
  });
});
