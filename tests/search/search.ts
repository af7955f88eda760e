// Breadth-first search over all states of a model. A state is a tuple of small integers; the shortest way to a violation is its story.

/** What is wrong with a state: which invariant of SYNC.md, and in words. */
export interface Violation {
  readonly invariant: string;
  readonly words: string;
}

export type Emit = (next: Int32Array, words: () => string) => void;

export interface Model {
  readonly name: string;
  readonly start: Int32Array;
  /** Emits every state that one step leads to, with the step in words. */
  next(state: Int32Array, emit: Emit): void;
  /** What does not hold in this state. */
  broken(state: Int32Array): Violation | undefined;
}

export interface Found {
  readonly model: string;
  readonly states: number;
  readonly transitions: number;
  /** Steps from the start to the farthest state. */
  readonly depth: number;
  readonly seconds: number;
  /** False: the limit of states was reached before the end. */
  readonly complete: boolean;
  readonly violation: (Violation & { readonly story: readonly string[] }) | undefined;
}

/** All states seen, in the order in which they were seen, in flat arrays: about 60 bytes a state. */
class States {
  readonly #width: number;
  #rows: Int32Array;
  #parents: Int32Array;
  /** Open addressing: index + 1 of a state, or 0. */
  #table = new Int32Array(1 << 16);
  size = 0;

  constructor(width: number) {
    this.#width = width;
    this.#rows = new Int32Array(width << 14);
    this.#parents = new Int32Array(1 << 14);
  }

  row(index: number): Int32Array {
    return this.#rows.subarray(index * this.#width, (index + 1) * this.#width);
  }

  parent(index: number): number {
    return this.#parents[index] ?? -1;
  }

  /** Adds a state unless it is known. */
  add(state: Int32Array, parent: number): boolean {
    if (this.size * 2 > this.#table.length) this.#rehash();
    let slot = this.#slot(state);
    for (let found = this.#table[slot] ?? 0; found !== 0; found = this.#table[slot] ?? 0) {
      if (this.#same(found - 1, state)) return false;
      slot = (slot + 1) & (this.#table.length - 1);
    }
    if (this.size === this.#parents.length) this.#grow();
    this.#table[slot] = this.size + 1;
    this.#rows.set(state, this.size * this.#width);
    this.#parents[this.size] = parent;
    this.size++;
    return true;
  }

  #same(index: number, state: Int32Array): boolean {
    const at = index * this.#width;
    for (let i = 0; i < this.#width; i++) if (this.#rows[at + i] !== state[i]) return false;
    return true;
  }

  #slot(state: Int32Array): number {
    let hash = 0x811c9dc5;
    for (let i = 0; i < this.#width; i++) {
      hash = Math.imul(hash ^ (state[i] ?? 0), 0x9e3779b1);
      hash ^= hash >>> 15;
    }
    return hash & (this.#table.length - 1);
  }

  #grow(): void {
    const rows = new Int32Array(this.#rows.length * 2);
    rows.set(this.#rows);
    this.#rows = rows;
    const parents = new Int32Array(this.#parents.length * 2);
    parents.set(this.#parents);
    this.#parents = parents;
  }

  #rehash(): void {
    this.#table = new Int32Array(this.#table.length * 2);
    for (let index = 0; index < this.size; index++) {
      let slot = this.#slot(this.row(index));
      while (this.#table[slot] !== 0) slot = (slot + 1) & (this.#table.length - 1);
      this.#table[slot] = index + 1;
    }
  }
}

/** Looks at every state that can be reached, nearest first, until one is broken. */
export function search(model: Model, mostStates = 20_000_000): Found {
  const began = performance.now();
  const states = new States(model.start.length);
  let transitions = 0;
  let depth = 0;
  const found = (violation: Found["violation"], complete: boolean): Found => ({
    ...{ model: model.name, states: states.size, transitions, depth, complete, violation },
    seconds: (performance.now() - began) / 1000,
  });
  const look = (index: number): Found | undefined => {
    const broken = model.broken(states.row(index));
    return broken && found({ ...broken, story: storyOf(model, states, index) }, true);
  };
  states.add(model.start, -1);
  const first = look(0);
  if (first) return first;
  let ring = 1;
  for (let index = 0; index < states.size; index++) {
    if (index === ring) {
      depth++;
      ring = states.size;
    }
    const before = states.size;
    model.next(states.row(index).slice(), (next) => {
      transitions++;
      states.add(next, index);
    });
    for (let fresh = before; fresh < states.size; fresh++) {
      const bad = look(fresh);
      if (bad) return bad;
    }
    if (states.size > mostStates) return found(undefined, false);
  }
  return found(undefined, true);
}

/** The steps from the start, in words. States keep their parents alone, so each step is taken once more. */
function storyOf(model: Model, states: States, index: number): string[] {
  const story: string[] = [];
  for (let at = index; states.parent(at) >= 0; at = states.parent(at)) {
    const child = states.row(at);
    let said: string | undefined;
    model.next(states.row(states.parent(at)).slice(), (next, words) => {
      if (said === undefined && next.every((each, i) => each === child[i])) said = words();
    });
    story.unshift(said ?? "something that does not happen twice");
  }
  return story;
}
