import { hash } from "node:crypto";
import type { SentEvent } from "@/lib/engine/connectors/connector";
import { dedupeKey } from "@/lib/engine/pipeline/source/dedupe-key";
import { encodeUlid } from "@/lib/kernel/ulid";

// The ULID by which Customer.io recognises an event it has seen. It MUST be a function of the event alone:
// retries, restarts, redelivery and a repeated upload then reach Customer.io under one id.

/** What makes an event the same event in every project: its dedupe key, else the uuid the server gave it. Pure. */
export function eventKey(event: SentEvent): string {
  return `${event.projectId}\n${dedupeKey(event) ?? event.uuid}`;
}

/** ULID of the event time (ms) and the first 10 bytes of SHA-256 of the key. Pure. */
export function eventId(timeMs: number, key: string): string {
  // Digest as one-byte text: a third of the cost of a Buffer (380 against 1,150 ns).
  const digest = hash("sha256", `cio-event-id.v1\n${key}`, "binary");
  const random = new Uint8Array(10);
  for (let i = 0; i < random.length; i++) random[i] = digest.charCodeAt(i);
  return encodeUlid(timeMs, random);
}
