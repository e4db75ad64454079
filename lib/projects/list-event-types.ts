import type { Context } from "@/lib/verbs/context";

export interface EventTypeView {
  readonly name: string;
  readonly firstSeen: Date;
  readonly lastSeen: Date;
}
export async function listEventTypes(
  _ctx: Context,
  _input: { projectId: number; q?: string | undefined; limit?: number | undefined },
): Promise<readonly EventTypeView[]> {
  throw new Error("not written yet");
}
