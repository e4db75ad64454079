import type { Context } from "@/lib/admin/verb/context";
import { textFaults } from "@/lib/admin/verb/plain-text";
import type { ProjectId } from "@/lib/kernel/brand";
import { AppError } from "@/lib/kernel/errors";
import { sameText } from "@/lib/platform/crypto/same-text";
import { secretKeyRow } from "./project";

/** The project of `Authorization: Basic api_key:secret_key`; AppError `unauthenticated` when the two do not belong together. */
export async function authenticateKeys(
  ctx: Pick<Context, "db" | "cipher">,
  authorization: string | null,
): Promise<{ readonly projectId: ProjectId }> {
  const encoded = /^Basic +([A-Za-z0-9+/=_-]{1,1000})$/i.exec(authorization ?? "")?.[1] ?? "";
  const [apiKey = "", secretKey = ""] = Buffer.from(encoded, "base64").toString("utf8").split(":");
  const project =
    apiKey === "" || textFaults(apiKey).length > 0 ? null : await projectOf(ctx, apiKey);
  if (project !== null) {
    const expected = ctx.cipher.decrypt(project.secretKey, secretKeyRow(project.id));
    if (sameText(secretKey, expected)) return { projectId: project.id as ProjectId };
  }
  throw new AppError("unauthenticated", "Send the project's keys: Basic api_key:secret_key");
}

async function projectOf({ db }: Pick<Context, "db">, key: string) {
  const found = await db.ingestionKey.findFirst({
    where: { key, revokedAt: null },
    select: { project: { select: { id: true, secretKey: true } } },
  });
  return found?.project ?? null;
}
