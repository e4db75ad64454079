import { fieldTitle } from "@/components/sync/field-titles";
import type { AuditEntry } from "@/lib/admin/audit/list-audit-log";
import { CONNECTORS } from "@/lib/engine/connectors/registry";

/** An entry does not say of which connector its fields are: those of all. */
const ANY_CONNECTOR = {
  parameters: CONNECTORS.flatMap(({ definition }) => definition.parameters),
  mappings: CONNECTORS.flatMap(({ definition }) => definition.mappings),
};

/** What else an entry says: `from Old name`, `Status, Send Events · version 3`. */
export function auditWords({ details }: Pick<AuditEntry, "details">): string {
  const { syncId, fields, ...rest } = details;
  const titles = Array.isArray(fields)
    ? [...new Set(fields.map(String).map((path) => fieldTitle(ANY_CONNECTOR, path)))]
    : [];
  const others = Object.entries(rest).map(([key, value]) => `${LABELS[key] ?? key} ${text(value)}`);
  return [
    ...(titles.length > 0 ? [titles.join(", ")] : []),
    ...others,
    ...(typeof syncId === "number" ? [`sync ${syncId}`] : []),
  ].join(" · ");
}

const LABELS: Readonly<Record<string, string>> = {
  lastFour: "token ends with",
  scopes: "may use",
};

/** Where the destination stands that an entry is about; null when it is about none, or it was deleted. */
export const auditHref = (
  { action, details: { syncId } }: Pick<AuditEntry, "action" | "details">,
  projectId: number,
): string | null =>
  typeof syncId === "number" && action !== "sync.deleted"
    ? `/projects/${projectId}/destinations/${syncId}/history`
    : null;

const text = (value: unknown): string => (Array.isArray(value) ? value.join(", ") : String(value));
