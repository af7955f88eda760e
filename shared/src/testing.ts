import { readFileSync } from "node:fs";

/**
 * A block of test vectors from docs/credentials.md, so that the page and the code cannot drift apart. For tests only.
 *
 * @param name what stands behind "```vector".
 */
export function credentialVectors(name: string): ReadonlyMap<string, string> {
  const page = readFileSync(new URL("../../docs/credentials.md", import.meta.url), "utf8");
  const block = new RegExp(`^\`\`\`vector ${name}\\n([\\s\\S]*?)^\`\`\`$`, "m").exec(page)?.[1];
  if (block === undefined) throw new Error(`docs/credentials.md has no vectors named ${name}`);
  return new Map(
    block
      .trimEnd()
      .split("\n")
      .map((line) => [line.slice(0, line.indexOf(": ")), line.slice(line.indexOf(": ") + 2)]),
  );
}
