import type { Context } from "@/lib/verbs/context";

export interface SourceCounts {
  readonly requests: number;
  readonly accepted: number;
  readonly duplicate: number;
  readonly rejected: number;
}
export interface SourceStatus {
  readonly source: "http_v2" | "batch" | "identify" | "group_identify";
  readonly lastSeen: Date | null;
  readonly lastHour: SourceCounts;
  readonly lastDay: SourceCounts;
  /** Why events were rejected in the last day, most frequent first. */
  readonly reasons: readonly { readonly reason: string; readonly events: number }[];
  /** The last hour by minute, oldest first, empty minutes too. */
  readonly minutes: readonly {
    readonly at: Date;
    readonly accepted: number;
    readonly duplicate: number;
    readonly rejected: number;
  }[];
}
export async function sourcesStatus(
  _ctx: Context,
  _input: { projectId: number },
): Promise<readonly SourceStatus[]> {
  throw new Error("not written yet");
}
