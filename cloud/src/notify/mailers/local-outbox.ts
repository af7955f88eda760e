import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { v7 as uuidv7 } from "uuid";
import { z } from "zod";
import type { KeptMail, LocalOutbox } from "../mail.ts";

/** So many mails are kept. */
const KEPT = 500;

const Kept = z.object({ id: z.string(), at: z.string(), to: z.string(), subject: z.string(), text: z.string() });

/**
 * Keeps mails in a folder, a file each, readable by its owner alone. Their names grow with time.
 *
 * @param nowMs the house's clock; a mail's date is the house's.
 */
export function openLocalOutbox(folder: string, nowMs: () => number, kept = KEPT): LocalOutbox {
  const names = async (): Promise<string[]> => {
    const found = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return [];
      throw error;
    });
    return found.filter((name) => name.endsWith(".json")).sort();
  };
  const read = async (name: string): Promise<KeptMail[]> => {
    const text = await readFile(join(folder, name), "utf8").catch(() => undefined);
    // It may have been forgotten meanwhile.
    return text === undefined ? [] : [Kept.parse(JSON.parse(text))];
  };
  return {
    async send(mail) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const id = uuidv7();
      const path = join(folder, `${id}.json`);
      const content: KeptMail = { id, at: new Date(nowMs()).toISOString(), ...mail };
      await writeFile(`${path}.new`, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
      await rename(`${path}.new`, path);
      for (const old of (await names()).slice(0, -kept)) await rm(join(folder, old), { force: true });
    },
    async mails(to) {
      const found = (await Promise.all((await names()).reverse().map(read))).flat();
      return to === undefined ? found : found.filter((mail) => mail.to.toLowerCase() === to.toLowerCase());
    },
  };
}
