import { z } from "zod";
import type { SyncId } from "@/lib/kernel/brand";
import { ALERT_KINDS, ALERT_LEVELS } from "./alert-kind";

const syncOrProject = z.number().transform((id) => id as SyncId | 0);

/** One change of an alert, as a message tells of it and as it is stored. `to` null: it is over. */
export const alertChangeSchema = z.object({
  alertId: z.number(),
  kind: z.enum(ALERT_KINDS),
  /** 0: of the whole project. */
  syncId: syncOrProject,
  from: z.enum(ALERT_LEVELS).nullable(),
  to: z.enum(ALERT_LEVELS).nullable(),
  title: z.string(),
  message: z.string(),
  advice: z.string(),
  path: z.string(),
  /** ISO 8601: when the trouble was found. */
  since: z.string(),
  /** ISO 8601 */
  at: z.string(),
});
export type AlertChange = z.output<typeof alertChangeSchema>;

export const alertChangesSchema = z.array(alertChangeSchema);

/** Whether the change is worth a message while only what is critical is: its beginning, and its end. Pure. */
export const isCritical = ({ from, to }: Pick<AlertChange, "from" | "to">): boolean =>
  from === "critical" || to === "critical";
