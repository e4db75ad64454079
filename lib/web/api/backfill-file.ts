import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { Busboy, type BusboyFileStream } from "@fastify/busboy";
import type { Backfill } from "@/lib/admin/backfills/backfill";
import { changeBackfill } from "@/lib/admin/backfills/change-backfill";
import { createBackfill } from "@/lib/admin/backfills/create-backfill";
import { finishUpload, storePart } from "@/lib/admin/backfills/upload-parts";
import type { Context } from "@/lib/admin/verb/context";
import { invalidInput } from "@/lib/admin/verb/guards";
import { inParts } from "@/lib/engine/store/backfill/write-file";
import { AppError } from "@/lib/kernel/errors";

const FIELD_BYTES_MAX = 10_000;
const FIELDS_MAX = 200;

/**
 * A backfill of the file of a form, which is stored as it comes, a part at a time. Its fields come before the file, as
 * `curl -F` sends them in the order in which they were given: whoever may not write, and destinations that take no
 * history, are known before gigabytes have come.
 */
export async function takeBackfillFile(
  ctx: Context,
  projectId: number,
  { headers, body }: Request,
): Promise<Backfill> {
  if (body === null) throw field("file", "is missing");
  const form = new Map<string, string[]>();
  let taken: Promise<Backfill> | null = null;
  const parser = new Busboy({
    headers: { "content-type": headers.get("content-type") ?? "" },
    limits: { fieldSize: FIELD_BYTES_MAX, fields: FIELDS_MAX, files: 1 },
  });
  parser.on("field", (name, value) => form.set(name, [...(form.get(name) ?? []), value]));
  parser.on("file", (_name, stream, fileName) => {
    taken = takeFile(ctx, toInput(projectId, form), fileName, stream);
    // Whoever waits for it hears of it; what is left of the file is let go.
    taken.catch(() => stream.resume());
  });
  try {
    await pipeline(Readable.fromWeb(body as Parameters<typeof Readable.fromWeb>[0]), parser);
  } catch (error) {
    await taken;
    const why = error instanceof Error ? error.message : String(error);
    throw new AppError("invalid_input", `The form cannot be read: ${why}`);
  }
  if (taken === null) throw field("file", "is missing: send the fields first, and then the file");
  return taken;
}

interface Input {
  readonly projectId: number;
  readonly destinations: number[];
  readonly usersOnly: boolean;
  readonly starts: boolean;
}

function toInput(projectId: number, form: ReadonlyMap<string, readonly string[]>): Input {
  const destinations = [
    ...(form.get("destinations") ?? []),
    ...(form.get("destinations[]") ?? []),
  ].flatMap((text) => text.match(/\d+/g) ?? []);
  return {
    projectId,
    destinations: destinations.map(Number),
    usersOnly: form.get("users_only")?.[0] === "true",
    starts: form.get("dry_run")?.[0] !== "true",
  };
}

async function takeFile(
  ctx: Context,
  input: Input,
  fileName: string,
  stream: BusboyFileStream,
): Promise<Backfill> {
  const backfill = await createBackfill(ctx, { ...input, from: { kind: "file", files: [] } });
  const target = { projectId: input.projectId, id: backfill.id };
  try {
    let part = 0;
    let bytes = 0;
    for await (const content of inParts(stream)) {
      await storePart(ctx, { ...target, file: 0, part }, content);
      part += 1;
      bytes += content.length;
    }
    const name = fileName === "" ? "file" : fileName;
    return await finishUpload(ctx, { ...target, file: { name, bytes } });
  } catch (error) {
    await changeBackfill(ctx, { ...target, change: "cancel" }).catch(() => undefined);
    throw error;
  }
}

const field = (name: string, message: string) =>
  invalidInput([{ field: name, message, code: "missing" }]);
