import type { IncomingMessage } from "node:http";
import { type BodyLease, SMALL_BYTES } from "./body-budget";

const NO_BODY = new Uint8Array(0);

type NotReceived = "too_large" | "unavailable";

/**
 * Collects the body within `bytesMax` and within the room of `lease`. A large one is not read before there is room
 * for all of it: TCP makes its sender wait. Calls one of `done` and `refused`, or neither when the upload is aborted
 * or evicted. The first chunk of a small body costs nothing but counting it.
 */
export function receiveBody(
  req: IncomingMessage,
  lease: BodyLease,
  bytesMax: number,
  done: (body: Uint8Array) => void,
  refused: (why: NotReceived) => void,
): void {
  const declared = Number(req.headers["content-length"] ?? Number.NaN);
  if (declared > bytesMax) {
    refused("too_large");
    return;
  }
  // Most bodies are one chunk: no list, no copy.
  let first: Buffer | undefined;
  let more: Buffer[] | undefined;
  let bytes = 0;
  let isLarge = declared > SMALL_BYTES;

  const stop = () => req.off("data", onData).off("end", onEnd);
  const refuse = (why: NotReceived) => {
    stop();
    refused(why);
  };
  const reserve = async () => {
    const room = (Number.isNaN(declared) ? bytesMax : declared) - bytes;
    if (await lease.reserve(room)) req.resume();
    else if (!lease.isClosed) refuse("unavailable");
  };
  const onData = (chunk: Buffer) => {
    if (lease.isClosed) return;
    if (isLarge) lease.received(chunk.length);
    else if (!lease.take(chunk.length)) return refuse("unavailable");
    bytes += chunk.length;
    if (bytes > bytesMax) return refuse("too_large");
    if (first === undefined) first = chunk;
    else if (more === undefined) more = [first, chunk];
    else more.push(chunk);
    if (isLarge || bytes <= SMALL_BYTES) return;
    isLarge = true;
    req.pause();
    void reserve();
  };
  const onEnd = () => {
    if (lease.isClosed) return;
    lease.complete();
    done(more === undefined ? (first ?? NO_BODY) : Buffer.concat(more, bytes));
  };
  // Without a listener an aborted upload would be an unhandled error. There is nobody left to answer.
  req.on("error", () => undefined);
  req.on("data", onData).on("end", onEnd);
  if (!isLarge) return;
  req.pause();
  void reserve();
}
