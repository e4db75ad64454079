import type { Server } from "node:http";
import type { AddressInfo } from "node:net";

/** Listens and gives the origin; rejects with a clear error when the port is taken. */
export function listen(server: Server, host: string, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once("error", (cause) =>
      reject(
        new Error(`the sandbox cannot listen on ${host}:${port}: ${cause.message}`, { cause }),
      ),
    );
    server.listen(port, host, () => {
      const { port: bound } = server.address() as AddressInfo;
      resolve(`http://${host === "::1" ? "[::1]" : host}:${bound}`);
    });
  });
}

/** Stops listening and cuts what is still open. */
export function stopListening(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
