import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ConfigInvalid, parseConfig, readConfig } from "./config.ts";

const boxes = join(import.meta.dirname, "../../firmware-config/boxes");
const bench = readFileSync(join(boxes, "bench-arrival.yaml"), "utf8");

/** The example with some lines replaced, and its faults as a person reads them. */
function faults(...changes: [from: string, to: string][]): string[] {
  const text = changes.reduce((before, [from, to]) => {
    expect(before).toContain(from);
    return before.replace(from, to);
  }, bench);
  const config = parseConfig(text);
  return Array.isArray(config) ? config.map((f) => `${f.line}:${f.column} ${f.path}: ${f.words}`) : [];
}

describe("a box's configuration", () => {
  it.each(readdirSync(boxes))("accepts the example %s", (file) => {
    expect(readConfig(join(boxes, file)).lanes.length).toBeGreaterThan(0);
  });

  it("reports each of five mistakes, with line, column and what was probably meant", () => {
    expect(
      faults(
        ["estate: harbour", "estate: Harbour!"],
        ["dataDirectory:", "dataDirectry:"],
        ["direction: arrive", "direction: inwards"],
        ["barrier: { driver: simulated", "barrier: { driver: simulatd"],
        ["loops: { driver: simulated, socket:", "loops: { driver: simulated, sockte:"],
      ),
    ).toEqual([
      "3:9 estate: lower-case letters, digits and dashes, 1 to 32",
      '5:1 dataDirectry: unknown key, did you mean "dataDirectory"?',
      '11:16 lanes.0.direction: Invalid option: expected one of "arrive"|"depart"|"both"',
      '16:24 lanes.0.barrier.driver: no driver "simulatd", did you mean "simulated"?',
      '17:33 lanes.0.loops.sockte: unknown key, did you mean "socket"?',
    ]);
  });

  it("refuses a secret in the file, as a key and in an address", () => {
    expect(
      faults(["mqttUrl: mqtt://127.0.0.1:1883", "mqttUrl: mqtt://a:b@127.0.0.1\n  token: abc"]).map((f) =>
        f.slice(0, 60),
      ),
    ).toEqual([
      "8:12 cloud.mqttUrl: no secret in this file: use tokenFile or",
      "9:3 cloud.token: no secret in this file: use tokenFile or BA",
    ]);
  });

  it("says where the YAML itself breaks", () => {
    expect(faults(["lanes:", "lanes: ["])[0]).toMatch(/^\d+:\d+ : /);
  });

  it("wants a lane's id once, and no gate called live", () => {
    const lane = bench.slice(bench.indexOf("  - id: lane-1"));
    expect(faults([lane, lane + lane])).toEqual(["19:9 lanes.1.id: a lane's id stands once"]);
    expect(faults(["gate: harbour-in", "gate: live"])).toHaveLength(1);
  });

  it("names the file in the error that ends the process", () => {
    expect(() => readConfig(join(boxes, "../../package.json"))).toThrow(ConfigInvalid);
  });
});
