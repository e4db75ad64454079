"use client";

import { useEffect, useState } from "react";
import type { AskCoverage, SyncRef } from "@/components/sync/sync-verbs";
import { Callout } from "@/components/ui/data/callout";
import { Skeleton } from "@/components/ui/data/skeleton";
import type { ConnectorDefinition } from "@/lib/engine/connectors/connector";
import { coverageText, mergeWarning } from "./coverage-text";

const REFRESH_MS = 10_000;

interface CoverageLineProps {
  readonly sync: SyncRef;
  readonly definition: ConnectorDefinition;
  readonly identifier: string;
  readonly ask: AskCoverage;
}

interface Shown {
  readonly identifier: string;
  readonly text: string;
  readonly warning: string | null;
}

/** How many recent events have the chosen identifier; asked again when it changes and as events arrive. */
export function CoverageLine({ sync, definition, identifier, ask }: CoverageLineProps) {
  const { id, projectId } = sync;
  const { displayName } = definition;
  const [shown, setShown] = useState<Shown | null>(null);
  useEffect(() => {
    let stopped = false;
    const refresh = async () => {
      const answer = await ask({ id, projectId, identifier }).catch(() => null);
      if (stopped || answer === null) return;
      setShown({
        identifier,
        text: answer.ok ? coverageText(answer.value, displayName) : answer.message,
        warning: answer.ok ? mergeWarning(answer.value, displayName) : null,
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
        <div className="flex flex-col gap-3">
          <p className="tabular">{shown.text}</p>
          {shown.warning !== null && <Callout tone="caution">{shown.warning}</Callout>}
        </div>
      ) : (
        <Skeleton className="h-5 w-full max-w-lg" />
      )}
    </div>
  );
}
