import jsqr from "jsqr";

// jsqr is CommonJS with its function as `default`; bundlers and Node disagree on which of both one gets.
const read = (typeof jsqr === "function" ? jsqr : (jsqr as { default: typeof import("jsqr").default }).default) as (
  data: Uint8ClampedArray,
  width: number,
  height: number,
) => { readonly data: string } | null;

addEventListener("message", ({ data: picture }: MessageEvent<ImageData>) => {
  postMessage(read(picture.data, picture.width, picture.height)?.data);
});
