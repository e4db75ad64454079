import type { EventDetail } from "@/lib/projects/event-view";
import type { Context } from "@/lib/verbs/context";

export async function getEvent(
  _ctx: Context,
  _input: { projectId: number; offset: number },
): Promise<EventDetail> {
  throw new Error("not written yet");
}
