import { z } from "zod";
import { writeAudit } from "@/lib/admin/audit/write-audit";
import type { Context } from "@/lib/admin/verb/context";
import { found, parseInput, requireIn, requirePerson } from "@/lib/admin/verb/guards";
import { scopeOf } from "./list-names";
import { NAME_KIND_WORDS, nameInput } from "./name-registry";

export const hideNameInput = nameInput.extend({ hidden: z.boolean() });

/** Takes a name out of the pickers, or offers it again. Nothing that uses it changes. */
export async function hideName(
  ctx: Context,
  rawInput: z.input<typeof hideNameInput>,
): Promise<void> {
  requirePerson(ctx, "names:write");
  const { projectId, kind, name, hidden } = parseInput(hideNameInput, rawInput);
  requireIn(ctx, "names:write", projectId);
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
