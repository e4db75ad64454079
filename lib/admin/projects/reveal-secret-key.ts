import { z } from "zod";
import { writeAudit } from "@/lib/admin/audit/write-audit";
import type { Context } from "@/lib/admin/verb/context";
import {
  found,
  parseInput,
  projectIdSchema,
  requireIn,
  requirePerson,
} from "@/lib/admin/verb/guards";
import { secretKeyRow } from "./project";

const revealSecretKeyInput = z.object({ projectId: projectIdSchema });

/** The key of the metrics call, in clear: for the API keys page, when a person asks for it. That they did goes on record. */
export async function revealSecretKey(
  ctx: Context,
  rawInput: { projectId: number },
): Promise<{ readonly secretKey: string }> {
  requirePerson(ctx, "project:write");
  const { projectId: id } = parseInput(revealSecretKeyInput, rawInput);
  requireIn(ctx, "project:write", id);
  const row = found(await ctx.db.project.findUnique({ where: { id } }), `Project ${id}`);
  const secretKey = ctx.cipher.decrypt(row.secretKey, secretKeyRow(id));
  await ctx.db.$transaction((tx) =>
    writeAudit(tx, ctx, {
      action: "project.secret_key_shown",
      projectId: id,
      target: row.name,
    }),
  );
  return { secretKey };
}
