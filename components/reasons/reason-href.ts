import type { ReasonAction } from "@/lib/admin/reasons/reason";

/** Of which project, sync, row and event a reason is. */
export interface ReasonPlace {
  readonly projectId: number;
  readonly syncId: number;
  /** The letter of the row of Select and filter events. */
  readonly row?: string | null;
  /** The uuid of the event that this one waits behind. */
  readonly behind?: string | null;
  /** `?edit=` that chooses the other region, where there are two. */
  readonly otherRegion?: string | null;
}

/** The page on which what a reason advises is done; null for what a button does, on the spot. Pure. */
export function reasonHref(action: ReasonAction, place: ReasonPlace): string | null {
  const project = `/projects/${place.projectId}`;
  const sync = `${project}/destinations/${place.syncId}`;
  switch (action) {
    case "edit_credentials":
    case "edit_settings":
      return `${sync}/settings?edit=1`;
    case "change_region":
      return `${sync}/settings?edit=${place.otherRegion ?? "1"}`;
    case "edit_mapping":
      return `${sync}/mappings?edit=1`;
    case "open_row":
      return `${sync}/settings?row=${place.row ?? "all"}`;
    case "open_earlier":
      return place.behind ? `${project}/why?event=${place.behind}&sync=${place.syncId}` : null;
    case "show_key":
      return `${project}/settings/api-keys`;
    case "show_snippets":
      return `${project}/catalog?tab=sources`;
    case "redeliver":
    case "try_now":
      return null;
  }
}
