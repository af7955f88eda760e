import { describe, expect, test } from "vitest";
import { normalPlate, plateBytes } from "./plate.ts";

describe("a number plate", () => {
  test.each([
    ["b-ag 4711", "BAG4711"],
    [" B·AG 4711 E", "BAG4711E"],
    ["WÜ-X 1", "WÜX1"],
    ["ＡＢ１２", "AB12"],
    ["MH 12 AB 1234", "MH12AB1234"],
  ])("%s is %s", (written, normal) => expect(normalPlate(written)).toBe(normal));

  test.each(["", "-", "A", "NO PLATE HAS SO MANY LETTERS"])("%j is none", (written) =>
    expect(normalPlate(written)).toBeUndefined(),
  );

  test("keeps apart what only a camera would mix up", () => {
    expect(normalPlate("WÜ-X 1")).not.toBe(normalPlate("WU-X 1"));
    expect(normalPlate("O-0")).not.toBe(normalPlate("0-O"));
  });

  test("can never be taken for a card", () => expect(plateBytes("AB").length).toBeGreaterThan(10));
});
