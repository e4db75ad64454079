import type { Clock } from "@/lib/kernel/clock";

/** A flag that one loop waits for and others raise; raising it while nobody waits is remembered. */
export class SignalFlag {
  #raised = false;
  #wake: AbortController | null = null;

  raise(): void {
    this.#raised = true;
    this.#wake?.abort();
  }

  /** Resolves when the flag is raised, or after `ms`; lowers it. */
  async wait(clock: Clock, ms: number): Promise<void> {
    if (!this.#raised) {
      this.#wake = new AbortController();
      await clock.sleep(ms, this.#wake.signal);
      this.#wake = null;
    }
    this.#raised = false;
  }
}
