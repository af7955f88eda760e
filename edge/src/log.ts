import { type Logger, pino, stdTimeFunctions } from "pino";

export type Log = Logger;

/** Lines of JSON on stderr, level by BAYGATE_LOG_LEVEL (default info). Nothing that opens a gate may be written to it. */
export function openLog(gate: string): Log {
  return pino(
    { level: process.env["BAYGATE_LOG_LEVEL"] ?? "info", base: { gate }, timestamp: stdTimeFunctions.isoTime },
    pino.destination({ dest: 2, sync: false }),
  );
}
