import { once } from "node:events";
import { createServer } from "node:net";

/** A port of loopback that nobody used a moment ago; rejects when `wanted` is one that somebody uses. */
export async function freePort(wanted = 0): Promise<number> {
  const server = createServer().listen(wanted, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("no TCP port");
  return address.port;
}
