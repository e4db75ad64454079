"use client";

import { useEffect, useState } from "react";
import type { AskBacklog, SyncRef } from "@/components/sync/sync-verbs";
import type { SyncBacklog } from "@/lib/admin/syncs/sync-backlog";

/** What waits, asked for when it is wanted; null until known, and when it cannot be known. */
export function useBacklog(sync: SyncRef, ask: AskBacklog, isWanted: boolean): SyncBacklog | null {
  const { id, projectId } = sync;
  const [backlog, setBacklog] = useState<SyncBacklog | null>(null);
  useEffect(() => {
    if (!isWanted) return;
    let stopped = false;
    void ask({ id, projectId })
      .then((answer) => {
        if (!stopped && answer.ok) setBacklog(answer.value);
      })
      .catch(() => {});
    return () => {
      stopped = true;
    };
  }, [id, projectId, ask, isWanted]);
  return backlog;
}
