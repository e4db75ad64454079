import { constants, gunzipSync } from "node:zlib";
import type { Answer } from "./call";

// The body of an answer, read for people and for `errors`. Whatever it is, reading it never fails.

/** A batch of about 1,000 refused operations answers with some 200 KB. */
const BODY_BYTES_MAX = 1_000_000;

export type Body = Pick<Answer, "body" | "bodyState">;

/** Reads at most 1 MB; rejects only when `signal` ended the reading. */
export async function readBody(
  stream: AsyncIterable<Uint8Array>,
  encoding: string | null,
  signal: AbortSignal,
): Promise<Body> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  let bodyState: Body["bodyState"] = "complete";
  try {
    for await (const chunk of stream) {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes <= BODY_BYTES_MAX) continue;
      bodyState = "too_long";
      break;
    }
  } catch {
    if (signal.aborted) throw signal.reason;
    bodyState = "cut_off";
  }
  const raw = Buffer.concat(chunks).subarray(0, BODY_BYTES_MAX);
  return encoding === "gzip" ? decompress(raw, bodyState) : { body: raw.toString(), bodyState };
}

/** We never ask for compression, but a proxy may compress all the same. */
function decompress(raw: Buffer, bodyState: Body["bodyState"]): Body {
  const maxOutputLength = BODY_BYTES_MAX;
  try {
    return { body: gunzipSync(raw, { maxOutputLength }).toString(), bodyState };
  } catch {
    return { body: beginning(raw, maxOutputLength), bodyState: "cut_off" };
  }
}

function beginning(raw: Buffer, maxOutputLength: number): string {
  try {
    return gunzipSync(raw, { maxOutputLength, finishFlush: constants.Z_SYNC_FLUSH }).toString();
  } catch {
    return "";
  }
}
