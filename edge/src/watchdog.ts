import { execFile } from "node:child_process";
import type { Log } from "./log.ts";

// systemd's side of a gate that hangs: while this process's event loop turns it says so, and when it has not for WatchdogSec the
// unit is ended and started again (sd_notify(3), systemd.service(5)). By systemd's own program, as Node knows no such sockets.

/** Three times within systemd's limit, so that one word that is lost or late ends nothing. */
const SHARE = 3;

/**
 * Says that the gate is up and, where the unit wants it, goes on saying that it is alive. Nothing without systemd.
 *
 * @param env NOTIFY_SOCKET and WATCHDOG_USEC, as systemd sets them.
 * @returns says that the gate is going down, and ends it.
 */
export function feedWatchdog(env: NodeJS.ProcessEnv, log: Log): () => void {
  if (!env["NOTIFY_SOCKET"]) return () => undefined;
  let warned = false;
  const tell = (state: string): void => {
    execFile("systemd-notify", [state], { env, timeout: 5_000 }, (error) => {
      if (error !== null && !warned) log.warn({ err: error }, "systemd does not hear this gate");
      warned = error !== null;
    });
  };
  tell("READY=1");
  const everyMs = Number(env["WATCHDOG_USEC"]) / 1_000 / SHARE;
  const feeding = everyMs > 0 ? setInterval(() => tell("WATCHDOG=1"), everyMs) : undefined;
  feeding?.unref();
  return () => {
    clearInterval(feeding);
    tell("STOPPING=1");
  };
}
