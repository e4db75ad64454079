import type { IncomingMessage } from "node:http";

export interface RawBody {
  /** As many bytes as came, even those that were not kept. */
  readonly size: number;
  /** The body, or its beginning when it is larger than the maximum. */
  readonly bytes: Buffer;
}

export type ParsedBody =
  | { readonly kind: "none" }
  | { readonly kind: "bad" }
  | { readonly kind: "json"; readonly value: unknown };

/** Reads to the end but keeps no more than `bytesMax`; undefined when the client went away. */
export function readBody(req: IncomingMessage, bytesMax: number): Promise<RawBody | undefined> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    req.on("data", (chunk: Buffer) => {
      if (size <= bytesMax) chunks.push(chunk);
      size += chunk.length;
    });
    req.on("end", () =>
      resolve({
        size,
        bytes: chunks.length === 1 ? (chunks[0] ?? Buffer.alloc(0)) : Buffer.concat(chunks),
      }),
    );
    req.on("close", () => resolve(undefined));
    req.on("error", () => resolve(undefined));
  });
}

export function parseBody(bytes: Buffer): ParsedBody {
  if (bytes.length === 0) return { kind: "none" };
  try {
    return { kind: "json", value: JSON.parse(bytes.toString("utf8")) };
  } catch {
    return { kind: "bad" };
  }
}
