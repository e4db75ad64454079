import type { PersonSummary } from "@/lib/people/person";
import type { Context } from "@/lib/verbs/context";

export async function findPeople(
  _ctx: Context,
  _input: { projectId: number; q?: string | undefined; limit?: number | undefined },
): Promise<readonly PersonSummary[]> {
  throw new Error("not written yet");
}
