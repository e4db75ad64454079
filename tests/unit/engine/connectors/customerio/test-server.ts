import { createServer, type IncomingMessage, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

interface Received {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

export interface TestServer {
  readonly url: string;
  readonly received: readonly Received[];
}

type Handler = (received: Received, ...wire: Parameters<RequestListener>) => void;

async function readAll(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

/** A real HTTP server on a free port of 127.0.0.1, closed with the test. */
export async function startServer(
  handler: Handler,
  makeServer: (listener: RequestListener) => Server = createServer,
): Promise<TestServer> {
  const received: Received[] = [];
  const server = makeServer((request, response) => {
    const { method = "", url = "", headers } = request;
    void readAll(request).then((body) => {
      const one = { method, url, headers, body };
      received.push(one);
      handler(one, request, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, received };
}
