"use client";

import { useEffect, useEffectEvent, useState } from "react";
import { type AskCoverage, refOf, type SyncRef } from "@/components/sync/sync-verbs";
import { Callout } from "@/components/ui/data/callout";
import { Skeleton } from "@/components/ui/data/skeleton";
import type { ConnectorDefinition } from "@/lib/engine/connectors/connector";
import { stringifyJson } from "@/lib/kernel/stringify-json";
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
  const { sync, identifier, fallbackIdentifiers } = props;
  const { displayName } = props.definition;
  // One text: a list is another one at each rendering.
  const mapped = stringifyJson([identifier, ...fallbackIdentifiers]);
  const [shown, setShown] = useState<Shown | null>(null);
  const ask = useEffectEvent(() =>
    props
      .ask({ ...refOf(sync), identifier, fallbackIdentifiers: [...fallbackIdentifiers] })
      .catch(() => null),
  );
  useEffect(() => {
    let stopped = false;
    const refresh = async () => {
      const answer = await ask();
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
  }, [displayName, mapped]);
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
