import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Picture } from "./picture.ts";

/** A network camera on 127.0.0.1: uncompressed video over HTTP, of whatever picture is held before it. */
export interface LiveCamera {
  readonly url: string;
  /** Held before the lens from now on. */
  show(picture: Picture): void;
  /** Hangs: the connection stands, no picture comes. */
  hang(hanging: boolean): void;
  /** Cuts the connections; a new one is welcome. */
  cut(): void;
  /** Cuts the connections and takes no other until told to. */
  refuse(refusing: boolean): void;
  /** Pictures sent since the last `show`. */
  sent(): number;
  close(): Promise<void>;
}

export async function openLiveCamera(first: Picture, fps: number): Promise<LiveCamera> {
  let picture = first;
  let hanging = false;
  let refusing = false;
  let sent = 0;
  const viewers = new Set<ServerResponse>();
  const cut = (): void => {
    for (const viewer of viewers) viewer.destroy();
  };
  const server = createServer((_, response) => {
    if (refusing) return void response.writeHead(503).end();
    response.writeHead(200, { "content-type": "video/x-yuv4mpeg" });
    response.write(`YUV4MPEG2 W${first.width} H${first.height} F${fps}:1 Cmono\n`);
    viewers.add(response);
    response.on("close", () => viewers.delete(response));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const timer = setInterval(() => {
    if (hanging) return;
    for (const viewer of viewers) {
      // A viewer who does not keep up misses pictures, as with a real camera.
      if (viewer.writableLength > first.width * first.height * 4) continue;
      viewer.write("FRAME\n");
      viewer.write(picture.pixels);
      sent++;
    }
  }, 1000 / fps);
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/video`,
    show(next) {
      picture = next;
      sent = 0;
    },
    hang(now) {
      hanging = now;
    },
    cut,
    refuse(now) {
      refusing = now;
      cut();
    },
    sent: () => sent,
    async close() {
      clearInterval(timer);
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
