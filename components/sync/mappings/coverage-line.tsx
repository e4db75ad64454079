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
  readonly fallbackIdentifiers: readonly string[];
  readonly ask: AskCoverage;
}

interface Shown {
  /** For which properties. */
  readonly mapped: string;
  readonly text: string;
  readonly warning: string | null;
}

/** How many recent events have the chosen identifier; asked again when it changes and as events arrive. */
export function CoverageLine(props: CoverageLineProps) {
  const { definition, identifier: first, ask } = props;
  const { id, projectId } = props.sync;
  // One text: a list is another one at each rendering.
  const mapped = JSON.stringify([first, ...props.fallbackIdentifiers]);
  const { displayName } = definition;
  const [shown, setShown] = useState<Shown | null>(null);
  useEffect(() => {
    let stopped = false;
    const refresh = async () => {
      const [identifier = "", ...fallbackIdentifiers] = JSON.parse(mapped) as string[];
      const answer = await ask({ id, projectId, identifier, fallbackIdentifiers }).catch(
        () => null,
      );
      if (stopped || answer === null) return;
      setShown({
        mapped,
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
  }, [id, projectId, displayName, mapped, ask]);
  return (
    <div className="min-h-6">
      {shown?.mapped === mapped ? (
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
