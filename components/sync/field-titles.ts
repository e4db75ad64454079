import { operatorSign } from "@/components/sync/filter/operator-labels";
import { eventLabel, propertyLabel } from "@/lib/admin/names/property-label";
import { rowLetter } from "@/lib/admin/syncs/row-letter";
import type { ConnectorDefinition } from "@/lib/engine/connectors/connector";
import { parameterPath } from "@/lib/engine/connectors/parameters";
import { eventRowSchema } from "@/lib/engine/pipeline/transform/settings";

/** What a connector calls its own fields. */
export type FieldNames = Pick<ConnectorDefinition, "parameters" | "mappings">;

/** What the fields that all syncs have are called, by their dotted paths. */
const TITLES: Readonly<Record<string, string>> = {
  name: "Sync name",
  enabled: "Status",
  "settings.sendUsers": "Create & Update Users",
  "settings.usersOnEvents": "Also when an event carries user properties",
  "settings.userProperties": "Specify user properties to send",
  "settings.sendEvents": "Send Events",
  "settings.eventRows": "Select and filter events",
  "settings.fallbackIdentifiers": "Fallback identifiers",
  "settings.eventProperties": "Specify event properties to send",
};

/** The title of a path or of the field it is inside of: `settings.eventRows.0.event` is "Select and filter events". */
export function fieldTitle(names: FieldNames, path: string): string {
  const field = path.split(".").slice(0, 2).join(".");
  const parameter = names.parameters.find((each) => parameterPath(each) === field);
  const mapping = names.mappings.find(({ id }) => `settings.${id}` === field);
  const title = parameter?.label ?? mapping?.label ?? TITLES[path] ?? TITLES[field] ?? path;
  return `${title}${placeInRows(path)}`;
}

/** `settings.eventRows.1.where.0.values` is in ", row B, filter 1". */
function placeInRows(path: string): string {
  const [, row, clause] = /^settings\.eventRows\.(\d+)(?:\.where\.(\d+))?/.exec(path) ?? [];
  if (row === undefined) return "";
  const filter = clause === undefined ? "" : `, filter ${Number(clause) + 1}`;
  return `, row ${rowLetter(Number(row))}${filter}`;
}

/** A saved value in words. */
export function fieldText(names: FieldNames, path: string, value: unknown): string {
  if (value === undefined || value === null || value === "") return "(none)";
  if (typeof value === "boolean") return value ? "Enabled" : "Disabled";
  if (path === "settings.identifier") return propertyLabel(String(value));
  if (path.startsWith("settings.eventRows")) return rowsText(value);
  if (path === "settings.fallbackIdentifiers" && Array.isArray(value) && value.length > 0) {
    return value.map((property) => propertyLabel(String(property))).join(", then ");
  }
  if (Array.isArray(value)) return value.length === 0 ? "(none)" : value.map(String).join(", ");
  return typeof value === "object"
    ? JSON.stringify(value)
    : optionLabel(names, path, String(value));
}

/** The label of an option of a parameter, e.g. "Batched" of `config.delivery_mode`. */
function optionLabel(names: FieldNames, path: string, value: string): string {
  const parameter = names.parameters.find((each) => parameterPath(each) === path);
  return parameter?.enumValues.find((option) => option.value === value)?.label ?? value;
}

function rowsText(value: unknown): string {
  const rows = eventRowSchema.array().safeParse(value);
  if (!rows.success) return JSON.stringify(value);
  if (rows.data.length === 0) return "(none)";
  return rows.data
    .map(({ event, where }, index) => {
      const clauses = where.map(
        ({ property, op, values }) =>
          `${propertyLabel(property)} ${operatorSign(op)} ${values.join(" or ")}`,
      );
      const filter = clauses.length === 0 ? "" : ` where ${clauses.join(" and ")}`;
      return `${rowLetter(index)}: ${eventLabel(event)}${filter}`;
    })
    .join("\n");
}
