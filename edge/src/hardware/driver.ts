import type { z } from "zod";
import type { Barrier, DeviceEvents, Display, LoopEvents, Loops, Reader, ReaderEvents } from "./seams.ts";

/** What a driver file exports: the schema of its own configuration, and how to open the device. */
export interface Driver<Config extends z.ZodType, Events, Opened> {
  /** An object schema with `driver: z.literal("name")`. */
  readonly config: Config;
  /** Opens the device. It may be absent: then `failed` is reported and the driver keeps looking for it. */
  open(config: z.output<Config>, events: Events, context: DriverContext): Promise<Opened>;
}

export interface DriverContext {
  /** For this device's log lines. */
  readonly log: { info(detail: object, words: string): void; warn(detail: object, words: string): void };
  /** Name of the device in faults: `lane-1/reader-0`. */
  readonly device: string;
}

export type ReaderDriver<C extends z.ZodType = z.ZodType> = Driver<C, ReaderEvents, Reader>;
export type BarrierDriver<C extends z.ZodType = z.ZodType> = Driver<C, DeviceEvents, Barrier>;
export type LoopsDriver<C extends z.ZodType = z.ZodType> = Driver<C, LoopEvents, Loops>;
export type DisplayDriver<C extends z.ZodType = z.ZodType> = Driver<C, DeviceEvents, Display>;
