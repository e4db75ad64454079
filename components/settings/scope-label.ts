import type { Scope } from "@/lib/admin/verb/context";

export const SCOPE_LABELS: Readonly<Record<Scope, string>> = {
  "projects:read": "Read projects and sources",
  "sources:write": "Change sources",
  "events:read": "Read events and what became of them",
  "destinations:read": "Read destinations and deliveries",
  "destinations:write": "Change destinations",
  "pipeline:run": "Run the pipeline",
  full: "Everything",
};

export const scopeLabel = (scope: Scope): string => SCOPE_LABELS[scope];
