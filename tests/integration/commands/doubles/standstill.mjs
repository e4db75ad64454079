// Stands for a process whose loop turns, or stands still from the moment it is ready.
process.stdout.write('{"ready":true}\n');
setInterval(() => undefined, 1_000);
if (process.argv[2] === "stand") {
  setTimeout(() => {
    while (true);
  }, 100);
}
