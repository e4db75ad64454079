import { setTimeout as sleep } from "node:timers/promises";

const LOOK_MS = 20;
const WAIT_MS_MAX = 180_000;

/** Resolves when `condition` holds; rejects with `what` when it never does. */
export async function until(what: string, condition: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + WAIT_MS_MAX;
  while (!(await condition())) {
    if (performance.now() > deadline) {
      throw new Error(`not within ${WAIT_MS_MAX / 1_000} s: ${what}`);
    }
    await sleep(LOOK_MS);
  }
}
