import { z } from "zod";
import type { Context } from "@/lib/admin/verb/context";
import {
  idSchema,
  parseInput,
  projectIdSchema,
  requireIn,
  requireScope,
} from "@/lib/admin/verb/guards";
import { PART_BYTES } from "@/lib/engine/store/backfill/stored-parts";
import { AppError } from "@/lib/kernel/errors";
import { type Backfill, lockBackfill, toBackfill } from "./backfill";

const target = { projectId: projectIdSchema, id: idSchema };
const number = z.coerce.number().int().min(0).max(1_000_000);

const storePartInput = z.object({ ...target, file: number, part: number });

/** Keeps one part of a file; the same part may come again. All but a file's last MUST have PART_BYTES. */
export async function storePart(
  ctx: Context,
  rawInput: z.input<typeof storePartInput>,
  content: Uint8Array<ArrayBuffer>,
): Promise<void> {
  requireScope(ctx, "destinations:write");
  const { projectId, id, file, part } = parseInput(storePartInput, rawInput);
  requireIn(ctx, "destinations:write", projectId);
  if (content.length > PART_BYTES) {
    throw new AppError("too_large", `A part has at most ${PART_BYTES} bytes`);
  }
  await ctx.db.$transaction(async (tx) => {
    await requireUploading(tx, id, projectId);
    await tx.backfillPart.createMany({
      data: [{ backfillId: id, file, part, content }],
      skipDuplicates: true,
    });
  });
}

const finishUploadInput = z.object({
  ...target,
  /** A file whose length was not known before. */
  file: z.object({ name: z.string().min(1).max(500), bytes: z.number().int().min(0) }).optional(),
});

/** All parts are there: it is counted. AppError `conflict` while one is missing. */
export async function finishUpload(
  ctx: Context,
  rawInput: z.input<typeof finishUploadInput>,
): Promise<Backfill> {
  requireScope(ctx, "destinations:write");
  const { projectId, id, file } = parseInput(finishUploadInput, rawInput);
  requireIn(ctx, "destinations:write", projectId);
  return ctx.db.$transaction(async (tx) => {
    await requireUploading(tx, id, projectId);
    if (file !== undefined) {
      await tx.backfillFile.create({
        data: { backfillId: id, number: 0, name: file.name, bytes: BigInt(file.bytes) },
      });
    }
    const files = await tx.backfillFile.findMany({ where: { backfillId: id } });
    const sizes = await tx.$queryRaw<{ file: number; bytes: bigint }[]>`
      SELECT file, sum(octet_length(content))::bigint AS bytes FROM backfill_parts
      WHERE backfill_id = ${id} GROUP BY file`;
    for (const { number: n, name, bytes } of files) {
      const have = sizes.find((size) => size.file === n)?.bytes ?? 0n;
      if (have === bytes) continue;
      throw new AppError(
        "conflict",
        `Of ${name} ${have} of ${bytes} bytes are there: send the rest`,
      );
    }
    await tx.backfillFile.updateMany({ where: { backfillId: id }, data: { complete: true } });
    const row = await tx.backfill.update({
      where: { id },
      data: { phase: "count", ...(file === undefined ? {} : { name: file.name }) },
    });
    return toBackfill(row);
  });
}

type Locked = Parameters<typeof lockBackfill>;

async function requireUploading(...of: Locked): Promise<void> {
  const { state } = toBackfill(await lockBackfill(...of));
  if (state !== "uploading") {
    throw new AppError("conflict", `Backfill ${of[1]} takes no files any more: it is ${state}`);
  }
}
