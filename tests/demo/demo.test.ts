import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { reportOf, startDemo } from "../e2e/running-demo.ts";

const data = mkdtempSync(join(tmpdir(), "baygate-demo-"));
afterAll(() => rmSync(data, { recursive: true, force: true }));

test("a morning in town ends with every fact acknowledged and every cent in its place", async () => {
  const demo = startDemo(["--seconds", "20", "--json", "--data", data, "--port", "0"]);
  expect(await demo.ended, demo.output()).toBe(0);
  const report = reportOf(demo);
  expect(report.ok).toBe(true);
  expect(report.decisions.granted).toBeGreaterThan(30);
  expect(report.decisions.denied).toBeGreaterThan(0);
  expect(report.stays.arrived).toBeGreaterThan(15);
  expect(report.stays.open).toBe(report.stays.arrived - report.stays.departed);
  expect(report.ledger.sumMinor).toBe(0);
  expect(report.sync.acked).toBe(report.sync.facts);
  for (const zone of report.zones) {
    expect(zone.inside).toBe(zone.physical);
    expect(zone.inside).toBeLessThanOrEqual(zone.capacity);
  }
});

test("the next start goes on with the same data, and Ctrl-C stops everything cleanly", async () => {
  const demo = startDemo(["--json", "--data", data, "--port", "0"]);
  await demo.said(/let through[\s\S]*let through/);
  demo.child.kill("SIGINT");
  expect(await demo.ended, demo.output()).toBe(0);
  const report = reportOf(demo);
  expect(report.ok).toBe(true);
  expect(report.stays.charged).toBeGreaterThan(0);
});

test("another card key is refused: no card would be known any more", async () => {
  rmSync(join(data, "cloud", "secrets.json"));
  const demo = startDemo(["--seconds", "5", "--data", data, "--port", "0"]);
  expect(await demo.ended).not.toBe(0);
});

test("wrong options are refused in words", async () => {
  const demo = startDemo(["--seconds", "soon"]);
  expect(await demo.ended).not.toBe(0);
  expect(demo.output()).toContain("must be a number");
});
