// Pictures of a QR code as a camera at a gate sees one: turned, seen from the side, out of focus, noisy, pale, with the sun
// on it. Everything comes from a seed, so a picture that fails can be drawn again.
import { create } from "qrcode";

export interface Picture {
  readonly pixels: Uint8Array;
  readonly width: number;
  readonly height: number;
}

export interface Distortion {
  /** Length of the code's side with its quiet zone, in pixels. */
  readonly side: number;
  /** Middle of the code in the picture, 0 to 1. */
  readonly x: number;
  readonly y: number;
  /** Degrees. */
  readonly turn: number;
  /** How much further away one edge is than the other, as a part of the side; negative: the other edge. */
  readonly tiltX: number;
  readonly tiltY: number;
  /** Radius of the blur in pixels. */
  readonly blur: number;
  /** Standard deviation, in grey levels of 255. */
  readonly noise: number;
  /** 1: black on white. 0.2: grey on grey. */
  readonly contrast: number;
  /** Grey level of the white paper, 0 to 255. */
  readonly light: number;
  /** Strength of a bright spot on the code, 0 to 1. */
  readonly glare: number;
}

export const PLAIN: Distortion = {
  side: 420,
  x: 0.5,
  y: 0.5,
  turn: 0,
  tiltX: 0,
  tiltY: 0,
  blur: 0,
  noise: 0,
  contrast: 1,
  light: 235,
  glare: 0,
};

/** A number from 0 to 1, the same row of them for a seed (mulberry32). */
export function chance(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** What a hurried driver holds to a dirty lens: all distortions at once, each within what happens. */
export function distortionOf(seed: number): Distortion {
  const random = chance(seed);
  const between = (low: number, high: number): number => low + (high - low) * random();
  return {
    side: between(230, 520),
    x: between(0.36, 0.64),
    y: between(0.42, 0.58),
    turn: between(-180, 180),
    tiltX: between(-0.35, 0.35),
    tiltY: between(-0.35, 0.35),
    blur: between(0, 2.2),
    noise: between(0, 26),
    contrast: between(0.3, 1),
    light: between(120, 250),
    glare: random() < 0.35 ? between(0.2, 0.9) : 0,
  };
}

/** A picture of `text`, or of the scene without a code when there is none. */
export function draw(
  text: string | undefined,
  how: Distortion,
  seed: number,
  size = { width: 1280, height: 720 },
): Picture {
  const { width, height } = size;
  const random = chance(seed ^ 0x5eed);
  const scene = new Float32Array(width * height);
  // A scene that is not empty: a slope of light with some darker shapes, as bumpers and kerbs are.
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      scene[y * width + x] = 60 + 50 * (y / height) + (((x >> 6) * 7 + (y >> 5) * 13) % 17 === 0 ? 40 : 0);
  if (text !== undefined) paste(scene, width, height, text, how);
  if (how.glare > 0) shine(scene, width, height, how, random);
  const seen = how.blur > 0 ? blurred(scene, width, height, how.blur) : scene;
  const pixels = new Uint8Array(width * height);
  for (let i = 0; i < pixels.length; i++) {
    // The sum of three even chances is near enough to a bell.
    const noise = how.noise === 0 ? 0 : (random() + random() + random() - 1.5) * 2 * how.noise;
    pixels[i] = Math.max(0, Math.min(255, Math.round((seen[i] ?? 0) + noise)));
  }
  return { pixels, width, height };
}

function paste(scene: Float32Array, width: number, height: number, text: string, how: Distortion): void {
  const code = create(text, { errorCorrectionLevel: "M" }).modules;
  const cells = code.size + 8;
  const dark = how.light * (1 - how.contrast);
  const angle = (how.turn * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const level = (u: number, v: number): number => {
    const column = Math.floor(u * cells) - 4;
    const row = Math.floor(v * cells) - 4;
    const inside = column >= 0 && row >= 0 && column < code.size && row < code.size;
    return inside && code.get(row, column) ? dark : how.light;
  };
  const around = window(width, height, how, 1.6);
  for (let y = around.top; y < around.bottom; y++)
    for (let x = around.left; x < around.right; x++) {
      let sum = 0;
      let hits = 0;
      // Four points a pixel soften the edges as a lens does.
      for (const [dx, dy] of [
        [0.25, 0.25],
        [0.75, 0.25],
        [0.25, 0.75],
        [0.75, 0.75],
      ] as const) {
        const px = (x + dx - how.x * width) / how.side;
        const py = (y + dy - how.y * height) / how.side;
        // A plane seen from the side: what is further away is smaller.
        const depth = 1 / (1 - how.tiltX * px - how.tiltY * py);
        const u = (px * cos + py * sin) * depth + 0.5;
        const v = (py * cos - px * sin) * depth + 0.5;
        if (depth <= 0 || u < 0 || v < 0 || u >= 1 || v >= 1) continue;
        sum += level(u, v);
        hits++;
      }
      const at = y * width + x;
      if (hits > 0) scene[at] = (sum + (scene[at] ?? 0) * (4 - hits)) / 4;
    }
}

function shine(scene: Float32Array, width: number, height: number, how: Distortion, random: () => number): void {
  const [cx, cy] = [
    how.x * width + (random() - 0.5) * how.side * 0.8,
    how.y * height + (random() - 0.5) * how.side * 0.8,
  ];
  const radius = how.side * (0.15 + 0.25 * random());
  const around = window(width, height, how, 1.6);
  for (let y = around.top; y < around.bottom; y++)
    for (let x = around.left; x < around.right; x++) {
      const far = ((x - cx) ** 2 + (y - cy) ** 2) / (radius * radius);
      const at = y * width + x;
      scene[at] = (scene[at] ?? 0) + 200 * how.glare * Math.exp(-far);
    }
}

/** The part of the picture that the code can touch, wherever it is turned: `reach` of its sides to each side. */
function window(width: number, height: number, how: Distortion, reach: number) {
  const within = (value: number, most: number): number => Math.max(0, Math.min(most, Math.round(value)));
  return {
    left: within(how.x * width - how.side * reach, width),
    right: within(how.x * width + how.side * reach, width),
    top: within(how.y * height - how.side * reach, height),
    bottom: within(how.y * height + how.side * reach, height),
  };
}

/** Two box blurs, which together are near a lens's. */
function blurred(scene: Float32Array, width: number, height: number, radius: number): Float32Array {
  const reach = Math.max(1, Math.round(radius));
  const mix = Math.min(1, radius);
  let now = scene;
  for (let round = 0; round < 2; round++) now = box(box(now, width, height, 1, reach), width, height, width, reach);
  return now.map((value, i) => value * mix + (scene[i] ?? 0) * (1 - mix));
}

function box(from: Float32Array, width: number, height: number, step: number, reach: number): Float32Array {
  const to = new Float32Array(from.length);
  const [lines, length, lineStep] = step === 1 ? [height, width, width] : [width, height, 1];
  for (let line = 0; line < lines; line++) {
    const start = line * lineStep;
    const at = (i: number): number => from[start + Math.max(0, Math.min(length - 1, i)) * step] ?? 0;
    let sum = 0;
    for (let i = -reach; i <= reach; i++) sum += at(i);
    for (let i = 0; i < length; i++) {
      to[start + i * step] = sum / (2 * reach + 1);
      sum += at(i + reach + 1) - at(i - reach);
    }
  }
  return to;
}
