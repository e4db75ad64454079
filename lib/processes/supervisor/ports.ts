import { once } from "node:events";
import { createServer } from "node:net";
import { AppError } from "@/lib/kernel/errors";

/** Rejects with one clear line when `host:port` cannot be listened on. `variable` is what to change. */
export async function requireFreePort(host: string, port: number, variable: string): Promise<void> {
  const server = createServer();
  try {
    server.listen(port, host);
    await once(server, "listening");
  } catch (error) {
    throw new AppError("conflict", explain(error, { host, port, variable }));
  } finally {
    server.close();
  }
}

function explain(error: unknown, at: { host: string; port: number; variable: string }): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
  switch (code) {
    case "EADDRINUSE":
      return `Port ${at.port} on ${at.host} is already in use: stop the program that uses it, or set ${at.variable} to another port.`;
    case "EACCES":
      return `Port ${at.port} may not be used by this user: set ${at.variable} to a port above 1023.`;
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
      return `HOST ${at.host} is no address of this machine: set it to 127.0.0.1, or to 0.0.0.0 for every interface.`;
    default:
      return `Cannot listen on ${at.host}:${at.port} (${code}): set HOST and ${at.variable} to something that works.`;
  }
}
