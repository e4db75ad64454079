import { z } from "zod";
import { maySeePersonalData } from "@/lib/admin/access/may-see-personal-data";
import { shown } from "@/lib/admin/access/shown";
import { getProject } from "@/lib/admin/projects/get-project";
import type { Context } from "@/lib/admin/verb/context";
import { parseInput, projectIdSchema, requireIn, requirePerson } from "@/lib/admin/verb/guards";
import { runStatement } from "@/lib/admin/verb/run-statement";
import { unfilledSearch } from "@/lib/engine/store/search/find-values";
import type { PersonId } from "@/lib/kernel/brand";
import { peopleNamed, peopleWith } from "./people-named";
import type { FoundPerson } from "./person";

const findPeopleInput = z.object({
  projectId: projectIdSchema,
  q: z.string().max(1024).default(""),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

export interface FoundPeople {
  readonly people: readonly FoundPerson[];
  /** True while people who were there before a property was searched may not be found by it yet. */
  readonly filling: boolean;
}

/**
 * Whom `q` names (`peopleNamed`), and whose user id, e-mail or other searched value begins with it; without `q` the
 * newest.
 */
export async function findPeople(
  ctx: Context,
  rawInput: z.input<typeof findPeopleInput>,
): Promise<FoundPeople> {
  requirePerson(ctx, "people:read");
  const { projectId, q, limit } = parseInput(findPeopleInput, rawInput);
  requireIn(ctx, "people:read", projectId);
  await getProject(ctx, { projectId });
  const named = q === "" ? [] : (await peopleNamed(ctx.db, projectId, q)).ids;
  // Letter by letter whoever may not see a value could find it out.
  const begin = maySeePersonalData(ctx, projectId)
    ? await peopleWith(ctx.db, projectId, q, "beginning", limit)
    : [];
  const ids = [...named, ...begin.map(({ id }) => id)].map(BigInt);
  const rows = await ctx.db.person.findMany({
    where: { projectId, ...(q === "" ? {} : { id: { in: ids } }) },
    select: { id: true, userId: true, firstSeen: true, updatedAt: true },
    orderBy:
      q === "" ? { id: "desc" } : [{ userId: { sort: "asc", nulls: "last" } }, { id: "asc" }],
    take: q === "" ? limit : ids.length,
  });
  const isNamed = new Set(named);
  const rank = ({ id }: { readonly id: bigint }) => (isNamed.has(Number(id) as PersonId) ? 0 : 1);
  rows.sort((a, b) => rank(a) - rank(b));
  const byOf = new Map(begin.map(({ id, property, value }) => [id, { property, value }]));
  const people = rows.slice(0, limit).map(({ id, ...row }) => {
    const personId = Number(id) as PersonId;
    return { id: personId, projectId, ...row, foundBy: byOf.get(personId) ?? null };
  });
  const filling = await runStatement(ctx.db, unfilledSearch(projectId));
  return { people: shown(ctx, projectId, people), filling: filling.length > 0 };
}
