import { bigint, timestamp } from "drizzle-orm/pg-core";

// Columns that many tables have.

/** An amount in minor units. */
export const minor = (name: string) => bigint(name, { mode: "bigint" }).notNull();

/** A whole number that may pass 2^31: a sequence, a duration in ms. */
export const count = (name: string) => bigint(name, { mode: "number" }).notNull();

/** An instant. */
export const at = (name: string) => timestamp(name, { withTimezone: true, mode: "date" });
