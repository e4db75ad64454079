import { invalidInput } from "@/lib/admin/verb/guards";

/** The `Idempotency-Key` of a request; undefined without one. Pure. */
export function idempotencyKey(header: string | null): string | undefined {
  if (header === null) return undefined;
  if (/^[\x21-\x7e]{1,200}$/.test(header)) return header;
  const message = "must be 1 to 200 visible ASCII characters, such as a UUID";
  throw invalidInput([{ field: "Idempotency-Key", message, code: "idempotency_key" }]);
}
