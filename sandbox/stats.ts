/** How a request ended: its status, or why the client got none. */
export type Ending = number | "cut" | "client_gone";

/** Plain counters of one workspace; everything here survives the bounded logs. */
export class Stats {
  requests = 0;
  readonly byStatus = new Map<string, number>();
  operationsAccepted = 0;
  operationsRejected = 0;
  readonly byAction = new Map<string, number>();
  duplicateIds = 0;
  timestampOrderViolations = 0;
  orderAttributeViolations = 0;
  #second = 0;
  #inSecond = 0;
  #inLastSecond = 0;
  #peak = 0;

  /** Counts an arrival and gives how many there have been in this second. */
  countRequest(now: number): number {
    this.requests++;
    this.#roll(now);
    this.#inSecond++;
    this.#peak = Math.max(this.#peak, this.#inSecond);
    return this.#inSecond;
  }

  countEnding(ending: Ending): void {
    increment(this.byStatus, String(ending));
  }

  countAccepted(action: string): void {
    this.operationsAccepted++;
    increment(this.byAction, action);
  }

  requestsPerSecond(now: number): { last_second: number; peak: number } {
    this.#roll(now);
    return { last_second: this.#inLastSecond, peak: this.#peak };
  }

  #roll(now: number): void {
    const second = Math.floor(now / 1000);
    if (second === this.#second) return;
    this.#inLastSecond = second === this.#second + 1 ? this.#inSecond : 0;
    this.#second = second;
    this.#inSecond = 0;
  }
}

export function increment(counts: Map<string, number>, key: string, by = 1): void {
  counts.set(key, (counts.get(key) ?? 0) + by);
}
