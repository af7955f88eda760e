// Run where the scanner is to be seen (hid-pos.test.ts): says the first thing that the driver `hid-pos` reads.
import { hidPos } from "@baygate/edge/hardware/readers/hid-pos";

const reader = await hidPos.open(
  hidPos.config.parse({ driver: "hid-pos", vendor: "05e0", serial: "SN1" }),
  {
    failed: (code, words) => process.stderr.write(`${code}: ${words}\n`),
    recovered: () => undefined,
    unreadable: (code) => process.stderr.write(`${code}\n`),
    read({ tier, bytes }) {
      process.stdout.write(`${JSON.stringify({ tier, text: Buffer.from(bytes).toString() })}\n`);
      void reader.close();
    },
  },
  { device: "lane-1/reader-0", log: { info() {}, warn() {} } },
);
