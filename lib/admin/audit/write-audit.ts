import { actorName, type Context } from "@/lib/admin/verb/context";
import type { ProjectId } from "@/lib/kernel/brand";
import type { Transaction } from "@/lib/platform/postgres/prisma";
import type { AuditAction } from "./audit-action";

export interface AuditRecord {
  readonly action: AuditAction;
  /** Absent for what concerns all projects. */
  readonly projectId?: ProjectId;
  /** What was changed, as people call it. */
  readonly target: string;
  /** Never a secret. */
  readonly details?: AuditDetails;
}

/** Flat: what a reader can take in at a glance. */
type AuditDetails = Readonly<Record<string, string | number | boolean | readonly string[]>>;

/** Puts a change on record, in the transaction of the change: neither is there without the other. */
export async function writeAudit(
  tx: Transaction,
  { actor, clock }: Pick<Context, "actor" | "clock">,
  { action, projectId, target, details = {} }: AuditRecord,
): Promise<void> {
  await tx.auditEntry.create({
    data: {
      at: new Date(clock.now()),
      actor: actorName(actor),
      projectId: projectId ?? null,
      action,
      target,
      details: details as Record<string, string | number | boolean | string[]>,
    },
  });
}
