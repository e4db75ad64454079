import type { Pool } from "pg";
import type { EventLog } from "@/lib/engine/pipeline/log/event-log";
import type { Clock } from "@/lib/kernel/clock";
import type { Cipher } from "@/lib/platform/crypto/cipher";

/** What bringing history in stands on. */
export interface BackfillPorts {
  readonly pool: Pool;
  readonly log: EventLog;
  readonly clock: Clock;
  readonly cipher: Cipher;
  /** Amplitude's Export API by region, without a trailing slash. */
  readonly exportUrls: { readonly us: string; readonly eu: string };
  /** The process is about to end: what was not written yet is done again by whoever goes on. */
  readonly stop: AbortSignal;
}
