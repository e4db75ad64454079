import { z } from "zod";
import { writeAudit } from "@/lib/admin/audit/write-audit";
import { getProject } from "@/lib/admin/projects/get-project";
import { actorName, type Context } from "@/lib/admin/verb/context";
import {
  idSchema,
  invalidInput,
  parseInput,
  projectIdSchema,
  requireIn,
  requireScope,
} from "@/lib/admin/verb/guards";
import { connectorOf } from "@/lib/engine/connectors/registry";
import { backfillSecretsRow } from "@/lib/engine/store/backfill/secrets-row";
import { storedSettings } from "@/lib/engine/store/stored-sync";
import type { ProjectId } from "@/lib/kernel/brand";
import { AppError } from "@/lib/kernel/errors";
import { stringifyJson } from "@/lib/kernel/stringify-json";
import { type Backfill, toBackfill } from "./backfill";
import { exportSchema, hoursOf } from "./export-hours";

/** More than the hours of a year, dropped by hand. */
const FILES_MAX = 10_000;
/** Of one file: PostgreSQL keeps what a disk holds; this keeps a slip from filling it. */
const FILE_BYTES_MAX = 100_000_000_000;

export const createBackfillInput = z.object({
  projectId: projectIdSchema,
  destinations: z.array(idSchema).min(1, "Choose at least one destination").max(100),
  usersOnly: z.boolean().default(false),
  /** True: it goes on by itself when it has been counted. */
  starts: z.boolean(),
  from: z.discriminatedUnion("kind", [
    z.object({
      kind: z.literal("file"),
      /** Empty: a file follows whose length is not known yet. */
      files: z
        .array(
          z.object({
            name: z.string().min(1).max(500),
            bytes: z.number().int().min(0).max(FILE_BYTES_MAX),
          }),
        )
        .max(FILES_MAX),
    }),
    z.object({ kind: z.literal("amplitude_export"), ...exportSchema }),
  ]),
});

/** A new backfill. Of files it waits for their parts (`storePart`, `finishUpload`); from Amplitude it begins at once. */
export async function createBackfill(
  ctx: Context,
  rawInput: z.input<typeof createBackfillInput>,
): Promise<Backfill> {
  requireScope(ctx, "destinations:write");
  const { projectId, from, starts, usersOnly, ...input } = parseInput(
    createBackfillInput,
    rawInput,
  );
  requireIn(ctx, "destinations:write", projectId);
  await getProject({ ...ctx, actor: { kind: "system" } }, { projectId });
  const destinations = [...new Set(input.destinations)];
  await checkDestinations(ctx, projectId, destinations, usersOnly);
  const isFile = from.kind === "file";
  const name = isFile ? nameOf(from.files) : hoursOf(from, ctx.clock.now()).name;
  const row = await ctx.db.$transaction(async (tx) => {
    const made = await tx.backfill.create({
      data: {
        projectId,
        origin: from.kind,
        name,
        config: isFile ? {} : { region: from.region, start: from.start, end: from.end },
        destinations,
        usersOnly,
        phase: isFile ? "upload" : "fetch",
        starts,
        createdBy: actorName(ctx.actor),
        ...(isFile ? { files: { create: from.files.map(toFile) } } : {}),
      },
    });
    if (!isFile) {
      const keys = stringifyJson({ apiKey: from.apiKey, secretKey: from.secretKey });
      const secrets = ctx.cipher.encrypt(keys, backfillSecretsRow(made.id));
      await tx.backfill.update({ where: { id: made.id }, data: { secrets } });
    }
    await writeAudit(tx, ctx, {
      action: "backfill.created",
      projectId,
      target: name,
      details: { backfillId: made.id, usersOnly, destinations: destinations.map(String) },
    });
    return made;
  });
  return toBackfill(row);
}

const toFile = ({ name, bytes }: { name: string; bytes: number }, number: number) => ({
  number,
  name,
  bytes: BigInt(bytes),
});

function nameOf(files: readonly { readonly name: string }[]): string {
  const [first, ...others] = files;
  if (first === undefined) return "file";
  return others.length === 0 ? first.name : `${first.name} and ${others.length} more`;
}

/** Each must be able to take history; all that cannot are named at once. */
export async function checkDestinations(
  ctx: Pick<Context, "db">,
  projectId: ProjectId,
  ids: readonly number[],
  usersOnly: boolean,
): Promise<void> {
  const rows = await ctx.db.sync.findMany({ where: { projectId, id: { in: [...ids] } } });
  const faultOf = (id: number): string | null => {
    const row = rows.find((sync) => sync.id === id);
    if (row === undefined) return `there is no destination ${id} in this project`;
    if (connectorOf(row.partner).definition.streams === "everything") {
      return `“${row.name}” takes events as they were sent, and this history has been there: leave it out`;
    }
    const { sendUsers } = storedSettings({ ...row, id: row.id as never });
    return usersOnly && !sendUsers
      ? `“${row.name}” does not create and update users, so it would get nothing: leave it out`
      : null;
  };
  const faults = ids.map(faultOf).filter((fault) => fault !== null);
  if (faults.length > 0) {
    throw invalidInput(
      faults.map((message) => ({ field: "destinations", message, code: "destination" })),
    );
  }
  const disabled = rows.find((sync) => !sync.enabled);
  if (disabled === undefined) return;
  throw new AppError("conflict", `“${disabled.name}” is disabled: enable it first`);
}
