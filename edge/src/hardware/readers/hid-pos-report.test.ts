import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { posLayout, readPosReport } from "./hid-pos-report.ts";

/** As two makers lay it out: length, symbology, data, two reserved bytes, one bit "continued". Report id 2. */
const descriptor = Buffer.from(
  "058c0902a1010912a1028502150026ff0075089501092881029503 09fb8102953809fe8102950209fd8102150025017501950109ff810295078103c0c0".replaceAll(
    " ",
    "",
  ),
  "hex",
);

/** No report id, no length: forty bytes of data, filled up with zeros. */
const plain = Buffer.from(
  "058c0902a1010912a10215002 6ff0075089503 09fb8102952809fe8102c0c0".replaceAll(" ", ""),
  "hex",
);

function report(text: string, continued = false): Buffer {
  const bytes = Buffer.alloc(64);
  bytes[0] = 2;
  bytes[1] = text.length;
  bytes.write("]Q1", 2, "latin1");
  bytes.write(text, 5, "latin1");
  bytes[63] = continued ? 1 : 0;
  return bytes;
}

describe("a scanner's report", () => {
  it("is read where its descriptor says that things are", () => {
    const layout = posLayout(descriptor);
    const read = readPosReport(layout, report("BG1:ABC", true));
    expect(Buffer.from(read?.data ?? []).toString()).toBe("BG1:ABC");
    expect(read?.continued).toBe(true);
    expect(readPosReport(layout, report("X"))?.continued).toBe(false);
  });

  it("ends at the first zero where it has no length, and has no number where it needs none", () => {
    const bytes = Buffer.alloc(43);
    bytes.write("]Q1BG1:ABC");
    const read = readPosReport(posLayout(plain), bytes);
    expect(Buffer.from(read?.data ?? []).toString()).toBe("BG1:ABC");
  });

  it("of another number, or without bytes, brings nothing", () => {
    const layout = posLayout(descriptor);
    expect(readPosReport(layout, Buffer.from([9, 1, 2, 3]))).toBeUndefined();
    expect(readPosReport(layout, Buffer.alloc(0))).toBeUndefined();
  });

  it("with a length that is a lie brings no more than its data", () => {
    const lie = report("ABC");
    lie[1] = 255;
    expect(readPosReport(posLayout(descriptor), lie)?.data).toHaveLength(56);
  });

  it("of a keyboard, or of rubbish, is no scanner's, and nothing breaks", () => {
    const keyboard = "05010906a101050719e029e71500250175019508810295017508810395067508150025650507190029658100c0";
    expect(posLayout(Buffer.from(keyboard, "hex")).size).toBe(0);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.uint8Array({ maxLength: 64 }), (rubbish, bytes) => {
        readPosReport(posLayout(rubbish), bytes);
      }),
    );
  });
});
