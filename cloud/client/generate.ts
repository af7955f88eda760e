// Writes src/api.ts, the types of every path, from the API's own description. `npm run docs` runs it; the test beside it
// fails when the file is another.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describeApi } from "@baygate/cloud/http/description";
import openapiTS, { astToString, type OpenAPI3 } from "openapi-typescript";

export const API_TYPES = join(import.meta.dirname, "src/api.ts");

const HEAD = "// Made by `npm run docs` from the routes in cloud/src/http. Change those.\n\n";

/** The text of src/api.ts as the routes are now. */
export async function apiTypes(): Promise<string> {
  // Examples are for the reference page; in the types they would be most of the file.
  const isExample = (key: string) => key === "example" || key === "examples";
  const document = JSON.parse(
    JSON.stringify(describeApi(), (key, value: unknown) => (isExample(key) ? undefined : value)),
  ) as OpenAPI3;
  return HEAD + astToString(await openapiTS(document, { alphabetize: true, silent: true }));
}

/** What stands in src/api.ts. */
export function apiTypesKept(): string {
  return readFileSync(API_TYPES, "utf8");
}

if (import.meta.main) {
  writeFileSync(API_TYPES, await apiTypes());
  process.stdout.write("cloud/client/src/api.ts: written\n");
}
