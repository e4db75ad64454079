import { randomBytes } from "node:crypto";
import { writeAudit } from "@/lib/admin/audit/write-audit";
import type { Context } from "@/lib/admin/verb/context";
import type { ProjectId } from "@/lib/kernel/brand";
import { type Project, projectColumns, secretKeyRow, toProject } from "./project";

export const newKey = () => randomBytes(16).toString("hex");

/** A project with its keys and the head of its log, all or nothing. */
export async function insertProject(
  ctx: Pick<Context, "actor" | "clock" | "db" | "cipher">,
  { name, apiKey }: { name: string; apiKey: string },
): Promise<Project> {
  return ctx.db.$transaction(async (tx) => {
    const created = await tx.project.create({
      data: { name, apiKey, secretKey: new Uint8Array(), head: { create: {} } },
      select: { id: true },
    });
    const id = created.id as ProjectId;
    const secretKey = ctx.cipher.encrypt(newKey(), secretKeyRow(id));
    const select = projectColumns;
    await writeAudit(tx, ctx, { action: "project.created", projectId: id, target: name });
    return toProject(await tx.project.update({ where: { id }, data: { secretKey }, select }));
  });
}
