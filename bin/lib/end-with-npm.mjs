// Under npm our parent is npm (or its shell). When that is killed without a word to us, stop as on
// SIGTERM instead of running on unseen.
const PARENT_POLL_MS = 500;

if (process.env.npm_lifecycle_event !== undefined) {
  const parent = process.ppid;
  const poll = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(poll);
    process.kill(process.pid, "SIGTERM");
  }, PARENT_POLL_MS);
  poll.unref();
}
