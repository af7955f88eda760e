/** What must be ended, in whatever way a test goes: told when it begins, done in reverse order. */
export class Ends {
  readonly #ends: (() => Promise<unknown> | unknown)[] = [];

  add(end: () => Promise<unknown> | unknown): void {
    this.#ends.push(end);
  }

  /** Does all of them, whatever some throw. @throws the first of it. */
  async run(): Promise<void> {
    let failure: unknown;
    for (const end of this.#ends.splice(0).reverse())
      try {
        await end();
      } catch (error) {
        failure ??= error;
      }
    if (failure !== undefined) throw failure;
  }
}
