// Stands for the web process: listens, says that it is ready, drains on SIGTERM.
import { createServer } from "node:http";

const seen = ["DATABASE_URL", "ENCRYPTION_KEY", "AUTH_SECRET", "NEXTAUTH_SECRET", "NEXTAUTH_URL"];
const server = createServer((_req, res) => {
  res.setHeader("Connection", "close");
  res.end(
    JSON.stringify({
      pid: process.pid,
      env: Object.fromEntries(seen.map((k) => [k, process.env[k]])),
    }),
  );
});
server.listen(Number(process.env.PORT), "127.0.0.1", () => {
  process.stdout.write('{"ready":true}\n');
});
process.once("SIGTERM", () => server.close());
