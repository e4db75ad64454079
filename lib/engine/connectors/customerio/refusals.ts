import { isJsonObject, type Json, type JsonObject } from "@/lib/kernel/json";
import { parseJson } from "@/lib/kernel/parse-json";
import { stringifyJson } from "@/lib/kernel/stringify-json";

// Reading what Customer.io says is wrong. Bodies may be HTML, empty or cut off: nothing here throws.

/** One entry of `errors`; `index` is null when it names no operation. */
export interface Refusal {
  readonly index: number | null;
  readonly message: string;
  readonly field: string | null;
}

/** A JSON object, or null for anything else. Pure. */
export function parseObject(body: string): JsonObject | null {
  try {
    const value: unknown = parseJson(body);
    return isJsonObject(value) ? value : null;
  } catch {
    return null;
  }
}

/** The refusals of a body: v2 `errors: [{batch_index, reason, field, message}]`, v1 `meta.error` or `meta.errors`. Pure. */
export function readRefusals(body: string): readonly Refusal[] {
  const parsed = parseObject(body);
  if (parsed === null) return [];
  const meta = parsed["meta"];
  const v1 = isJsonObject(meta) ? [meta["error"] ?? [], meta["errors"] ?? []].flat() : [];
  const v2 = parsed["errors"] ?? [];
  return [...(Array.isArray(v2) ? v2 : [v2]), ...v1].map(toRefusal);
}

function toRefusal(error: Json): Refusal {
  if (typeof error === "string") return { index: null, message: error, field: null };
  if (!isJsonObject(error)) return { index: null, message: stringifyJson(error), field: null };
  const { batch_index: index } = error;
  const field = error["field"];
  return {
    index: typeof index === "number" ? index : null,
    message: sentence(error),
    field: typeof field === "string" && field !== "" ? field : null,
  };
}

function sentence(error: JsonObject): string {
  const parts = [error["message"], error["reason"]].filter(
    (part): part is string => typeof part === "string" && part !== "",
  );
  const [message, reason] = parts;
  if (message === undefined) return "no reason given";
  return reason === undefined || reason === message ? message : `${message} (${reason})`;
}

/** Several refusals of one operation as one: every message is kept, each with its field. Pure. */
export function joinRefusals(refusals: readonly Refusal[]): {
  readonly message: string;
  readonly field: string | null;
} {
  const [only, ...rest] = refusals;
  if (only !== undefined && rest.length === 0) return { message: only.message, field: only.field };
  const fields = [...new Set(refusals.map(({ field }) => field).filter((field) => field !== null))];
  return {
    message: refusals
      .map(({ field, message }) => (field === null ? message : `${field}: ${message}`))
      .join("; "),
    field: fields.length === 0 ? null : fields.join(", "),
  };
}
