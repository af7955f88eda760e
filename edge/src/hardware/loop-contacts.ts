import type { LoopEvents, LoopName } from "./seams.ts";

/** Two detectors' contacts and the fire alarm's, whoever reads them: every change is told once. */
export function loopContacts(events: Pick<LoopEvents, "changed" | "fireAlarm">) {
  let alarm: boolean | undefined;
  const told = new Map<LoopName, boolean>();
  const tell = (loop: LoopName, occupied: boolean): void => {
    if (told.get(loop) === occupied) return;
    told.set(loop, occupied);
    events.changed(loop, occupied);
  };
  return {
    /** In this order; without an alarm's contact the third is undefined. */
    see([near = false, far = false, fire]: readonly boolean[]): void {
      if (fire !== undefined && fire !== alarm) events.fireAlarm?.(fire);
      alarm = fire;
      tell("approach", near);
      tell("clear", far);
    },
  };
}
