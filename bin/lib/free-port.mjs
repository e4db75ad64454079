import { once } from "node:events";
import { createServer } from "node:net";

/** A port of loopback that nobody uses now, below the range that outgoing connections take theirs from. */
export async function freePort() {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 10_000);
    const server = createServer().listen(port, "127.0.0.1");
    const [error] = await Promise.race([once(server, "listening"), once(server, "error")]).catch(
      (reason) => [reason],
    );
    server.close();
    if (!(error instanceof Error)) return port;
  }
}
