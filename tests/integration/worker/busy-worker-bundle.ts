import { keepLeasesInThread, LoopSign, type ThreadLimits } from "@/lib/engine/worker/heartbeat";

// Stands for a worker whose main thread stands still for ever, while it prepares an event or for no known reason.

interface Options {
  readonly databaseUrl: string;
  readonly workerId: string;
  readonly limits: ThreadLimits;
  readonly preparing: { readonly syncId: number; readonly offset: number } | null;
}

const { preparing, ...data }: Options = JSON.parse(process.argv[2] ?? "");
const sign = new LoopSign();
void keepLeasesInThread(new URL("./heartbeat-thread.js", import.meta.url), {
  ...data,
  shared: sign.shared,
})(new AbortController().signal);
if (preparing !== null) sign.preparing(preparing.syncId, preparing.offset);
// The thread loads beside; it says what becomes of the process.
setTimeout(() => {
  while (true);
}, 0);
