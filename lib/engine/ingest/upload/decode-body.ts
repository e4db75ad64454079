import { isUtf8 } from "node:buffer";
import { promisify } from "node:util";
import { gunzip, gunzipSync } from "node:zlib";
import type { BodyLease } from "@/lib/engine/ingest/http/body-budget";
import type { Rejection } from "@/lib/engine/ingest/rejection";
import { err, ok, type Result } from "@/lib/kernel/result";

const inflate = promisify(gunzip);

/** A gzipped body up to here is inflated at once, as far as AT_ONCE_INFLATED_MAX: what SDKs send. */
const AT_ONCE_BYTES_MAX = 16_384;
const AT_ONCE_INFLATED_MAX = 65_536;

/**
 * The body in UTF-8, whatever charset is declared: gzip undone, whether it is declared or not and only where it is one
 * (proxies add and take away the header without the compression), never inflating beyond `bytesMax` nor beyond the room
 * that `lease` has for it; a BOM is dropped. Mis-encoded bytes are refused, because stored replacement characters
 * could never be repaired.
 */
export async function decodeBody(
  body: Uint8Array,
  contentEncoding: string | undefined,
  bytesMax: number,
  lease: BodyLease,
): Promise<Result<Buffer, Rejection>> {
  const encoding = contentEncoding?.trim().toLowerCase() ?? "";
  if (!KNOWN_ENCODINGS.has(encoding)) return err({ kind: "unsupported_encoding", encoding });
  if (!isGzip(body)) return toText(asBuffer(body), bytesMax);
  if (body.length > bytesMax) return err({ kind: "too_large" });
  const inflated = inflateAtOnce(body) ?? (await inflateInRoom(body, bytesMax, lease));
  return inflated.ok ? toText(inflated.value, bytesMax) : inflated;
}

const KNOWN_ENCODINGS: ReadonlySet<string> = new Set(["", "identity", "gzip", "x-gzip"]);

/** RFC 1952: how every gzip begins, and no text in UTF-8. */
const isGzip = (body: Uint8Array): boolean => body[0] === 0x1f && body[1] === 0x8b;

/** Without a thread of its own, which costs more than the work. `null`: it is too large for that. */
function inflateAtOnce(body: Uint8Array): Result<Buffer, Rejection> | null {
  if (body.length > AT_ONCE_BYTES_MAX) return null;
  try {
    return ok(gunzipSync(body, { maxOutputLength: AT_ONCE_INFLATED_MAX }));
  } catch (error) {
    return isTooLarge(error) ? null : err({ kind: "invalid_json" });
  }
}

async function inflateInRoom(
  body: Uint8Array,
  bytesMax: number,
  lease: BodyLease,
): Promise<Result<Buffer, Rejection>> {
  if (!(await lease.reserve(bytesMax))) return err({ kind: "unavailable" });
  try {
    const inflated = await inflate(body, { maxOutputLength: bytesMax });
    lease.giveBack(bytesMax - inflated.length);
    return ok(inflated);
  } catch (error) {
    lease.giveBack(bytesMax);
    return err({ kind: isTooLarge(error) ? "too_large" : "invalid_json" });
  }
}

const isTooLarge = (error: unknown): boolean =>
  error instanceof Error && "code" in error && error.code === "ERR_BUFFER_TOO_LARGE";

function toText(body: Buffer, bytesMax: number): Result<Buffer, Rejection> {
  if (body.length === 0) return err({ kind: "missing_body" });
  if (body.length > bytesMax) return err({ kind: "too_large" });
  if (!isUtf8(body)) return err({ kind: "invalid_json" });
  return ok(body.subarray(0, BOM.length).equals(BOM) ? body.subarray(BOM.length) : body);
}

const BOM = Buffer.from("\ufeff");

const asBuffer = (bytes: Uint8Array): Buffer =>
  Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
