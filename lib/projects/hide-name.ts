import { z } from "zod";
import { writeAudit } from "@/lib/audit/write-audit";
import { scopeOf } from "@/lib/projects/list-names";
import { NAME_KIND_WORDS, nameInput } from "@/lib/projects/name-registry";
import type { Context } from "@/lib/verbs/context";
import { found, parseInput, requirePerson } from "@/lib/verbs/guards";

export const hideNameInput = nameInput.extend({ hidden: z.boolean() });

/** Takes a name out of the pickers, or offers it again. Nothing that uses it changes. */
export async function hideName(
  ctx: Context,
  rawInput: z.input<typeof hideNameInput>,
): Promise<void> {
  requirePerson(ctx);
  const { projectId, kind, name, hidden } = parseInput(hideNameInput, rawInput);
  await ctx.db.$transaction(async (tx) => {
    const data = { hidden };
    const { count } = await (kind === "event_type"
      ? tx.eventType.updateMany({ where: { projectId, name }, data })
      : tx.property.updateMany({ where: { projectId, scope: scopeOf(kind), name }, data }));
    found(count > 0 ? count : null, `${NAME_KIND_WORDS[kind]} "${name}"`);
    await writeAudit(tx, ctx, {
      action: hidden ? "name.hidden" : "name.shown",
      projectId,
      target: name,
      details: { kind },
    });
  });
}
