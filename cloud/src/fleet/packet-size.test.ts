import { expect, test } from "vitest";
import { watchPackets } from "./packet-size.ts";

/** A PUBLISH of so many bytes behind its fixed header. */
function publish(length: number): Buffer {
  const digits: number[] = [];
  for (let rest = length; digits.length === 0 || rest > 0; rest = Math.floor(rest / 128))
    digits.push((rest % 128) | (rest >= 128 ? 0x80 : 0));
  return Buffer.concat([Buffer.from([0x30, ...digits]), Buffer.alloc(length, 0xff)]);
}
const ping = Buffer.from([0xc0, 0x00]);

test("packets up to the limit pass, however the bytes are cut", () => {
  const stream = Buffer.concat([ping, publish(1000), publish(0), publish(300), ping]);
  for (const step of [1, 2, 3, 7, 500, stream.length]) {
    const fits = watchPackets(1000);
    for (let at = 0; at < stream.length; at += step) expect(fits(stream.subarray(at, at + step))).toBe(true);
  }
});

test("one byte more is seen at the header, before the rest has come, and is not forgotten", () => {
  const fits = watchPackets(1000);
  expect(fits(publish(1001).subarray(0, 3))).toBe(false);
  expect(fits(publish(1))).toBe(false);
});
