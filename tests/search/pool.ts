// Values by number. Everything that the search looks at is plain data, kept once and named by a small integer, so that a state is a
// handful of integers and every pure step is taken once for each input.

/** Values that are equal as JSON have one number. Amounts are written as text. */
export class Pool<T> {
  readonly #numbers = new Map<string, number>();
  readonly #values: T[] = [];

  /** The value's number. The value must not be changed any more. */
  of(value: T): number {
    const key = typeof value === "string" ? value : isNumbers(value) ? value.join() : canonical(value);
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.#numbers.set(key, this.#values.length);
    return this.#values.push(value) - 1;
  }

  at(number: number): T {
    const value = this.#values[number];
    if (value === undefined) throw new Error(`nothing has the number ${number}`);
    return value;
  }

  get size(): number {
    return this.#values.length;
  }
}

const isNumbers = (value: unknown): value is readonly number[] =>
  Array.isArray(value) && value.every((each) => typeof each === "number");

/** JSON with the keys in order, so that equal values have equal texts whatever way they were made. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, each: unknown) => {
    if (typeof each === "bigint") return `${each}n`;
    if (typeof each !== "object" || each === null || Array.isArray(each)) return each;
    const entries = Object.entries(each);
    return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
  });

/** Remembers a pure function's answers by up to four small numbers. */
export function remembered<T>(
  answer: (a: number, b: number, c: number, d: number) => T,
): (a: number, b?: number, c?: number, d?: number) => T {
  const known = new Map<number, Map<number, T>>();
  const WIDE = 2 ** 26;
  return (a, b = 0, c = 0, d = 0) => {
    const high = a * WIDE + b;
    const row = known.get(high) ?? new Map<number, T>();
    if (row.size === 0) known.set(high, row);
    const low = c * WIDE + d;
    const found = row.get(low);
    if (found !== undefined) return found;
    const value = answer(a, b, c, d);
    row.set(low, value);
    return value;
  };
}
