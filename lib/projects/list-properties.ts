import type { Context } from "@/lib/verbs/context";

export interface PropertyView {
  readonly scope: "event" | "user";
  readonly name: string;
  readonly type: string;
  readonly example: string;
  readonly firstSeen: Date;
  readonly lastSeen: Date;
}
export async function listProperties(
  _ctx: Context,
  _input: {
    projectId: number;
    scope?: "event" | "user" | undefined;
    q?: string | undefined;
    limit?: number | undefined;
  },
): Promise<readonly PropertyView[]> {
  throw new Error("not written yet");
}
