import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

// Preloaded into every child. When the supervisor is gone, however it went, its end of the channel
// closes: drain as on SIGTERM, and be gone within the time that a drain may take. As long as it is
// there it is told that this process's loop turns.
const DRAIN_MS_MAX = 10_000;
const ALIVE_EVERY_MS = 1_000;

process.once("disconnect", () => {
  setTimeout(() => process.exit(1), DRAIN_MS_MAX).unref();
  process.kill(process.pid, "SIGTERM");
});
// Listening must not keep an otherwise finished process alive.
process.channel?.unref();

// Not from a process that a child starts with its own options: its parent expects other messages.
if (dirname(process.argv[1] ?? "") === dirname(fileURLToPath(import.meta.url))) {
  setInterval(() => {
    if (process.connected) process.send?.("alive", undefined, undefined, () => undefined);
  }, ALIVE_EVERY_MS).unref();
}
