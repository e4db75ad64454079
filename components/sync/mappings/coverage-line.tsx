"use client";

import { useEffect, useState } from "react";
import type { AskCoverage, SyncRef } from "@/components/sync/sync-verbs";
import { Skeleton } from "@/components/ui/data/skeleton";
import type { ConnectorDefinition } from "@/lib/engine/connectors/connector";
import { coverageText } from "./coverage-text";

const REFRESH_MS = 10_000;

interface CoverageLineProps {
  readonly sync: SyncRef;
  readonly definition: ConnectorDefinition;
  readonly identifier: string;
  readonly ask: AskCoverage;
}

/** How many recent events have the chosen identifier; asked again when it changes and as events arrive. */
export function CoverageLine({ sync, definition, identifier, ask }: CoverageLineProps) {
  const { id, projectId } = sync;
  const { displayName } = definition;
  const [shown, setShown] = useState<{ identifier: string; text: string } | null>(null);
  useEffect(() => {
    let stopped = false;
    const refresh = async () => {
      const answer = await ask({ id, projectId, identifier }).catch(() => null);
      if (stopped || answer === null) return;
      setShown({
        identifier,
        text: answer.ok ? coverageText(answer.value, displayName) : answer.message,
      });
    };
    void refresh();
    const timer = setInterval(() => {
      if (document.visibilityState === "visible") void refresh();
    }, REFRESH_MS);
    return () => {
      stopped = true;
      clearInterval(timer);
    };
  }, [id, projectId, displayName, identifier, ask]);
  return (
    <div className="min-h-6">
      {shown?.identifier === identifier ? (
        <p className="tabular">{shown.text}</p>
      ) : (
        <Skeleton className="h-5 w-full max-w-lg" />
      )}
    </div>
  );
}
