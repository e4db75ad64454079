import type { Right } from "@/lib/admin/verb/rights";

/** The pages of Settings below /projects/[projectId]/settings, each with the right it needs. */
export const SETTINGS_PAGES = [
  ["", "General", "projects:read"],
  ["/api-keys", "API keys", "projects:read"],
  ["/names", "Names", "names:write"],
  ["/alerts", "Alerts", "projects:read"],
  ["/members", "Members", "members:write"],
  ["/api-tokens", "API tokens", "tokens:write"],
  ["/api-reference", "API reference", "projects:read"],
  ["/audit-log", "Audit log", "audit:read"],
] as const satisfies readonly (readonly [string, string, Right])[];
