import { createServer, type Server, type ServerOptions } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { onTestFinished } from "vitest";
import { ingestListener } from "@/lib/engine/ingest/http/node-mount";
import type { IngestDeps } from "@/lib/engine/ingest/ingest";
import { type Bench, makeIngest } from "@/tests/unit/engine/ingest/make-ingest";

export interface Served extends Bench {
  readonly server: Server;
  readonly port: number;
  readonly url: string;
}

/** The mount on a real server, over a log in memory, until the test ends. */
export async function serve(
  changes: Partial<IngestDeps> = {},
  options: ServerOptions = {},
): Promise<Served> {
  const bench = makeIngest(changes);
  const listen = ingestListener(bench.ingest);
  const server = createServer(options, (req, res) => {
    if (!listen(req, res)) res.writeHead(404).end("not ingestion");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { ...bench, server, port, url: `http://127.0.0.1:${port}` };
}

/** A raw connection, and all it has received until the far end closes it. */
export function rawConnection(port: number): { socket: Socket; received: Promise<string> } {
  const socket = connect(port, "127.0.0.1");
  let text = "";
  socket.setEncoding("utf8").on("data", (chunk: string) => {
    text += chunk;
  });
  const received = new Promise<string>((resolve) => {
    socket.on("error", () => undefined).on("close", () => resolve(text));
  });
  return { socket, received };
}
