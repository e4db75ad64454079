import { z } from "zod";
import { AppError } from "@/lib/kernel/errors";

/** A part of a list. `nextCursor` is null on the last page. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}

/** Amplitude's own figures: default 50, max 200. */
export const pageInput = {
  cursor: z.string().max(100).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
};

/** An opaque cursor around the id of the last row. */
export const encodeCursor = (id: number): string => Buffer.from(`v1:${id}`).toString("base64url");

/** @param max the largest id that the list can have: a longer number is no cursor of it */
export function decodeCursor(cursor: string | undefined, max: number): number | undefined {
  if (cursor === undefined) return undefined;
  const match = /^v1:(\d{1,15})$/.exec(Buffer.from(cursor, "base64url").toString("utf8"));
  if (match?.[1] === undefined || Number(match[1]) > max) {
    const message = "This is not a cursor of this list: leave it out to start at the beginning";
    throw new AppError("invalid_input", message, [{ field: "cursor", message, code: "cursor" }]);
  }
  return Number(match[1]);
}

/** Cuts a result that was read with one row more than the limit. */
export function toPage<T>(rows: readonly T[], limit: number, idOf: (row: T) => number): Page<T> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  const more = rows.length > limit && last !== undefined;
  return { items, nextCursor: more ? encodeCursor(idOf(last)) : null };
}
