import { once } from "node:events";
import { connect, type Socket } from "node:net";

/** Well below the 5 s after which a Node server closes an idle connection. */
const IDLE_MS_MAX = 2_000;

const NOTHING = Buffer.alloc(0);

/** One keep-alive connection of the load generator: a request at a time, next to nothing between it and the socket. */
export class HttpConnection {
  readonly #socket: Socket;
  #received: Buffer = NOTHING;
  #answered: ((status: number) => void) | null = null;
  #failed: ((error: Error) => void) | null = null;
  #usedAt = performance.now();

  static async open(port: number): Promise<HttpConnection> {
    const socket = connect({ port, host: "127.0.0.1", noDelay: true });
    await once(socket, "connect");
    return new HttpConnection(socket);
  }

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on("data", (chunk: Buffer) => this.#receive(chunk));
    socket.on("error", (error) => this.#failed?.(error));
    socket.on("close", () => this.#failed?.(new Error("the server closed the connection")));
  }

  /** False when it has been idle for so long that the server may be closing it. */
  get isFresh(): boolean {
    return performance.now() - this.#usedAt < IDLE_MS_MAX;
  }

  /** Resolves with the status when the whole answer has come. `bytes` is the whole request. */
  request(bytes: Buffer): Promise<number> {
    return new Promise((resolve, reject) => {
      if (this.#socket.destroyed) return reject(new Error("the server closed the connection"));
      this.#answered = resolve;
      this.#failed = reject;
      this.#socket.write(bytes);
    });
  }

  close(): void {
    this.#failed = null;
    this.#socket.destroy();
  }

  #receive(chunk: Buffer): void {
    this.#received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk]);
    const status = statusWhenComplete(this.#received);
    if (status === null) return;
    this.#usedAt = performance.now();
    this.#received = NOTHING;
    this.#failed = null;
    this.#answered?.(status);
  }
}

function statusWhenComplete(answer: Buffer): number | null {
  const headEnd = answer.indexOf("\r\n\r\n");
  if (headEnd < 0) return null;
  const head = answer.toString("latin1", 0, headEnd);
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
  const complete =
    length === undefined
      ? answer.subarray(-5).equals(LAST_CHUNK)
      : answer.length >= headEnd + 4 + Number(length);
  return complete ? Number(head.slice(9, 12)) : null;
}

const LAST_CHUNK = Buffer.from("0\r\n\r\n");

/** A POST of JSON as bytes for `HttpConnection`. */
export const postBytes = (path: string, body: string): Buffer =>
  Buffer.from(
    `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
