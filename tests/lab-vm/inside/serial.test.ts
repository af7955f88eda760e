import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { serialScanner } from "@baygate/edge/hardware/readers/serial-scanner";
import { readerContract } from "@baygate/edge/hardware/seams.contract";
import { expect } from "vitest";

// A scanner on USB that looks like a serial line: the kernel's own gadget, plugged into its own dummy host, so that the name
// under /dev goes away and comes back as it does at a gate.

const GADGET = "/sys/kernel/config/usb_gadget/scanner";
const SCANNER = "/dev/ttyGS0";
const GATE = "/dev/ttyACM0";
const CODE = "BG1:A gate's serial scanner";

function build(): void {
  for (const folder of ["strings/0x409", "configs/c.1", "functions/acm.0"])
    mkdirSync(join(GADGET, folder), { recursive: true });
  writeFileSync(join(GADGET, "idVendor"), "0x05e0\n");
  writeFileSync(join(GADGET, "idProduct"), "0x1701\n");
  writeFileSync(join(GADGET, "strings/0x409/product"), "Lab Scanner\n");
  symlinkSync(join(GADGET, "functions/acm.0"), join(GADGET, "configs/c.1/acm.0"));
}

const plug = (): void => writeFileSync(join(GADGET, "UDC"), `${readdirSync("/sys/class/udc")[0]}\n`);
const unplug = (): void => writeFileSync(join(GADGET, "UDC"), "\n");

build();
readerContract("a scanner on a USB serial line", async () => {
  let plugged = true;
  plug();
  // The host sees it a moment later.
  await expect.poll(() => existsSync(GATE), { timeout: 30_000 }).toBe(true);
  return {
    async open(events) {
      const opened = Promise.withResolvers<void>();
      const config = serialScanner.config.parse({ driver: "serial-scanner", port: { path: GATE } });
      const context = { device: "lane-1/reader-0", log: { info: () => opened.resolve(), warn() {} } };
      const reader = await serialScanner.open(config, events, context);
      // What is sent while nobody has the port open is thrown away by the gadget.
      await opened.promise;
      return reader;
    },
    hold() {
      writeFileSync(SCANNER, `${CODE}\r`);
      return { tier: "C", bytes: Buffer.from(CODE) };
    },
    outage: {
      code: "serial-unplugged",
      begin() {
        plugged = false;
        unplug();
      },
      end() {
        plugged = true;
        plug();
      },
    },
    async close() {
      if (plugged) unplug();
    },
  };
});
