import { isUtf8 } from "node:buffer";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { err, ok, type Result } from "@/lib/kernel/result";
import type { Rejection } from "./rejection";

const inflate = promisify(gunzip);

export interface DecodedBody {
  readonly text: string;
  /** Bytes after decompression. */
  readonly bytes: number;
}

/**
 * The body as text: gzip undone, whether it is declared or not and only where it is one (proxies add and take away the
 * header without the compression), never inflating beyond `bytesMax`; UTF-8 whatever charset is declared, and a BOM is
 * dropped. Mis-encoded bytes are refused, because stored replacement characters could never be repaired.
 */
export async function decodeBody(
  body: Uint8Array,
  contentEncoding: string | undefined,
  bytesMax: number,
): Promise<Result<DecodedBody, Rejection>> {
  const encoding = contentEncoding?.trim().toLowerCase() ?? "";
  if (!KNOWN_ENCODINGS.has(encoding)) return err({ kind: "unsupported_encoding", encoding });
  if (!isGzip(body)) return toText(body, bytesMax);
  if (body.length > bytesMax) return err({ kind: "too_large" });
  try {
    return toText(await inflate(body, { maxOutputLength: bytesMax }), bytesMax);
  } catch (error) {
    return err({ kind: isTooLarge(error) ? "too_large" : "invalid_json" });
  }
}

const KNOWN_ENCODINGS: ReadonlySet<string> = new Set(["", "identity", "gzip", "x-gzip"]);

/** RFC 1952: how every gzip begins, and no text in UTF-8. */
const isGzip = (body: Uint8Array): boolean => body[0] === 0x1f && body[1] === 0x8b;

const isTooLarge = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === "ERR_BUFFER_TOO_LARGE";

function toText(body: Uint8Array, bytesMax: number): Result<DecodedBody, Rejection> {
  if (body.length === 0) return err({ kind: "missing_body" });
  if (body.length > bytesMax) return err({ kind: "too_large" });
  if (!isUtf8(body)) return err({ kind: "invalid_json" });
  const text = asBuffer(body).toString("utf8");
  return ok({ text: text.startsWith("\ufeff") ? text.slice(1) : text, bytes: body.length });
}

const asBuffer = (bytes: Uint8Array): Buffer =>
  Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
