import { expect, it } from "vitest";
import { nearest } from "./nearest.ts";

it.each([
  ["lane", "lanes"],
  ["Gate", "gate"],
  ["dataDirectry", "dataDirectory"],
  ["colour", undefined],
])("%s was meant to be %s", (word, meant) => {
  expect(nearest(word, ["estate", "gate", "lanes", "dataDirectory"])).toBe(meant);
});
