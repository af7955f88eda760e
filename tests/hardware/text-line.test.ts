import { createReadStream, openSync } from "node:fs";
import { textLine } from "@baygate/edge/hardware/displays/text-line";
import type { Display } from "@baygate/edge/hardware/seams";
import { Heard } from "@baygate/edge/hardware/seams.contract";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { skipWithout } from "../lab/packages.ts";
import { laySerialCable, type SerialCable } from "../lab/serial-cable.ts";

describe.skipIf(skipWithout("socat"))("a text line", () => {
  let cable: SerialCable;
  let heard: Heard;
  let display: Display | undefined;
  /** What stood on it, screen after screen. */
  let screens: string[] = [];

  beforeEach(async () => {
    cable = await laySerialCable();
    heard = new Heard();
    screens = [];
    watch();
  });
  afterEach(async () => {
    await display?.close();
    await cable.close();
  });

  function watch(): void {
    let text = "";
    const stream = createReadStream("", { fd: openSync(cable.device, "r") });
    stream.on("error", () => {});
    stream.on("data", (chunk) => {
      text += chunk.toString("latin1");
      const [, ...drawn] = text.split("\f");
      screens = drawn.map((screen) => screen.replace("\r\n", "|"));
    });
  }

  async function open(more: object): Promise<Display> {
    const its = textLine.config.parse({ driver: "text-line", port: { path: cable.gate }, turnMs: 500, ...more });
    display = await textLine.open(its, heard.events, { device: "lane-1/display", log: { info() {}, warn() {} } });
    return display;
  }
  const MESSAGE = {
    mood: "stop",
    title: "Not enough credit",
    detail: "Please top up in the app, then try again.",
  } as const;

  it("shows what is the matter, what to do next part after part, and each language in turn", async () => {
    (await open({ languages: ["de", "en"] })).show(MESSAGE);
    const turns = [
      "Guthaben reicht     |nicht               ",
      "Guthaben reicht     |Bitte in der App    ",
      "Guthaben reicht     |aufladen, dann noch ",
      "Guthaben reicht     |einmal.             ",
      "Not enough credit   |Please top up in the",
    ];
    // Whoever begins to look late sees them when their turn comes again.
    await expect.poll(() => screens.join("\n"), { timeout: 30_000 }).toContain(turns.join("\n"));
  });

  it("shows umlauts where it has them", async () => {
    const line = await open({ languages: ["de"], charset: "windows-1252", columns: 40 });
    line.show({ mood: "stop", title: "Out of order", detail: "" });
    await expect.poll(() => screens.at(-1)?.slice(0, 13), { timeout: 20_000 }).toBe("Außer Betrieb");
  });

  it("says that it is away, and shows the last message when it is back", async () => {
    const line = await open({});
    line.show(MESSAGE);
    await expect.poll(() => screens.length, { timeout: 20_000 }).toBeGreaterThan(0);
    await cable.unplug();
    await heard.ends("failed serial-unplugged");
    line.show({ mood: "idle", title: "Welcome", detail: "" });
    await cable.plug();
    watch();
    await heard.ends("failed serial-unplugged", "recovered");
    await expect.poll(() => screens.at(-1)?.trim(), { timeout: 20_000 }).toBe("Welcome             |");
  });
});
