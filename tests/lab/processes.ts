import { readdirSync, readFileSync } from "node:fs";

/** The running processes whose parent is `parent` and whose command line holds `name`, by pid. */
export function childrenOf(parent: number, name: string): number[] {
  return readdirSync("/proc")
    .filter((entry) => /^\d+$/.test(entry))
    .map(Number)
    .filter((pid) => {
      const { state, parent: own } = stat(pid);
      return own === parent && state !== "Z" && commandLine(pid).includes(name);
    });
}

/** Whether there is such a process, and not only what is left of it. */
export const isRunning = (pid: number): boolean => !["", "Z", "X"].includes(stat(pid).state);

function stat(pid: number): { state: string; parent: number } {
  // proc(5): pid (name) state ppid …, and the name may hold anything.
  const [state = "", parent = "0"] = read(`/proc/${pid}/stat`)
    .replace(/^.*\) /s, "")
    .split(" ");
  return { state, parent: Number(parent) };
}

const commandLine = (pid: number): string => read(`/proc/${pid}/cmdline`);

function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return ""; // It ended while we looked.
  }
}
