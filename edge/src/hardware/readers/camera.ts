import { readFileSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { z } from "zod";
import { cameras } from "../attached.ts";
import type { ReaderDriver } from "../driver.ts";
import type { ReaderEvents } from "../seams.ts";
import { openLooker } from "./camera-look.ts";
import { openPipe } from "./camera-pipe.ts";

const Source = z
  .string()
  .min(1)
  .max(1024)
  .refine((text) => !hasScheme(text) || /^(?:rtsps?|https?):\/\//.test(text), "a path, or rtsp, rtsps, http or https");

const CameraConfig = z
  .object({
    driver: z.literal("camera"),
    source: Source.refine((text) => !URL.parse(text)?.password, "no secret in this file: use sourceFile")
      .optional()
      .meta({
        description: "A V4L2 device (/dev/video0), a camera's address (rtsp://, http://), or a file, played in a loop.",
      }),
    sourceFile: z.string().min(1).optional().meta({
      description: "Instead of source: a file that holds it and nothing else, for an address with a password.",
    }),
    width: z.int().min(160).max(1920).multipleOf(2).default(1280).meta({ description: "Pixels looked at." }),
    height: z.int().min(120).max(1080).multipleOf(2).default(720),
    fps: z.int().min(1).max(30).default(10).meta({ description: "Pictures a second." }),
    stallMs: z
      .int()
      .min(500)
      .max(60_000)
      .default(5_000)
      .meta({ description: "No picture for so long: the camera is taken as hanging and opened again." }),
    ffmpeg: z.string().min(1).default("ffmpeg").meta({ description: "The program, by name or path." }),
  })
  .refine(
    ({ source, sourceFile }) => (source === undefined) !== (sourceFile === undefined),
    "source or sourceFile, one of them",
  );
type CameraConfig = z.output<typeof CameraConfig>;

/** A code is the same tap until it has been out of view for this long: a blurred picture in between is not a second tap. */
const OUT_OF_VIEW_MS = 2_000;
/** More codes in one view than this, and the one longest unseen is forgotten. */
const MOST_IN_VIEW = 16;

/**
 * QR codes seen by a camera. ffmpeg writes grey pictures into a pipe, a thread looks for codes in the newest of them. Faults:
 * `ffmpeg-missing`, `camera-lost` (ended, unplugged, refused), `camera-stalled` (hangs), `decoder-lost` (the thread died).
 */
export const camera: ReaderDriver<typeof CameraConfig> = {
  reads: "code",
  find: async (root) =>
    cameras(root).map(({ path, name }) => ({ config: { driver: "camera", source: path }, words: `${name}, camera` })),
  config: CameraConfig,
  async open(config, events, { log }) {
    const outage = outageOf(events);
    const inView = viewOf(OUT_OF_VIEW_MS, MOST_IN_VIEW);
    const looker = openLooker(config.width, config.height, {
      seen(texts, atMs) {
        outage.over("decoder");
        for (const text of inView(texts, atMs)) events.read({ tier: "C", bytes: new TextEncoder().encode(text), atMs });
      },
      lost(words) {
        outage.begins("decoder", "decoder-lost", words);
      },
    });
    const pictures = cutPictures(config.width * config.height, (pixels) => {
      outage.over("pictures");
      return looker.offer(pixels, performance.now());
    });
    const closePipe = openPipe(config.ffmpeg, () => ffmpegArguments(sourceOf(config), config), config.stallMs, {
      bytes: pictures.bytes,
      lost(code, words) {
        pictures.cut();
        outage.begins("pictures", code, words);
      },
    });
    log.info({ width: config.width, height: config.height, fps: config.fps }, "camera opened");
    return {
      async close() {
        await closePipe();
        await looker.close();
      },
    };
  },
};

/** Read at each start, so that a new password needs no restart of the gate. */
function sourceOf({ source, sourceFile }: CameraConfig): string {
  return source ?? Source.parse(readFileSync(sourceFile ?? "", "utf8").trim());
}

/** ffmpeg's arguments: whatever the source, grey pictures of one size on standard output. */
export function ffmpegArguments(
  source: string,
  { width, height, fps }: Pick<CameraConfig, "width" | "height" | "fps">,
): string[] {
  const size = `${width}:${height}`;
  return [
    ...["-nostdin", "-hide_banner", "-loglevel", "error"],
    ...inputOf(source, `${width}x${height}`, fps),
    ...["-an", "-sn", "-dn"],
    "-vf",
    `fps=${fps},scale=${size}:force_original_aspect_ratio=decrease,pad=${size}:(ow-iw)/2:(oh-ih)/2`,
    ...["-pix_fmt", "gray", "-f", "rawvideo", "pipe:1"],
  ];
}

function inputOf(source: string, size: string, fps: number): string[] {
  const live = ["-fflags", "nobuffer"];
  if (/^rtsps?:/.test(source)) return [...live, "-rtsp_transport", "tcp", "-i", source];
  if (hasScheme(source)) return [...live, "-i", source];
  const path = resolve(source);
  if (path.startsWith("/dev/")) return ["-f", "v4l2", "-framerate", `${fps}`, "-video_size", size, "-i", path];
  // Said as an address, so that a colon in a path names no protocol.
  const address = `file:${path}`;
  return statSync(path, { throwIfNoEntry: false })?.isFile()
    ? ["-re", "-stream_loop", "-1", "-i", address]
    : [...live, "-i", address];
}

const hasScheme = (source: string): boolean => /^[a-z][a-z0-9+.-]*:/i.test(source);

/** Which of the codes seen now are new in view. */
export function viewOf(outOfViewMs: number, most: number): (texts: readonly string[], nowMs: number) => string[] {
  const lastSeenMs = new Map<string, number>();
  return (texts, nowMs) => {
    for (const [text, atMs] of lastSeenMs) if (nowMs - atMs > outOfViewMs) lastSeenMs.delete(text);
    const fresh = [...new Set(texts)].filter((text) => !lastSeenMs.has(text));
    for (const text of texts) {
      lastSeenMs.delete(text);
      lastSeenMs.set(text, nowMs);
    }
    for (const text of lastSeenMs.keys()) if (lastSeenMs.size > most) lastSeenMs.delete(text);
    return fresh;
  };
}

/** Cuts the pipe's bytes into pictures. `whole` takes a full picture and gives memory for the next. */
export function cutPictures(
  size: number,
  whole: (pixels: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer>,
): { bytes(chunk: Uint8Array): void; cut(): void } {
  let filling = new Uint8Array(size);
  let filled = 0;
  return {
    bytes(chunk) {
      for (let from = 0; from < chunk.length; ) {
        const part = chunk.subarray(from, from + size - filled);
        filling.set(part, filled);
        filled += part.length;
        from += part.length;
        if (filled < size) return;
        filled = 0;
        filling = whole(filling);
      }
    },
    /** The next byte begins a picture: the pipe is another one. */
    cut() {
      filled = 0;
    },
  };
}

/** Two parts can fail, the reader fails once: with the first of them, and it is well again with the last. */
function outageOf(events: ReaderEvents): {
  begins(part: "pictures" | "decoder", code: string, words: string): void;
  over(part: "pictures" | "decoder"): void;
} {
  const out = new Set<string>();
  return {
    begins(part, code, words) {
      if (out.size === 0) events.failed(code, words);
      out.add(part);
    },
    over(part) {
      if (out.delete(part) && out.size === 0) events.recovered();
    },
  };
}
