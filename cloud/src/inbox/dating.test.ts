import { describe, expect, test } from "vitest";
import { type BootClock, dateFact, hearBoot } from "./dating.ts";

const BEGAN_MS = Date.parse("2026-03-02T06:00:00Z");
const MINUTE = 60_000;

interface Message {
  /** Sent so long after the boot began, by its clock, and received so much later by ours. */
  readonly monoMs: number;
  readonly lateMs: number;
  readonly bootId?: string;
  /** How long before its receipt it was sent by a wall clock that is synchronised; absent: that is not. */
  readonly wallMs?: number;
}

/** What is known of a boot once its messages are heard. */
function hear(...messages: readonly Message[]): BootClock {
  let known: BootClock | null = null;
  for (const { monoMs, lateMs, bootId = "boot-1", wallMs } of messages) {
    const receivedAtMs = BEGAN_MS + monoMs + lateMs;
    const batch = { bootId, monoMs, wallMs: receivedAtMs - (wallMs ?? 0) };
    known = hearBoot(known, batch, wallMs === undefined ? "unsynchronised" : "synchronised", receivedAtMs);
  }
  if (known === null) throw new Error("nothing was heard");
  return known;
}

const dateOf = (boot: BootClock, monoMs: number): number =>
  dateFact({ ...{ bootId: "boot-1", monoMs, wallMs: 0 }, clock: "unsynchronised" }, boot, boot.heardAtMs).atMs;

describe("when a boot began", () => {
  test("a message that was held up makes nothing later that was heard of by a faster one", () => {
    const boot = hear({ monoMs: 1000, lateMs: 40 }, { monoMs: 2000, lateMs: 30 }, { monoMs: 3000, lateMs: 20_000 });
    expect(dateOf(boot, 2900)).toBe(BEGAN_MS + 2900 + 30 + 4);
  });

  test("the first message of a boot is dated by itself, whatever was known of the boot before", () => {
    expect(hear({ monoMs: 50_000, lateMs: 20 }, { monoMs: 1000, lateMs: 3000, bootId: "boot-2" })).toEqual({
      ...{ bootId: "boot-2", beganAtMs: BEGAN_MS + 3000, heardAtMs: BEGAN_MS + 4000 },
    });
  });

  test("a gate's clock that is slower than ours by less than 200 ppm is followed", () => {
    const days = Array.from({ length: 30 }, (_, day) => day * 86_400_000);
    // 100 ppm: 8.64 s a day.
    const boot = hear(...days.map((atMs) => ({ monoMs: atMs * (1 - 100e-6), lateMs: atMs * 100e-6 + 20 })));
    expect(boot.beganAtMs).toBeCloseTo(BEGAN_MS + 29 * 8640 + 20);
  });

  test("clocks that a time server bends seem to hold messages up: a wall clock that is right tells that they did not", () => {
    const bent = { monoMs: 100_000, lateMs: 40_000 };
    const fresh = { monoMs: 1000, lateMs: 20 };
    expect(hear(fresh, { ...bent, wallMs: 30 }).beganAtMs).toBe(BEGAN_MS + 40_000 - 30);
    // Ahead, it says that the message came before it was sent.
    expect(hear(fresh, { ...bent, wallMs: -5000 }).beganAtMs).toBe(BEGAN_MS + 40_000);
    // Both agree.
    expect(hear(fresh, { ...bent, wallMs: 40_000 }).beganAtMs).toBeCloseTo(BEGAN_MS + 20 + 27.8);
    // What one boot knows is one number: the next message that is not held up puts it right again.
    expect(hear(fresh, { ...bent, wallMs: 0 }, { monoMs: 101_000, lateMs: 20, wallMs: 0 }).beganAtMs).toBe(
      BEGAN_MS + 20,
    );
  });

  test("messages that come thick and fast allow no more drift than few do", () => {
    const late = Array.from({ length: 10_000 }, (_, number) => ({ monoMs: number * 10, lateMs: 50 }));
    const { beganAtMs } = hear({ monoMs: 0, lateMs: 20 }, ...late);
    expect(Math.abs(beganAtMs - (BEGAN_MS + 20 + 20))).toBeLessThan(1);
  });

  test("one that is faster is followed at once", () => {
    expect(hear({ monoMs: 0, lateMs: 20 }, { monoMs: 86_400_000, lateMs: -8640 }).beganAtMs).toBe(BEGAN_MS - 8640);
  });

  test("what would be later than any message can be is another clock: ours was set, or theirs stood still", () => {
    const hour = 3_600_000;
    expect(hear({ monoMs: 1000, lateMs: 20 }, { monoMs: 2000, lateMs: hour }).beganAtMs).toBe(BEGAN_MS + hour);
    // Set back by an hour, and right again.
    const mended = hear({ monoMs: 1000, lateMs: 20 }, { monoMs: 2000, lateMs: -hour }, { monoMs: 3000, lateMs: 20 });
    expect(mended.beganAtMs).toBe(BEGAN_MS + 20);
  });

  test("a fact is never dated after its receipt", () => {
    const boot = hear({ monoMs: 1000, lateMs: 20 }, { monoMs: 2000, lateMs: MINUTE });
    expect(dateOf(boot, 2000)).toBeLessThanOrEqual(boot.heardAtMs);
    expect(
      dateFact({ ...{ bootId: "boot-1", monoMs: 9e6, wallMs: 0 }, clock: "synchronised" }, boot, boot.heardAtMs),
    ).toEqual({ atMs: boot.heardAtMs, by: "clamped", unsure: true });
  });
});
