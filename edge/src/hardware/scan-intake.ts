// What a code scanner of any kind sends, made into scans: used on both sides of a child process. Nothing here knows a device.

/** A code has at most so many bytes: QR version 40 holds 2,953 (ISO/IEC 18004). */
const MOST_BYTES = 4_096;
/** What was begun and not ended for so long is of a scanner that was pulled out meanwhile. Ms. */
const STALE_MS = 1_000;
/** A person shows a code now and then; a bucket of so many, of which so many a second leak. */
const FLOOD = { bucket: 40, leakPerS: 10 };
/** Rubbish without end counts as so many scans. */
const RUBBISH_WEIGHT = 20;

/** How a scan ends: with a control character (CR, LF, tab, ETX …), or when nothing came for a while. */
export type ScanEnd = "control-character" | "silence";
const SILENCE_MS = 100;

export interface ScanEvents {
  /** A scan's text, its symbology's name taken off. */
  scan(text: string): void;
  unreadable(code: "code-too-long" | "letters-lost"): void;
  /** More comes than people can show; until it calms down nothing is handed over. */
  flooding(on: boolean): void;
}

export interface ScanIntake {
  /** Bytes in any portions. */
  bytes(chunk: Uint8Array): void;
  /** The scan is complete, or what was begun is over. */
  end(): void;
  /** Some of it was lost on the way: what comes up to its end is no code. */
  lost(): void;
  close(): void;
}

/**
 * @param encoding what the scanner sends text in, a label of the Encoding Standard; it is told so in its own setup.
 */
export function scanIntake(end: ScanEnd, encoding: string, events: ScanEvents): ScanIntake {
  const decoder = new TextDecoder(encoding);
  const flood = floodWatch(events);
  const held = new Uint8Array(MOST_BYTES);
  let length = 0;
  let spoilt = false;
  let lastMs = 0;
  let silence: NodeJS.Timeout | undefined;

  const finish = (): void => {
    const text = withoutAimId(decoder.decode(held.subarray(0, length)));
    const wasSpoilt = spoilt;
    length = 0;
    spoilt = false;
    if (text === "" || wasSpoilt || !flood.lets(1)) return;
    events.scan(text);
  };
  const take = (byte: number): void => {
    if (end === "control-character" && byte < 0x20) finish();
    else if (length < MOST_BYTES) held[length++] = byte;
    else spoil("code-too-long", RUBBISH_WEIGHT);
  };
  const spoil = (code: Parameters<ScanEvents["unreadable"]>[0], weight: number): void => {
    length = 0;
    if (flood.lets(weight) && !spoilt) events.unreadable(code);
    spoilt = true;
  };
  /** What was begun long ago is not gone on with. */
  const now = (): void => {
    const nowMs = performance.now();
    if (nowMs - lastMs > STALE_MS) [length, spoilt] = [0, false];
    lastMs = nowMs;
  };
  return {
    bytes(chunk) {
      now();
      for (const byte of chunk) take(byte);
      if (end !== "silence") return;
      clearTimeout(silence);
      silence = setTimeout(finish, SILENCE_MS);
    },
    end: finish,
    lost() {
      now();
      spoil("letters-lost", 1);
    },
    close() {
      clearTimeout(silence);
      flood.close();
    },
  };
}

/** Takes off what many scanners put before the text: `]Q1` for QR (ISO/IEC 15424). No pass of ours begins so. */
export const withoutAimId = (text: string): string => text.replace(/^\][A-Za-z][0-9A-Za-z]/, "").trim();

function floodWatch({ flooding }: Pick<ScanEvents, "flooding">) {
  let level = 0;
  let atMs = performance.now();
  let isFlood = false;
  const leak = (): void => {
    const nowMs = performance.now();
    level = Math.max(0, level - ((nowMs - atMs) / 1_000) * FLOOD.leakPerS);
    atMs = nowMs;
  };
  let calming: NodeJS.Timeout | undefined;
  const calm = (): void => {
    leak();
    if (level > 0) {
      calming = setTimeout(calm, 250);
      return;
    }
    isFlood = false;
    flooding(false);
  };
  return {
    lets(weight: number): boolean {
      leak();
      level = Math.min(FLOOD.bucket, level + weight);
      if (!isFlood && level >= FLOOD.bucket) {
        isFlood = true;
        flooding(true);
        calm();
      }
      return !isFlood;
    },
    close: () => clearTimeout(calming),
  };
}
