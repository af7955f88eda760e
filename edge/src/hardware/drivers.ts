import { Direction } from "@baygate/shared/estate";
import { z } from "zod";
import { gpioBarrier } from "./barriers/gpio.ts";
import { modbusBarrier } from "./barriers/modbus.ts";
import { simulatedBarrier } from "./barriers/simulated.ts";
import { usbRelayBarrier } from "./barriers/usb-relay.ts";
import { kiosk } from "./displays/kiosk.ts";
import { noDisplay } from "./displays/none.ts";
import { simulatedDisplay } from "./displays/simulated.ts";
import { textLine } from "./displays/text-line.ts";
import type { BarrierDriver, DisplayDriver, Driver, DriverContext, LoopsDriver, ReaderDriver } from "./driver.ts";
import { gpioLoops } from "./loops/gpio.ts";
import { modbusLoops } from "./loops/modbus.ts";
import { simulatedLoops } from "./loops/simulated.ts";
import { camera } from "./readers/camera.ts";
import { hidKeyboard } from "./readers/hid-keyboard.ts";
import { hidPos } from "./readers/hid-pos.ts";
import { pcsc } from "./readers/pcsc.ts";
import { platesHttp } from "./readers/plates-http.ts";
import { platesMqtt } from "./readers/plates-mqtt.ts";
import { serialScanner } from "./readers/serial-scanner.ts";
import { simulatedReader } from "./readers/simulated.ts";
import type { Reader, ReaderEvents, ReadKind } from "./seams.ts";

// Every driver is registered here, by one line. The configuration of a box is made of their schemas: a device's
// configuration, once checked, is something that can be opened.

/** All drivers, by what they are to a lane. */
export const DRIVERS: {
  readonly readers: readonly ReaderDriver<z.ZodObject>[];
  readonly barrier: readonly BarrierDriver<z.ZodObject>[];
  readonly loops: readonly LoopsDriver<z.ZodObject>[];
  readonly display: readonly DisplayDriver<z.ZodObject>[];
} = {
  readers: [
    camera, // QR codes seen by a camera
    hidKeyboard, // QR scanners that type like a keyboard
    hidPos, // QR scanners on USB, as points of sale have them
    serialScanner, // QR scanners on a serial line
    platesHttp, // number plates, posted by what recognises them
    platesMqtt, // number plates, from a broker of the site
    pcsc, // cards at a PC/SC reader
    simulatedReader,
  ],
  barrier: [
    modbusBarrier, // relays of a Modbus board, over the network or a serial line
    gpioBarrier, // relays on the box's own lines
    usbRelayBarrier, // relays of a USB board
    simulatedBarrier,
  ],
  loops: [
    modbusLoops, // detectors' contacts on a Modbus board
    gpioLoops, // detectors' contacts on the box's own lines
    simulatedLoops,
  ],
  display: [
    kiosk, // a page for a browser on the box's own screen
    textLine, // two lines of text on a serial line
    noDisplay, // none
    simulatedDisplay,
  ],
};

export const ReaderConfig = oneOfReaders(DRIVERS.readers);
export const BarrierConfig = oneOf(DRIVERS.barrier);
export const LoopsConfig = oneOf(DRIVERS.loops);
export const DisplayConfig = oneOf(DRIVERS.display);

function oneOf<Events, Opened>(drivers: readonly Driver<z.ZodObject, Events, Opened>[]) {
  const [first, ...rest] = drivers.map((driver) => openable(driver));
  if (first === undefined) throw new Error("a kind of device without a driver");
  return z.discriminatedUnion("driver", [first, ...rest]);
}

/** A device's checked configuration. */
interface Openable<Events, Opened> {
  readonly driver: string;
  readonly open: (events: Events, context: DriverContext) => Promise<Opened>;
}

interface OpenableReader extends Openable<ReaderEvents, Reader> {
  readonly direction?: Direction | undefined;
  readonly kind?: ReadKind | undefined;
}

/** A reader of a lane for both ways says whose cars reach it, where they cannot be told by the loops. */
function oneOfReaders(drivers: readonly ReaderDriver<z.ZodObject>[]) {
  const [first, ...rest] = drivers.map((driver) =>
    driver.config
      .extend({ direction: Direction.optional() })
      .strict()
      .transform(({ direction, ...checked }): OpenableReader => {
        const device: Openable<ReaderEvents, Reader> = opened(driver, checked);
        return { ...device, direction: Direction.optional().parse(direction), kind: driver.reads };
      }),
  );
  if (first === undefined) throw new Error("a kind of device without a driver");
  return z.discriminatedUnion("driver", [first, ...rest]);
}

function openable<Events, Opened>(driver: Driver<z.ZodObject, Events, Opened>) {
  // Strict: a misspelt key is a fault in every driver's configuration.
  return driver.config.strict().transform((checked) => opened(driver, checked));
}

function opened<Events, Opened>(
  driver: Driver<z.ZodObject, Events, Opened>,
  checked: Readonly<Record<string, unknown>>,
): Openable<Events, Opened> {
  return {
    driver: String(checked["driver"]),
    open: (events, context) => driver.open(driver.config.parse(checked), events, context),
  };
}
