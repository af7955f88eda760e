import type { z } from "zod";
import type {
  Barrier,
  BarrierEvents,
  DeviceEvents,
  Display,
  LoopEvents,
  Loops,
  Reader,
  ReaderEvents,
  ReadKind,
} from "./seams.ts";

/** What a driver file exports: the schema of its own configuration, and how to open the device. */
export interface Driver<Config extends z.ZodType, Events, Opened> {
  /** An object schema with `driver: z.literal("name")`. */
  readonly config: Config;
  /** Opens the device. It may be absent: then `failed` is reported and the driver keeps looking for it. */
  open(config: z.output<Config>, events: Events, context: DriverContext): Promise<Opened>;
  /**
   * Looks what is attached to this machine that this driver could open, without keeping any of it open. For the installer's
   * `doctor`: it may take seconds, says nothing where nothing is, and never throws for want of a device, a daemon or a right.
   *
   * @param root of the file system that is looked at: `/`.
   */
  find?(root: string): Promise<readonly Found[]>;
}

/** A device that is attached. */
export interface Found {
  /** The configuration that would open it; must pass the driver's own schema. */
  readonly config: object;
  /** What it is, in the installer's words: `ACS ACR122U, card reader, on USB`. */
  readonly words: string;
}

export interface DriverContext {
  /** For this device's log lines. */
  readonly log: { info(detail: object, words: string): void; warn(detail: object, words: string): void };
  /** Name of the device in faults: `lane-1/reader-0`. */
  readonly device: string;
  /** For displays: the code that a phone reads to open this lane, new every few seconds. Undefined while there is none. */
  openingCode?(): string | undefined;
}

export interface ReaderDriver<C extends z.ZodType = z.ZodType> extends Driver<C, ReaderEvents, Reader> {
  /** What is held to it, so that a driver can be told of another way while it does not work. Absent: more than one. */
  readonly reads?: ReadKind;
}
export type BarrierDriver<C extends z.ZodType = z.ZodType> = Driver<C, BarrierEvents, Barrier>;
export type LoopsDriver<C extends z.ZodType = z.ZodType> = Driver<C, LoopEvents, Loops>;
export type DisplayDriver<C extends z.ZodType = z.ZodType> = Driver<C, DeviceEvents, Display>;
