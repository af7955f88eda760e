import { afterEach, describe, expect, it, vi } from "vitest";
import { openClock } from "./clock.ts";

const SPEED = 1440;
const scale = (): string => `${Date.now()},1800000000000,${SPEED}`;

afterEach(() => {
  vi.restoreAllMocks();
});

describe("a clock that runs faster than the world", () => {
  it("advances its wall clock with its monotonic one, not in the machine's whole milliseconds", () => {
    const clock = openClock(scale());
    const stood = Date.now();
    vi.spyOn(Date, "now").mockReturnValue(stood);
    const [monoBefore, wall, mono] = [clock.monoMs(), clock.wallMs(), clock.monoMs()];
    while (clock.monoMs() < mono + 2_000);
    const advancedMs = clock.wallMs() - wall;
    expect(advancedMs).toBeGreaterThanOrEqual(1_999);
    expect(advancedMs).toBeLessThanOrEqual(clock.monoMs() - monoBefore + 1);
  });

  it("shows the same in every process that is given the same three numbers", () => {
    const numbers = scale();
    const first = openClock(numbers);
    const opened = first.monoMs();
    while (first.monoMs() < opened + 5 * SPEED);
    const second = openClock(numbers);
    const [before, between, after] = [first.wallMs(), second.wallMs(), first.wallMs()];
    expect(between).toBeGreaterThanOrEqual(before - 2 * SPEED);
    expect(between).toBeLessThanOrEqual(after + 2 * SPEED);
  });

  it("refuses numbers that make no clock", () => {
    expect(() => openClock("now")).toThrow(RangeError);
    expect(() => openClock("1,2,0")).toThrow(RangeError);
  });
});

it("without a scale it is the machine's own, with the steps of its wall clock", () => {
  const clock = openClock();
  vi.spyOn(Date, "now").mockReturnValue(5);
  expect(clock.wallMs()).toBe(5);
  vi.restoreAllMocks();
});
