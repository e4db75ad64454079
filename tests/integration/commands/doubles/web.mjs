// Stands for the web process: listens, says that it is ready, drains on SIGTERM.
import { createServer } from "node:http";

const server = createServer((_req, res) => {
  res.setHeader("Connection", "close");
  res.end(
    JSON.stringify({
      pid: process.pid,
      env: process.env,
    }),
  );
});
server.listen(Number(process.env.PORT), "127.0.0.1", () => {
  process.stdout.write('{"ready":true}\n');
});
process.once("SIGTERM", () => server.close());
