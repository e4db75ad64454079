import type { z } from "zod";
import { writeAudit } from "@/lib/admin/audit/write-audit";
import type { Context } from "@/lib/admin/verb/context";
import { found, parseInput, requireIn, requirePerson } from "@/lib/admin/verb/guards";
import { scopeOf } from "./list-names";
import { NAME_KIND_WORDS, nameInput } from "./name-registry";

/** Forgets a name; it is back when it is sent again. Events that have it stay as they are. */
export async function deleteName(ctx: Context, rawInput: z.input<typeof nameInput>): Promise<void> {
  requirePerson(ctx, "names:write");
  const { projectId, kind, name } = parseInput(nameInput, rawInput);
  requireIn(ctx, "names:write", projectId);
  await ctx.db.$transaction(async (tx) => {
    const { count } = await (kind === "event_type"
      ? tx.eventType.deleteMany({ where: { projectId, name } })
      : tx.property.deleteMany({ where: { projectId, scope: scopeOf(kind), name } }));
    found(count > 0 ? count : null, `${NAME_KIND_WORDS[kind]} "${name}"`);
    await writeAudit(tx, ctx, {
      action: "name.deleted",
      projectId,
      target: name,
      details: { kind },
    });
  });
}
