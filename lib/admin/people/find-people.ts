import { z } from "zod";
import { getProject } from "@/lib/admin/projects/get-project";
import type { Context } from "@/lib/admin/verb/context";
import { parseInput, projectIdSchema, requirePerson } from "@/lib/admin/verb/guards";
import type { PersonId } from "@/lib/kernel/brand";
import { amplitudeIdIn } from "./people-named";
import type { PersonSummary } from "./person";

const findPeopleInput = z.object({
  projectId: projectIdSchema,
  q: z.string().max(1024).default(""),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

interface PersonRow {
  readonly id: bigint;
  readonly user_id: string | null;
  readonly first_seen: Date;
  readonly updated_at: Date;
}

/**
 * People whose user_id begins with `q` (case matters, as in Amplitude), who use the device `q`, or whose Amplitude ID it says
 * (`amplitude_id:28`); without `q` the newest.
 */
export async function findPeople(
  ctx: Context,
  rawInput: z.input<typeof findPeopleInput>,
): Promise<readonly PersonSummary[]> {
  requirePerson(ctx);
  const { projectId, q, limit } = parseInput(findPeopleInput, rawInput);
  await getProject(ctx, { projectId });
  const rows = await (q === ""
    ? ctx.db.$queryRaw<PersonRow[]>`
        SELECT id, user_id, first_seen, updated_at FROM people WHERE project_id = ${projectId}
        ORDER BY id DESC LIMIT ${limit}`
    : ctx.db.$queryRaw<PersonRow[]>`
        SELECT id, user_id, first_seen, updated_at FROM people WHERE id IN (
          (SELECT id FROM people WHERE project_id = ${projectId} AND starts_with(user_id, ${q})
           ORDER BY user_id LIMIT ${limit})
          UNION SELECT person_id FROM devices WHERE project_id = ${projectId} AND device_id = ${q}
          UNION SELECT id FROM people WHERE project_id = ${projectId}
            AND id = ${amplitudeIdIn(q) ?? -1}
        ) ORDER BY user_id NULLS LAST, id LIMIT ${limit}`);
  return rows.map((row) => ({
    id: Number(row.id) as PersonId,
    projectId,
    userId: row.user_id,
    firstSeen: row.first_seen,
    updatedAt: row.updated_at,
  }));
}
