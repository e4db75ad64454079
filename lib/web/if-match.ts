import { invalidInput } from "@/lib/admin/verb/guards";

/** The version in an `If-Match` header: `3`, `"3"` or `W/"3"`; undefined without one and for `*`. Pure. */
export function ifMatchVersion(header: string | null): number | undefined {
  const text = header?.trim() ?? "";
  if (text === "" || text === "*") return undefined;
  const digits = /^(?:W\/)?"?(\d{1,9})"?$/.exec(text)?.[1];
  if (digits !== undefined) return Number(digits);
  const message = `If-Match must be the version of the destination, such as "3"`;
  throw invalidInput([{ field: "If-Match", message, code: "if_match" }]);
}

/** The version as an entity tag. */
export const etag = (version: number): string => `"${version}"`;
