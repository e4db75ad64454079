import type { ServerResponse } from "node:http";
import type { Clock } from "@/lib/kernel/clock";
import type { FaultEffect } from "@/sandbox/faults/fault-rule";
import type { Answer } from "./answer";

/** Writes an answer whole. */
export function writeAnswer(res: ServerResponse, answer: Answer): void {
  res.writeHead(answer.status, headersOf(answer));
  res.end(answer.status === 204 ? undefined : answer.body);
}

/** Writes an answer the way a fault wants it: cut off in the middle, or byte by byte. */
export async function writeFaulty(
  res: ServerResponse,
  answer: Answer,
  effect: FaultEffect,
  clock: Clock,
  gone: AbortSignal,
): Promise<void> {
  if (effect.drop === "mid_body") return cutInTheMiddle(res, answer);
  if (effect.trickle === undefined) {
    writeAnswer(res, answer);
    return;
  }
  res.writeHead(answer.status, headersOf(answer));
  for (const byte of Buffer.from(answer.body)) {
    if (gone.aborted) return;
    res.write(Uint8Array.of(byte));
    await clock.sleep(effect.trickle, gone);
  }
  res.end();
}

function cutInTheMiddle(res: ServerResponse, answer: Answer): Promise<void> {
  const body = Buffer.from(answer.body);
  res.writeHead(answer.status, { ...answer.headers, "content-length": Math.max(2, body.length) });
  return new Promise((resolve) => {
    res.write(body.length < 2 ? " " : body.subarray(0, body.length >> 1), () => {
      res.destroy();
      resolve();
    });
  });
}

function headersOf(answer: Answer): Record<string, string | number> {
  if (answer.status === 204) return { ...answer.headers };
  return { ...answer.headers, "content-length": Buffer.byteLength(answer.body) };
}
