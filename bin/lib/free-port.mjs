import { once } from "node:events";
import { createServer } from "node:net";

// The sandbox listens beside the app: see SANDBOX_PORT.
const USED = [0, 10, 11];

/**
 * A port of loopback that nobody uses now, and neither the sandbox's beside it, below the range that outgoing
 * connections take theirs from.
 */
export async function freePort() {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 10_000);
    const free = await Promise.all(USED.map((distance) => isFree(port + distance)));
    if (free.every(Boolean)) return port;
  }
}

async function isFree(port) {
  const server = createServer().listen(port, "127.0.0.1");
  try {
    await once(server, "listening");
    return true;
  } catch {
    return false;
  } finally {
    server.close();
  }
}
