import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import jsqr from "jsqr";
import { prepareZXingModule, type ReaderOptions, readBarcodes } from "zxing-wasm/reader";

/** One grey picture: a byte a pixel, rows from the top. */
export interface Frame {
  readonly pixels: Uint8Array;
  readonly width: number;
  readonly height: number;
}

// Several symbols, because a poster in view must not hide the pass beside it.
const options: ReaderOptions = { formats: ["QRCode"], maxNumberOfSymbols: 4, textMode: "Plain" };

/** Loads zxing's WebAssembly from the package: left alone, it would ask a server on the internet for it. */
export async function prepareZxing(): Promise<void> {
  const wasm = await readFile(fileURLToPath(import.meta.resolve("zxing-wasm/reader/zxing_reader.wasm")));
  await prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(wasm).buffer }, fireImmediately: true });
}

/**
 * The texts of the QR codes in the picture. The half-size picture first: that takes a fifth of the time and reads more,
 * because four pixels averaged are less noisy. What is small in the picture needs the whole.
 */
export async function decodeZxing(frame: Frame): Promise<string[]> {
  for (const size of [halved(frame), frame]) {
    const found = await readBarcodes(coloured(size), options);
    const texts = found.filter((each) => each.isValid && each.text !== "").map((each) => each.text);
    if (texts.length > 0) return texts;
  }
  return [];
}

/**
 * The text of one QR code by another library with other weaknesses, again from the half-size picture. It cannot be
 * interrupted, and an empty noisy picture takes it longest: see `Budget`.
 */
export function decodeJsqr(frame: Frame): string[] {
  const { data, width, height } = coloured(halved(frame));
  const found = jsqr.default(data, width, height, { inversionAttempts: "dontInvert" });
  return found === null || found.data === "" ? [] : [found.data];
}

/** Grants a slow task a share of the time: what took t may come again after t × (1 / share − 1). */
export class Budget {
  readonly #share: number;
  #freeAtMs = 0;

  constructor(share: number) {
    this.#share = share;
  }

  allows(nowMs: number): boolean {
    return nowMs >= this.#freeAtMs;
  }

  spent(fromMs: number, toMs: number): void {
    this.#freeAtMs = toMs + (toMs - fromMs) * (1 / this.#share - 1);
  }
}

/** The picture at half its width and height, each pixel the mean of four. */
function halved({ pixels, width, height }: Frame): Frame {
  const half = { width: width >> 1, height: height >> 1 };
  const small = new Uint8Array(half.width * half.height);
  for (let y = 0, to = 0; y < half.height; y++)
    for (let x = 0, at = 2 * y * width; x < half.width; x++, at += 2, to++)
      small[to] =
        ((pixels[at] ?? 0) + (pixels[at + 1] ?? 0) + (pixels[at + width] ?? 0) + (pixels[at + width + 1] ?? 0)) >> 2;
  return { pixels: small, ...half };
}

/** Both libraries want colour; pictures are spread into this memory, again and again. */
let spread = new Uint8ClampedArray(0);

function coloured({ pixels, width, height }: Frame): ImageData & { data: Uint8ClampedArray<ArrayBuffer> } {
  if (spread.length < pixels.length * 4) spread = new Uint8ClampedArray(pixels.length * 4).fill(255);
  for (let i = 0, j = 0; i < pixels.length; i++, j += 4) {
    const grey = pixels[i] ?? 0;
    spread[j] = grey;
    spread[j + 1] = grey;
    spread[j + 2] = grey;
  }
  return { data: spread.subarray(0, pixels.length * 4), width, height, colorSpace: "srgb" };
}
