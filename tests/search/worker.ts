import { parentPort, workerData } from "node:worker_threads";
import { type PlantName, planted, REAL } from "../plants.ts";
import { house } from "./house.ts";
import { scopes } from "./scopes.ts";
import { search } from "./search.ts";

// Searches one scope in a thread of its own.

/** What a worker is given. */
export interface Task {
  readonly scope: string;
  readonly plant: PlantName | undefined;
  readonly mostStates: number;
}

if (parentPort) {
  // Written by scripts/check-sync.ts alone.
  const task: Task = workerData;
  const scope = scopes.find(({ name }) => name === task.scope);
  if (scope === undefined) throw new Error(`there is no scope ${task.scope}`);
  parentPort.postMessage(search(house(scope, task.plant === undefined ? REAL : planted(task.plant)), task.mostStates));
}
