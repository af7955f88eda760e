import { defineConfig } from "drizzle-kit";

// `STORE=journal drizzle-kit generate --name what-changes`, from edge/: each store has its own file and its own migrations.
const store = process.env["STORE"];
if (store !== "journal" && store !== "replica") throw new Error("STORE must be journal or replica");

export default defineConfig({
  dialect: "sqlite",
  schema: `./src/store/${store}-schema.ts`,
  out: `./src/store/migrations/${store}`,
});
