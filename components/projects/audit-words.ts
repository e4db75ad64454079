import { fieldTitle } from "@/components/sync/field-titles";
import type { AuditEntry } from "@/lib/audit/list-audit-log";

/** What else an entry says: `from Old name`, `Status, Send Events · version 3`. */
export function auditWords({ details }: Pick<AuditEntry, "details">): string {
  const { syncId, fields, ...rest } = details;
  const titles = Array.isArray(fields) ? [...new Set(fields.map(String).map(fieldTitle))] : [];
  const others = Object.entries(rest).map(([key, value]) => `${LABELS[key] ?? key} ${text(value)}`);
  return [
    ...(titles.length > 0 ? [titles.join(", ")] : []),
    ...others,
    ...(typeof syncId === "number" ? [`sync ${syncId}`] : []),
  ].join(" · ");
}

const LABELS: Readonly<Record<string, string>> = { lastFour: "ends with" };

const text = (value: unknown): string => (Array.isArray(value) ? value.join(", ") : String(value));
