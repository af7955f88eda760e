/** Takes messages in from many gates and works on them with bounded memory. */
export interface Intake<T> {
  /** Offers a message of `topic`. False: there is too much waiting and it was not taken. */
  offer(topic: string, bytes: number, message: T): boolean;
  /** Messages taken and not yet finished. */
  waiting(): number;
  /** Takes nothing more, and waits for what is being worked on. */
  stop(): Promise<void>;
}

/**
 * One topic's messages are worked on strictly one after the other; different topics in parallel, `parallel` at most. While one
 * of a topic is worked on only the newest behind it waits: a gate has one batch in flight, and a newer status or sync says
 * all that an older one did. What is left out is sent again by the gate.
 *
 * @param work never rejects.
 * @param limits.bytes of everything that waits or is worked on.
 */
export function openIntake<T>(
  limits: { readonly parallel: number; readonly bytes: number },
  work: (message: T) => Promise<void>,
): Intake<T> {
  interface Slot {
    running: boolean;
    next: { readonly message: T; readonly bytes: number } | undefined;
  }
  const slots = new Map<string, Slot>();
  const ready: string[] = [];
  const running = new Set<Promise<void>>();
  let bytesHeld = 0;
  let stopped = false;

  const start = (topic: string, slot: Slot): void => {
    const { next } = slot;
    if (next === undefined) return;
    slot.next = undefined;
    slot.running = true;
    const done = work(next.message).finally(() => {
      bytesHeld -= next.bytes;
      slot.running = false;
      running.delete(done);
      if (slot.next === undefined) slots.delete(topic);
      else ready.push(topic);
      pump();
    });
    running.add(done);
  };
  const pump = (): void => {
    while (!stopped && running.size < limits.parallel) {
      const topic = ready.shift();
      if (topic === undefined) return;
      const slot = slots.get(topic);
      if (slot && !slot.running) start(topic, slot);
    }
  };

  return {
    offer(topic, bytes, message) {
      const slot = slots.get(topic) ?? { running: false, next: undefined };
      const replaced = slot.next?.bytes ?? 0;
      if (stopped || bytesHeld - replaced + bytes > limits.bytes) return false;
      bytesHeld += bytes - replaced;
      const queued = slot.next !== undefined;
      slot.next = { message, bytes };
      slots.set(topic, slot);
      if (!queued && !slot.running) ready.push(topic);
      pump();
      return true;
    },
    waiting: () => [...slots.values()].reduce((sum, { running: busy, next }) => sum + Number(busy) + Number(!!next), 0),
    async stop() {
      stopped = true;
      await Promise.all(running);
    },
  };
}
