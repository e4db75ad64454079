import { randomBytes } from "node:crypto";
import { writeAudit } from "@/lib/admin/audit/write-audit";
import type { Context } from "@/lib/admin/verb/context";
import { EMAIL_NAME, USER_ID_NAME } from "@/lib/engine/store/search/searched-properties";
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
      data: { name, apiKey, secretKey: new Uint8Array(), head: { create: { searchVersion: 1 } } },
      select: { id: true },
    });
    const id = created.id as ProjectId;
    await tx.searchProperty.createMany({
      data: [USER_ID_NAME, EMAIL_NAME].map((name) => ({ projectId: id, name })),
    });
    const secretKey = ctx.cipher.encrypt(newKey(), secretKeyRow(id));
    const select = projectColumns;
    await writeAudit(tx, ctx, { action: "project.created", projectId: id, target: name });
    return toProject(await tx.project.update({ where: { id }, data: { secretKey }, select }));
  });
}
