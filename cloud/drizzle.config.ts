import { defineConfig } from "drizzle-kit";

/** A new migration: `drizzle-kit generate --config cloud/drizzle.config.ts --name what-it-does` (add `--custom` for SQL by hand). */
export default defineConfig({
  dialect: "postgresql",
  schema: "./cloud/src/db/schema",
  out: "./cloud/src/db/migrations",
});
