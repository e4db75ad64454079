import type { JsonObject } from "@/lib/kernel/json";
import type { DiscardReason, FilterReason } from "@/lib/pipeline/record/outcome";
import type { Context } from "@/lib/verbs/context";

export interface PreviewClause {
  readonly property: string;
  readonly op: string;
  readonly values: readonly string[];
  readonly holds: boolean;
}
/** One row of "Select and filter events" against the event. */
export interface PreviewRow {
  /** A, B, …, Z, AA, … */
  readonly letter: string;
  readonly event: string;
  readonly nameMatches: boolean;
  readonly clauses: readonly PreviewClause[];
  readonly matches: boolean;
}
export interface PreviewRequest {
  readonly method: "POST" | "PUT";
  /** Path on the Track API. */
  readonly path: string;
  /** JSON text exactly as it would be sent. */
  readonly body: string;
  /** Bytes of `body` in UTF-8. */
  readonly bytes: number;
}
export type PreviewOutcome =
  | { readonly kind: "filtered"; readonly reason: FilterReason; readonly message: string }
  | { readonly kind: "discarded"; readonly reason: DiscardReason; readonly message: string }
  | { readonly kind: "ready"; readonly requests: readonly PreviewRequest[] };

export interface Preview {
  /** The event as it would be read from the log. */
  readonly event: {
    readonly eventType: string;
    readonly kind: string;
    readonly userId: string | null;
    readonly deviceId: string | null;
    readonly payload: JsonObject;
    readonly userProperties: JsonObject;
  };
  readonly rows: readonly PreviewRow[];
  readonly identifier: { readonly kind: "id" | "email" | "cio_id"; readonly value: string } | null;
  readonly outcome: PreviewOutcome;
  readonly warnings: readonly string[];
}

export interface PreviewInput {
  id: number;
  projectId?: number | undefined;
  /** JSON text of one Amplitude event … */
  payload?: string | undefined;
  /** … or the offset of a stored one; without either a made-up example. */
  offset?: number | undefined;
  /** The form as it stands, unsaved. */
  config?: Readonly<Record<string, unknown>> | undefined;
  settings?: Readonly<Record<string, unknown>> | undefined;
}

/** What this sync would do with one event. Sends nothing. */
export async function previewSync(_ctx: Context, _input: PreviewInput): Promise<Preview> {
  throw new Error("not written yet");
}
