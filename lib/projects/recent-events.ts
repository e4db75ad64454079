import type { EventSummary } from "@/lib/projects/event-view";
import type { Context } from "@/lib/verbs/context";

/** Newest first. `before` is the offset of the last row of the page before. */
export async function recentEvents(
  _ctx: Context,
  _input: {
    projectId: number;
    before?: number | undefined;
    limit?: number | undefined;
    eventType?: string | undefined;
    /** user_id or device_id. */
    user?: string | undefined;
  },
): Promise<{ readonly items: readonly EventSummary[]; readonly before: number | null }> {
  throw new Error("not written yet");
}
