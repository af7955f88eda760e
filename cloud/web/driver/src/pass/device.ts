import { clear } from "idb-keyval";

/** Takes this device's key and certificate away. */
export async function forgetPass(): Promise<void> {
  await clear().catch(() => undefined);
}
