/**
 * Steps that the filters may take for one event: about as many as a processor does in 50 ms, the longest that one
 * event may keep everybody else waiting. Counted before they are done, so the same event always ends the same way.
 */
const STEPS_MAX = 50_000_000;

/** What the filters have cost for one event so far. */
export class Work {
  #steps = 0;

  /** True when so many more steps may be done. */
  take(steps: number): boolean {
    this.#steps += steps;
    return !this.isOver;
  }

  get isOver(): boolean {
    return this.#steps > STEPS_MAX;
  }
}
