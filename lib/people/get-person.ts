import type { PersonDetail } from "@/lib/people/person";
import type { Context } from "@/lib/verbs/context";

export async function getPerson(
  _ctx: Context,
  _input: { projectId: number; personId: number },
): Promise<PersonDetail> {
  throw new Error("not written yet");
}
