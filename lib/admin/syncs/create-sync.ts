import { z } from "zod";
import { type AuditRecord, writeAudit } from "@/lib/admin/audit/write-audit";
import type { SyncState } from "@/lib/admin/syncs/save/apply-patch";
import { syncPatchSchema } from "@/lib/admin/syncs/save/patch-schema";
import { type PlannedUpdate, planUpdate } from "@/lib/admin/syncs/save/planned-update";
import { requireIdentifier } from "@/lib/admin/syncs/save/require-identifier";
import { sealSecrets } from "@/lib/admin/syncs/save/secrets";
import {
  notifyWorkers,
  startAtTheHead,
  toJsonColumn,
  writeVersion,
} from "@/lib/admin/syncs/save/write-sync";
import { actorName, type Context } from "@/lib/admin/verb/context";
import {
  found,
  parseInput,
  projectIdSchema,
  requireIn,
  requireScope,
} from "@/lib/admin/verb/guards";
import { configSchemaOf } from "@/lib/engine/connectors/parameters";
import { connectorOf, DEFAULT_PARTNER, isPartner } from "@/lib/engine/connectors/registry";
import { settingsSchema } from "@/lib/engine/pipeline/transform/settings";
import type { ProjectId, SyncId } from "@/lib/kernel/brand";
import type { Plan, Sync } from "./sync";
import { toSync } from "./sync-row";

export const createSyncInput = z.object({
  projectId: projectIdSchema,
  partner: z
    .string()
    .refine(isPartner, "There is no such destination type: GET /v1/destination-types lists them")
    .default(DEFAULT_PARTNER),
  ...syncPatchSchema.shape,
  name: syncPatchSchema.shape.name.unwrap(),
});

type Input = z.output<typeof createSyncInput>;

/** Creates a sync: disabled and with nothing but a name, unless the input says more. */
export async function createSync(
  ctx: Context,
  rawInput: z.input<typeof createSyncInput>,
): Promise<Sync> {
  requireScope(ctx, "destinations:write");
  const input = parseInput(createSyncInput, rawInput);
  requireIn(ctx, "destinations:write", input.projectId);
  return insertSync(ctx, input, { action: "sync.created" });
}

/** The rest of createSync. `origin` is how it goes on record. */
export async function insertSync(
  ctx: Context,
  input: z.output<typeof createSyncInput>,
  origin: Pick<AuditRecord, "action" | "details">,
): Promise<Sync> {
  const { plan } = planCreation(input);
  await requireProject(ctx, input.projectId);
  await requireIdentifier(ctx, { ...input, plan, confirmed: input.confirmIdentifier });
  const by = { name: actorName(ctx.actor), at: new Date(ctx.clock.now()) };
  return ctx.db.$transaction(async (tx) => {
    const created = await tx.sync.create({
      data: {
        projectId: input.projectId,
        partner: input.partner,
        name: plan.state.name,
        enabled: plan.state.enabled,
        enabledAt: plan.state.enabled ? by.at : null,
        config: toJsonColumn(plan.state.config),
        settings: toJsonColumn(plan.state.settings),
        secrets: new Uint8Array(),
        secretHints: toJsonColumn(plan.hints),
        createdAt: by.at,
        updatedAt: by.at,
        createdBy: by.name,
        updatedBy: by.name,
      },
      select: { id: true },
    });
    const id = created.id as SyncId;
    // Encrypted secrets are bound to the row's id, which is known only now.
    const secrets = sealSecrets(ctx, id, plan.secrets);
    const saved = await tx.sync.update({ where: { id }, data: { secrets } });
    if (saved.enabled) await startAtTheHead(tx, id, input.projectId, saved.version);
    await writeVersion(
      tx,
      { id, version: saved.version },
      plan.state,
      Object.keys(plan.secrets),
      by,
    );
    await writeAudit(tx, ctx, {
      action: origin.action,
      projectId: input.projectId,
      target: saved.name,
      details: { syncId: id, ...origin.details },
    });
    await notifyWorkers(tx, id);
    return toSync(saved);
  });
}

/** What createSync would do, without writing. */
export async function planCreateSync(
  ctx: Context,
  rawInput: z.input<typeof createSyncInput>,
): Promise<Plan> {
  requireScope(ctx, "destinations:write");
  const input = parseInput(createSyncInput, rawInput);
  requireIn(ctx, "destinations:write", input.projectId);
  const { plan } = planCreation(input);
  await requireProject(ctx, input.projectId);
  await requireIdentifier(ctx, { ...input, plan, confirmed: input.confirmIdentifier });
  return { action: "create", diff: plan.diff, warnings: plan.warnings };
}

function planCreation({ partner: partnerId, projectId: _, ...patch }: Input): {
  readonly plan: PlannedUpdate;
} {
  const empty: SyncState = {
    name: "",
    enabled: false,
    config: configSchemaOf(connectorOf(partnerId).definition.parameters).parse({}),
    settings: settingsSchema.parse({}),
    secretsSet: [],
  };
  return { plan: planUpdate(partnerId, empty, {}, patch) };
}

async function requireProject(ctx: Context, id: ProjectId): Promise<void> {
  found(await ctx.db.project.findUnique({ where: { id }, select: { id: true } }), `Project ${id}`);
}
