import type { Tier } from "@baygate/shared/credential";

// The four things a lane is made of. A driver fulfils one of these; every driver, the simulated twins too, passes the
// contract suite of its seam (seams.contract.ts). A driver never throws after `open`: it reports `failed`, goes on trying
// by itself and reports `recovered`.

/** What the gate's log and the operator hear of a device. */
export interface DeviceEvents {
  /** Once per outage. `code` is kebab-case and stable: `pcscd-unreachable`, `reader-unplugged`. */
  failed(code: string, words: string): void;
  recovered(): void;
}

/** Raw bytes from a credential, before anything is known about them. */
export interface Read {
  /**
   * D: the UID of a card that has proved to hold the key that the gate knows for it. E: any other card's UID. C: the QR's text in UTF-8.
   * P: a number plate's text in UTF-8, as the camera read it. A: what a phone answered to `challenge`.
   */
  readonly tier: Extract<Tier, "A" | "C" | "D" | "E" | "P">;
  readonly bytes: Uint8Array;
  /** P: how sure the camera is, 0 to 1; absent: sure. */
  readonly confidence?: number;
  /** A: what the gate gave for this read alone. */
  readonly challenge?: Uint8Array;
  /** `performance.now()` when the bytes were complete: where the time to the barrier starts. */
  readonly atMs: number;
}

/** What a reader asks of its gate while a card or a phone is in its field; answered at once, from what the gate holds. */
export interface ReaderAsks {
  /** The 16 bytes of the AES key of the card with this UID. Undefined: the rules know none, so the card need not prove itself. */
  cardKey(uid: Uint8Array): Uint8Array | undefined;
  /** What a phone must sign now: new each time. Absent: phones are not asked. */
  challenge?(): Uint8Array;
}

/** What is held to a reader, in a driver's word. */
export type ReadKind = "card" | "code" | "plate";

export interface ReaderEvents extends DeviceEvents {
  /** For readers that talk with what is held to them. Absent: no card can prove itself. */
  readonly asks?: ReaderAsks;
  read(read: Read): void;
  /** Something was held to the reader but could not be read: torn away, unknown kind. Costs the driver one friendly line. */
  unreadable(code: string): void;
}

/** Gives back on close everything it opened. */
export interface Device {
  close(): Promise<void>;
}

export type Reader = Device;

/** Where the arm is. `unknown`: both contacts are made, or neither for longer than an arm takes. */
export type ArmPosition = "up" | "down" | "between" | "unknown";

/**
 * What contacts at the arm tell, whoever reads them: the barrier's own control or the inputs beside the loops. A driver without
 * contacts calls none of these, and the lane trusts the command then.
 */
export interface ArmEvents {
  /** Once after opening, with the position found, and at every change. */
  armAt?(position: ArmPosition): void;
  /** The barrier's control says by itself that the arm did not do what it was told. */
  armDidNotMove?(words: string): void;
}

export interface BarrierEvents extends DeviceEvents, ArmEvents {}

/** Opening it moves nothing: whether the arm may come down, with a car under it perhaps, is for the lane to say. */
export interface Barrier extends Device {
  /** Resolves when the hardware took the command; rejects with a coded error when it did not. */
  raise(): Promise<void>;
  lower(): Promise<void>;
}

/** Two loops a lane: `approach` in front of the arm, `clear` behind it. */
export type LoopName = "approach" | "clear";

export interface LoopEvents extends DeviceEvents, ArmEvents {
  /** A car stands on the loop, or no longer. Also called once after opening, with the state found. */
  changed(loop: LoopName, occupied: boolean): void;
  /**
   * The building's fire alarm. Only a driver with such an input calls it: once after opening, and at every change. A broken wire
   * counts as an alarm.
   */
  fireAlarm?(on: boolean): void;
}

export type Loops = Device;

/** What a driver at the gate sees. Two short lines, and a colour for those who don't read. */
export interface Message {
  readonly mood: "idle" | "go" | "stop" | "wait";
  readonly title: string;
  readonly detail: string;
}

export interface Display extends Device {
  show(message: Message): void;
}
