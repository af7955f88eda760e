import { expect, test } from "vitest";
import { openIntake } from "./intake.ts";

/** Work that ends when told. */
function desk() {
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const work = (message: string) =>
    new Promise<void>((resolve) => {
      begun.push(message);
      ends.set(message, resolve);
    });
  const end = async (message: string) => {
    ends.get(message)?.();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { begun, work, end };
}

test("one topic's messages never overlap, others run beside them up to the bound", async () => {
  const { begun, work, end } = desk();
  const intake = openIntake({ parallel: 2, bytes: 1000 }, work);
  for (const [topic, message] of [
    ["a", "a1"],
    ["a", "a2"],
    ["b", "b1"],
    ["c", "c1"],
  ] as const)
    expect(intake.offer(topic, 1, message)).toBe(true);
  expect(begun).toEqual(["a1", "b1"]);
  expect(intake.waiting()).toBe(4);
  await end("b1");
  expect(begun).toEqual(["a1", "b1", "c1"]);
  await end("a1");
  expect(begun).toEqual(["a1", "b1", "c1", "a2"]);
  await end("c1");
  await end("a2");
  expect(intake.waiting()).toBe(0);
});

test("of what waits behind one topic the newest stands", async () => {
  const { begun, work, end } = desk();
  const intake = openIntake({ parallel: 2, bytes: 1000 }, work);
  for (const message of ["1", "2", "3"]) intake.offer("a", 1, message);
  await end("1");
  expect(begun).toEqual(["1", "3"]);
});

test("no more is held than the bound, and the room comes back", async () => {
  const { begun, work, end } = desk();
  const intake = openIntake({ parallel: 1, bytes: 10 }, work);
  expect(intake.offer("a", 6, "a")).toBe(true);
  expect(intake.offer("b", 4, "b")).toBe(true);
  expect(intake.offer("c", 1, "c")).toBe(false);
  await end("a");
  expect(intake.offer("c", 6, "c")).toBe(true);
  await end("b");
  expect(begun).toEqual(["a", "b", "c"]);
});

test("stopping waits for what is being worked on and begins nothing more", async () => {
  const { begun, work, end } = desk();
  const intake = openIntake({ parallel: 1, bytes: 10 }, work);
  intake.offer("a", 1, "a");
  intake.offer("b", 1, "b");
  let stopped = false;
  const stopping = intake.stop().then(() => {
    stopped = true;
  });
  expect(stopped).toBe(false);
  expect(intake.offer("c", 1, "c")).toBe(false);
  await end("a");
  await stopping;
  expect(begun).toEqual(["a"]);
});
