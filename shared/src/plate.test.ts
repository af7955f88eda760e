import { describe, expect, test } from "vitest";
import { normalPlate, plateBytes, plateSkeleton, skeletonBytes } from "./plate.ts";

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

  test.each([
    ["B0B1", "BOB1", true],
    ["808I", "B0BL", true],
    ["GZ5", "62S", true],
    ["QD1", "0OI", true],
    ["WÜX1", "WUX1", true],
    ["VA7", "UA7", false],
    ["B0B1", "B0B11", false],
  ])("%s looks like %s to a camera: %s", (one, other, alike) =>
    expect(plateSkeleton(one) === plateSkeleton(other)).toBe(alike),
  );

  test("has a skeleton that can never be taken for a plate or a card", () => {
    const bytes = new TextDecoder().decode(skeletonBytes("B0B1"));
    expect(bytes).toBe("baygate plate, alike 8081");
    expect(bytes.startsWith(new TextDecoder().decode(plateBytes("")))).toBe(false);
  });

  test("can never be taken for a card", () => expect(plateBytes("AB").length).toBeGreaterThan(10));
});
