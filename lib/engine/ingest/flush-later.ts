import type { Clock } from "@/lib/kernel/clock";

const FLUSH_MS = 2_000;

/** Calls `flush` two seconds after it was first asked for, then not again until it is asked for anew. */
export function createFlushLater(flush: () => Promise<void>, clock: Clock): () => void {
  let scheduled = false;
  async function later(): Promise<void> {
    await clock.sleep(FLUSH_MS);
    scheduled = false;
    await flush();
  }
  return () => {
    if (scheduled) return;
    scheduled = true;
    void later();
  };
}
