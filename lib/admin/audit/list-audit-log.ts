import { z } from "zod";
import { getProject } from "@/lib/admin/projects/get-project";
import type { Context } from "@/lib/admin/verb/context";
import {
  parseInput,
  projectIdSchema,
  requireIn,
  requirePerson,
  timeSchema,
} from "@/lib/admin/verb/guards";
import { decodeCursor, type Page, pageInput, toPage } from "@/lib/admin/verb/paging";
import type { ProjectId } from "@/lib/kernel/brand";
import type { AuditEntry as Row } from "@/lib/platform/postgres/generated/client";
import { AUDIT_ACTIONS, type AuditAction, isAuditAction } from "./audit-action";
import { seesAll } from "./sees-all";

export interface AuditEntry {
  readonly id: number;
  readonly at: Date;
  /** E-mail of a person, `API token NAME`, or `system`. */
  readonly actor: string;
  /** Null for what concerns all projects. */
  readonly projectId: ProjectId | null;
  readonly action: AuditAction;
  readonly target: string;
  readonly details: Readonly<Record<string, unknown>>;
}

const listAuditLogInput = z.object({
  projectId: projectIdSchema,
  actor: z.string().max(400).optional(),
  action: z
    .string()
    .refine(isAuditAction, `Must be one of ${Object.keys(AUDIT_ACTIONS).join(", ")}`)
    .optional(),
  /** From then on … */
  since: timeSchema.optional(),
  /** … and before then. */
  until: timeSchema.optional(),
  ...pageInput,
});

/** What was done in this project, and to an owner what concerns no project or all, newest first. */
export async function listAuditLog(
  ctx: Context,
  rawInput: z.input<typeof listAuditLogInput>,
): Promise<Page<AuditEntry>> {
  requirePerson(ctx, "audit:read");
  const input = parseInput(listAuditLogInput, rawInput);
  const { projectId, actor, action, since, until, cursor, limit } = input;
  requireIn(ctx, "audit:read", projectId);
  const before = decodeCursor(cursor, Number.MAX_SAFE_INTEGER);
  await getProject(ctx, { projectId });
  const rows = await ctx.db.auditEntry.findMany({
    where: {
      OR: [{ projectId }, ...(seesAll(ctx) ? [{ projectId: null }] : [])],
      ...(since === undefined && until === undefined ? {} : { at: within(since, until) }),
      ...(before === undefined ? {} : { id: { lt: before } }),
      ...(actor === undefined ? {} : { actor }),
      ...(action === undefined ? {} : { action }),
    },
    orderBy: { id: "desc" },
    take: limit + 1,
  });
  return toPage(rows.flatMap(toAuditEntry), limit, ({ id }) => id);
}

const within = (since: Date | undefined, until: Date | undefined) => ({
  ...(since === undefined ? {} : { gte: since }),
  ...(until === undefined ? {} : { lt: until }),
});

/** An action that this version does not know is left out. */
const toAuditEntry = ({ id, action, details, ...row }: Row): AuditEntry[] =>
  isAuditAction(action)
    ? [
        {
          ...row,
          id: Number(id),
          projectId: row.projectId as ProjectId | null,
          action,
          details: z.record(z.string(), z.unknown()).parse(details),
        },
      ]
    : [];
