import { z } from "zod";
import { serialPorts } from "../attached.ts";
import type { ReaderDriver } from "../driver.ts";
import { type ScanIntake, scanIntake } from "../scan-intake.ts";
import { FLOOD_WORDS, outageOf } from "../scanner-program.ts";
import { openSerialLine, SerialPortConfig } from "../serial-line.ts";

const config = z.object({
  driver: z.literal("serial-scanner"),
  port: SerialPortConfig,
  end: z.enum(["control-character", "silence"]).default("control-character").meta({
    description: "How a scan ends: with CR, LF, tab or another control character, or by nothing coming for 0.1 s.",
  }),
  encoding: z.enum(["utf-8", "windows-1252", "shift_jis"]).default("utf-8"),
});

/** A QR scanner on a serial line or a USB port that looks like one. Faults: the serial line's, and `scanner-floods`. */
export const serialScanner: ReaderDriver<typeof config> = {
  reads: "code",
  find: async (root) =>
    serialPorts(root).map((path) => ({
      config: { driver: "serial-scanner", port: { path } },
      words: `${path}, a serial line: perhaps a code scanner`,
    })),
  config,
  async open({ port, end, encoding }, events, { log }) {
    const outage = outageOf(events);
    const newIntake = (): ScanIntake =>
      scanIntake(end, encoding, {
        scan: (text) => events.read({ tier: "C", bytes: new TextEncoder().encode(text), atMs: performance.now() }),
        unreadable: (code) => events.unreadable(code),
        flooding(on) {
          if (on) outage.began("scanner-floods", FLOOD_WORDS);
          else outage.ended();
        },
      });
    let intake = newIntake();
    const closeLine = openSerialLine(port, {
      opened(pipe) {
        log.info({ path: port.path }, "scanner opened");
        intake.close();
        intake = newIntake();
        const mine = intake;
        pipe.on("data", (chunk: Uint8Array) => mine.bytes(chunk));
        outage.ended();
      },
      lost(code, words) {
        intake.close();
        outage.began(code, words);
      },
    });
    return {
      async close() {
        intake.close();
        await closeLine();
      },
    };
  },
};
