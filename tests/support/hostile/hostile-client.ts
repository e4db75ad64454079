import { request } from "node:http";
import { gzipSync } from "node:zlib";

/** Whom it is aimed at. The key stands in every web page that uses the browser SDK: a stranger has it. */
export interface Target {
  /** Of a product on 127.0.0.1. */
  readonly port: number;
  readonly apiKey: string;
}

/** One kind of client that means harm, or does it without meaning to. */
export interface HostileClient {
  /** What it does, in the words of the tables that name it. */
  readonly name: string;
  /** Path or kind of path that it is aimed at. */
  readonly surface: string;
  readonly needs: "the network" | "the public key";
  /** False for what an ordinary user does: that has to be answered 200. */
  readonly meansHarm: boolean;
  /**
   * One blow: a few requests, bounded in number and in time (`BLOW_MS_MAX` each). Never rejects for what the server
   * does. `round` tells blows apart, so that people, names and ids may be new in each.
   */
  strike(target: Target, round: number): Promise<Blow>;
}

/** What was sent and how it was answered. */
export interface Blow {
  /** On the wire, heads included as a guess of 200 each. */
  readonly bytes: number;
  /** A status per request; 0 for a connection that ended, or that did not answer in time. */
  readonly answers: readonly number[];
}

const BLOW_MS_MAX = 20_000;
const HEAD_BYTES = 200;

export interface Sent {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** A function gives it chunk by chunk, without a Content-Length. */
  readonly body?: string | Buffer | (() => Iterable<Buffer>);
}

/** One request on a connection of its own. */
export function send({ port }: Target, path: string, sent: Sent): Promise<Blow> {
  const { method = "POST", headers = {}, body = "" } = sent;
  return new Promise((resolve) => {
    let bytes = HEAD_BYTES;
    const done = (status: number) => resolve({ bytes, answers: [status] });
    const req = request({
      port,
      host: "127.0.0.1",
      path,
      method,
      headers: { "Content-Type": "application/json", ...headers },
      agent: false,
      signal: AbortSignal.timeout(BLOW_MS_MAX),
    });
    req
      .on("error", () => done(0))
      .on("response", (res) => {
        res.on("error", () => done(0)).on("end", () => done(res.statusCode ?? 0));
        res.resume();
      });
    if (typeof body === "function") {
      void writeAll(body(), (chunk) => {
        bytes += chunk.length;
        return new Promise((written) => {
          req.write(chunk, () => written(!req.destroyed));
        });
      }).then(() => req.end());
    } else {
      bytes += Buffer.byteLength(body);
      req.end(body);
    }
  });
}

/** Ends early when the far end has stopped reading. */
async function writeAll(
  chunks: Iterable<Buffer>,
  write: (chunk: Buffer) => Promise<boolean>,
): Promise<void> {
  for (const chunk of chunks) if (!(await write(chunk))) return;
}

const GZIP = { "Content-Encoding": "gzip" };

/** A body of little weight that becomes a heavy one. */
export const sendGzip = (target: Target, path: string, text: string): Promise<Blow> =>
  send(target, path, { body: gzipSync(text), headers: GZIP });

/** Events of the target's project, gzipped. */
export const upload = (target: Target, path: string, events: readonly object[]): Promise<Blow> =>
  sendGzip(target, path, JSON.stringify({ api_key: target.apiKey, events }));

/** All at once. */
export async function together(blows: readonly Promise<Blow>[]): Promise<Blow> {
  return sumOf(await Promise.all(blows));
}

/** One after the other. */
export async function inTurn(blows: readonly (() => Promise<Blow>)[]): Promise<Blow> {
  const done: Blow[] = [];
  for (const blow of blows) done.push(await blow());
  return sumOf(done);
}

const sumOf = (blows: readonly Blow[]): Blow => ({
  bytes: blows.reduce((total, { bytes }) => total + bytes, 0),
  answers: blows.flatMap(({ answers }) => answers),
});

/** `count` things, each from its index. */
export const many = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));
