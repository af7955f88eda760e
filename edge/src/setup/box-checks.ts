import { execFile } from "node:child_process";
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statfsSync,
  statSync,
  writeSync,
} from "node:fs";
import { dirname, join, resolve } from "node:path";
import { TLSSocket } from "node:tls";
import { promisify } from "node:util";
import mqtt from "mqtt";
import type { BoxConfig } from "../config.ts";
import { clockIsSynchronised } from "../health.ts";
import { boxState } from "../store/box-state.ts";
import { type Finding, finding } from "./report.ts";

// What a box needs besides its devices: time, a disk, a way to the cloud, rules that are not old.

const run = promisify(execFile);
/** A wall clock that shows less was never set, ms since 1970. */
const NEVER_SET_MS = Date.UTC(2026, 0, 1);
const MIB = 1024 * 1024;
const ENOUGH_MIB = 1_024;
const LEAST_MIB = 100;
/** A tap waits for one synced write, ms. */
const SLOW_SYNC_MS = 20;
const BAD_SYNC_MS = 150;
const BALLAST_BYTES = MIB;
const DAY_MS = 24 * 3_600_000;
const LINK_WAIT_MS = 10_000;

export async function checkClock(config: Pick<BoxConfig, "clock">): Promise<Finding> {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const shows = `it shows ${new Date().toISOString()}, time zone ${zone}`;
  if (Date.now() < NEVER_SET_MS)
    return finding("clock", "bad", "clock-never-set", `the clock was never set: ${shows}`, {
      next: "Connect the network, or set it by hand: timedatectl set-time",
    });
  if (config.clock === "trusted")
    return finding("clock", "good", "clock-trusted", `trusted by the configuration; ${shows}`);
  if (clockIsSynchronised() || (await saysSystem("NTPSynchronized")) === "yes")
    return finding("clock", "good", "clock-synchronised", `set by a time server; ${shows}`);
  return finding("clock", "warning", "clock-not-synchronised", `no time server has set it since the start; ${shows}`, {
    next: "Switch it on with: timedatectl set-ntp true. Until then codes on phones may be refused.",
  });
}

/** What timedatectl says; undefined where there is none, or no systemd. */
async function saysSystem(property: string): Promise<string | undefined> {
  try {
    const { stdout } = await run("timedatectl", ["show", "-p", property, "--value"], { timeout: 5_000 });
    return stdout.trim();
  } catch {
    return undefined;
  }
}

export function checkDisk({ dataDirectory }: Pick<BoxConfig, "dataDirectory">): Finding {
  const place = existing(resolve(dataDirectory));
  try {
    const { bavail, bsize } = statfsSync(place);
    const freeMib = Math.floor((bavail * bsize) / MIB);
    const { medianMs, worstMs } = timeSync(place);
    const figures = { freeMib, syncMedianMs: round(medianMs), syncWorstMs: round(worstMs) };
    const words = `${freeMib} MiB free at ${place}, a synced write takes ${round(medianMs)} ms, ${round(worstMs)} at worst`;
    if (freeMib < LEAST_MIB)
      return finding("disk", "bad", "disk-full", words, { figures, next: "Make room: a full disk lets nobody in." });
    if (medianMs > BAD_SYNC_MS)
      return finding("disk", "bad", "disk-too-slow", words, {
        figures,
        next: "Replace the card or disk: every tap waits for it.",
      });
    const ballast = statSync(join(dataDirectory, "ballast"), { throwIfNoEntry: false })?.size;
    if (existsSync(join(dataDirectory, "journal.db")) && ballast !== BALLAST_BYTES)
      return finding("disk", "warning", "ballast-missing", `${words}; the reserve for a full disk is gone`, {
        figures,
        next: "The gate takes it on again by itself within a minute, once there is room.",
      });
    if (freeMib < ENOUGH_MIB || medianMs > SLOW_SYNC_MS)
      return finding("disk", "warning", freeMib < ENOUGH_MIB ? "disk-small" : "disk-slow", words, { figures });
    return finding("disk", "good", "disk-fine", words, { figures });
  } catch (error) {
    return finding("disk", "bad", "disk-not-writable", `nothing can be written at ${place}: ${wordsOf(error)}`, {
      next: `Give the gate's user the folder: chown baygate ${place}`,
    });
  }
}

function existing(path: string): string {
  return existsSync(path) || dirname(path) === path ? path : existing(dirname(path));
}

function timeSync(place: string): { medianMs: number; worstMs: number } {
  const folder = mkdtempSync(join(place, ".doctor-"));
  try {
    const file = openSync(join(folder, "sync"), "w");
    const times: number[] = [];
    for (let n = 0; n < 21; n++) {
      const beganMs = performance.now();
      writeSync(file, Buffer.alloc(4096, n));
      fsyncSync(file);
      times.push(performance.now() - beganMs);
    }
    closeSync(file);
    times.sort((a, b) => a - b);
    return { medianMs: times[10] ?? 0, worstMs: times[20] ?? 0 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The broker as this gate would meet it, under another client's name: a gate that runs keeps its place. */
export async function checkLink({ gate, cloud }: Pick<BoxConfig, "gate" | "cloud">): Promise<readonly Finding[]> {
  const { protocol, host } = new URL(cloud.mqttUrl);
  const token = tokenOf(cloud.tokenFile);
  if (typeof token !== "string") return [token];
  const beganMs = performance.now();
  const client = mqtt.connect(cloud.mqttUrl, {
    ...{ clientId: `gate-${gate}-doctor`, username: gate, password: token, protocolVersion: 4, clean: true },
    ...{ connectTimeout: LINK_WAIT_MS, reconnectPeriod: 0 },
  });
  try {
    await new Promise<void>((connected, failed) => {
      client.once("connect", () => connected());
      client.once("error", failed);
      client.once("close", () => failed(Object.assign(new Error("no answer"), { code: "no-answer" })));
    });
    const tookMs = round(performance.now() - beganMs);
    const safe = protocol === "mqtts:";
    const loopback = /^(localhost|127\.|\[::1\])/.test(host);
    const link = finding(
      "link",
      safe || loopback ? "good" : "warning",
      safe || loopback ? "link-fine" : "link-open",
      `the broker ${host} took this gate's token after ${tookMs} ms${safe ? ", encrypted" : ""}`,
      {
        figures: { tookMs },
        ...(safe || loopback ? {} : { next: "Use mqtts:// outside of a protected network: the token travels openly." }),
      },
    );
    const stream: unknown = client.stream;
    return stream instanceof TLSSocket ? [link, certificateOf(stream)] : [link];
  } catch (error) {
    return [linkFault(error, host)];
  } finally {
    await client.endAsync(true);
  }
}

function tokenOf(file: string | undefined): string | Finding {
  const fault = (words: string): Finding =>
    finding("link", "bad", "token-missing", words, { next: "Ask the operator for this gate's token." });
  try {
    const token = file === undefined ? process.env["BAYGATE_GATE_TOKEN"] : readFileSync(file, "utf8").trim();
    return (
      token ||
      fault(file === undefined ? "there is no token: neither tokenFile nor BAYGATE_GATE_TOKEN" : `${file} is empty`)
    );
  } catch (error) {
    return fault(`the token cannot be read: ${wordsOf(error)}`);
  }
}

function certificateOf(stream: TLSSocket): Finding {
  const days = Math.floor((Date.parse(stream.getPeerCertificate().valid_to) - Date.now()) / DAY_MS);
  const words = `the broker's certificate is valid for ${days} more days`;
  return days < 14
    ? finding("certificate", "warning", "certificate-ends-soon", words, {
        figures: { days },
        next: "Tell the operator.",
      })
    : finding("certificate", "good", "certificate-fine", words, { figures: { days } });
}

function linkFault(error: unknown, host: string): Finding {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const fault = (name: string, words: string, next: string): Finding => finding("link", "bad", name, words, { next });
  if (code === "ENOTFOUND" || code === "EAI_AGAIN")
    return fault(
      "broker-unknown",
      `nobody knows the name ${host}`,
      "Look at the address, and whether the box has a name server.",
    );
  if (code === "ECONNREFUSED")
    return fault("broker-refuses", `nothing listens at ${host}`, "Look at the address and its port.");
  if (/CERT|SELF_SIGNED|ALTNAME|ISSUER/.test(code))
    return fault(
      "certificate-refused",
      `the broker's certificate is not accepted (${code})`,
      "Look at the clock first, then at the certificate.",
    );
  if (code === "4" || code === "5")
    return fault(
      "token-refused",
      `the broker ${host} refuses this gate's token`,
      "Ask the operator for a new token, and compare the gate's name.",
    );
  if (code === "ETIMEDOUT" || code === "no-answer" || code === "")
    return fault("broker-silent", `${host} does not answer`, "Look at the cable, the modem and the firewall.");
  return fault("broker-unreachable", `${host} cannot be reached: ${code}`, "Look at the network.");
}

/** What the gate itself knows, from its data folder: also while it runs. */
export function checkRules({ dataDirectory }: Pick<BoxConfig, "dataDirectory">): Finding {
  const state = boxState(dataDirectory);
  if (state === undefined)
    return finding("rules", "skipped", "gate-never-ran", "the gate has not run on this box yet, so it holds no rules");
  const figures = { version: state.rulesVersion, waitingFacts: state.waitingFacts };
  if (state.rulesVersion === 0)
    return finding("rules", "bad", "no-rules", "the gate holds no rules: it opens for nobody", {
      figures,
      next: "It gets them over the link by itself, once the operator has set the gate up.",
    });
  const ageMs = state.rulesConfirmedMs === undefined ? undefined : Date.now() - state.rulesConfirmedMs;
  const age = ageMs === undefined ? "at a time that is not known" : `${hours(ageMs)} ago`;
  const words = `version ${state.rulesVersion}, confirmed ${age}; ${state.waitingFacts} facts wait to be sent`;
  return ageMs === undefined || ageMs > DAY_MS
    ? finding("rules", "warning", "rules-old", words, { figures, next: "Look at the link." })
    : finding("rules", "good", "rules-fine", words, { figures });
}

const hours = (ms: number): string =>
  ms < 2 * 3_600_000 ? `${Math.max(0, Math.round(ms / 60_000))} minutes` : `${Math.round(ms / 3_600_000)} hours`;
const round = (ms: number): number => Math.round(ms * 10) / 10;
const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
