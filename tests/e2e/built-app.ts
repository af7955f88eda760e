import { buildDriverApp } from "../../scripts/driver-app.ts";

/** Built once, before houses that serve it are opened side by side. */
export default async function setup(): Promise<void> {
  await buildDriverApp();
}
