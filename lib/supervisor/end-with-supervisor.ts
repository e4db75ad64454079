// Preloaded into every child. When the supervisor is gone, however it went, its end of the channel
// closes: drain as on SIGTERM, and be gone within the time that a drain may take.
const DRAIN_MS_MAX = 10_000;

process.once("disconnect", () => {
  setTimeout(() => process.exit(1), DRAIN_MS_MAX).unref();
  process.kill(process.pid, "SIGTERM");
});
// Listening must not keep an otherwise finished process alive.
process.channel?.unref();

export {};
