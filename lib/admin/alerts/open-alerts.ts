import type { SyncId } from "@/lib/kernel/brand";
import type { Alert as Row } from "@/lib/platform/postgres/generated/client";
import { ALERT_KINDS, ALERT_LEVELS } from "./alert-kind";
import type { OpenAlert } from "./step-alerts";

/** A stored alert; none when a newer version has stored a kind that this one does not know. */
export function toOpenAlert(row: Row): readonly OpenAlert[] {
  const kind = ALERT_KINDS.find((known) => known === row.kind);
  const level = ALERT_LEVELS.find((known) => known === row.level);
  if (kind === undefined || level === undefined) return [];
  const { title, message, advice, path } = row;
  return [
    {
      id: Number(row.id),
      kind,
      level,
      syncId: row.syncId as SyncId | 0,
      openedMs: row.openedAt.getTime(),
      betterSinceMs: row.betterSince?.getTime() ?? null,
      words: { title, message, advice, path },
    },
  ];
}
