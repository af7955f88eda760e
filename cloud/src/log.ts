import { pino } from "pino";
import type { LogLevel } from "./config.ts";

/** Structured log lines. They carry a fact's id where there is one and never a credential, a token or a key. */
export type Log = pino.Logger;

/** The cloud's log: one JSON line each on standard output. */
export function openLog(level: LogLevel): Log {
  return pino({ level, base: { app: "cloud" }, timestamp: pino.stdTimeFunctions.isoTime });
}
