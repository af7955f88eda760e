import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type ScanEnd, scanIntake } from "./scan-intake.ts";

describe("what a scanner sends", () => {
  let heard: string[] = [];
  beforeEach(() => {
    vi.useFakeTimers();
    heard = [];
  });
  afterEach(() => vi.useRealTimers());

  const intake = (end: ScanEnd = "control-character", encoding = "utf-8") =>
    scanIntake(end, encoding, {
      scan: (text) => heard.push(text),
      unreadable: (code) => heard.push(code),
      flooding: (on) => heard.push(on ? "flood" : "calm"),
    });
  const bytes = (text: string): Uint8Array => Buffer.from(text, "utf8");

  it.each([
    ["CR", "BG1:A\r"],
    ["CR and LF", "BG1:A\r\n"],
    ["STX and ETX", "\u0002BG1:A\u0003"],
    ["a symbology's name before it", "]Q1BG1:A\r"],
  ])("is a scan, ended by %s", (_, sent) => {
    intake().bytes(bytes(sent));
    expect(heard).toEqual(["BG1:A"]);
  });

  it("is the same whatever portions it comes in", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(5), { maxLength: 40 }), (cuts) => {
        heard = [];
        const scanner = intake();
        let left = bytes("BG1:ÄÖÜ\rBG1:B\r");
        for (const cut of cuts) {
          scanner.bytes(left.subarray(0, cut));
          left = left.subarray(cut);
        }
        scanner.bytes(left);
        scanner.close();
        expect(heard).toEqual(["BG1:ÄÖÜ", "BG1:B"]);
      }),
    );
  });

  it("ends by silence where the scanner sends no terminator", async () => {
    const scanner = intake("silence");
    scanner.bytes(bytes("BG1:"));
    await vi.advanceTimersByTimeAsync(60);
    scanner.bytes(bytes("A"));
    await vi.advanceTimersByTimeAsync(60);
    expect(heard).toEqual([]);
    await vi.advanceTimersByTimeAsync(60);
    expect(heard).toEqual(["BG1:A"]);
  });

  it("is read in the scanner's encoding", () => {
    intake("control-character", "windows-1252").bytes(Buffer.from([0x47, 0xf6, 0x0d]));
    expect(heard).toEqual(["Gö"]);
  });

  it("is forgotten when it was begun long ago: the scanner was pulled out in between", async () => {
    const scanner = intake();
    scanner.bytes(bytes("BG1:torn"));
    await vi.advanceTimersByTimeAsync(1_500);
    scanner.bytes(bytes("BG1:A\r"));
    expect(heard).toEqual(["BG1:A"]);
  });

  it("is unreadable once when it is too long, and the next is read", () => {
    const scanner = intake();
    scanner.bytes(bytes("x".repeat(5_000)));
    scanner.bytes(bytes("y\rBG1:A\r"));
    expect(heard).toEqual(["code-too-long", "BG1:A"]);
    scanner.close();
  });

  it("is no code when a part of it was lost on the way, even if its end was among that", async () => {
    const scanner = intake();
    scanner.bytes(bytes("BG1:begin"));
    scanner.lost();
    scanner.bytes(bytes("rest\rBG1:A\r"));
    expect(heard).toEqual(["letters-lost", "BG1:A"]);
    scanner.lost();
    await vi.advanceTimersByTimeAsync(1_500);
    scanner.bytes(bytes("BG1:B\r"));
    expect(heard.slice(2)).toEqual(["letters-lost", "BG1:B"]);
  });

  it("is a flood when nobody could show so much, which ends when it does", async () => {
    const scanner = intake();
    for (let n = 0; n < 500; n++) scanner.bytes(bytes(`${n}\r`));
    expect(heard.length).toBeLessThan(50);
    expect(heard.at(-1)).toBe("flood");
    await vi.advanceTimersByTimeAsync(6_000);
    expect(heard.at(-1)).toBe("calm");
    scanner.bytes(bytes("BG1:A\r"));
    expect(heard.at(-1)).toBe("BG1:A");
  });

  it("is a flood, too, when it is rubbish without an end", async () => {
    const scanner = intake();
    for (let n = 0; n < 20; n++) scanner.bytes(bytes("x".repeat(1_000)));
    expect(heard).toEqual(["code-too-long", "flood"]);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(heard.at(-1)).toBe("calm");
  });
});
