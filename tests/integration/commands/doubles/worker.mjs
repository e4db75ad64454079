// Stands for a worker: says that it is ready, says its pid, drains on SIGTERM, or refuses to.
process.stdout.write('{"ready":true}\n');
process.stdout.write(`worker pid ${process.pid}\n`);
const life = setInterval(() => undefined, 1_000);
process.on("SIGTERM", () => {
  if (process.env.NODE_STUBBORN === "1") return;
  process.stdout.write("worker drained\n");
  clearInterval(life);
});
