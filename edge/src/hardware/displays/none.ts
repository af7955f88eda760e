import { z } from "zod";
import type { DisplayDriver } from "../driver.ts";

const config = z.object({ driver: z.literal("none") });

/** A lane without a display: the arm and its lamps say it all. */
export const noDisplay: DisplayDriver<typeof config> = {
  config,
  open: async () => ({ show() {}, async close() {} }),
};
