"use client";

import { useState } from "react";
import { AttemptList } from "@/components/events/attempt-list";
import type { AskEventOfSync, ChangeMany, SyncRef } from "@/components/sync/sync-verbs";
import { Button } from "@/components/ui/controls/button";
import { SidePanel } from "@/components/ui/controls/side-panel";
import { Callout } from "@/components/ui/data/callout";
import { CodeBlock } from "@/components/ui/data/code-block";
import { KeyValues } from "@/components/ui/data/key-values";
import { SkeletonRows } from "@/components/ui/data/skeleton";
import { LocalTime } from "@/components/ui/text/local-time";
import { RelativeTime } from "@/components/ui/text/relative-time";
import { StatusPill } from "@/components/ui/text/status-pill";
import type { EventOfSync } from "@/lib/admin/events/get-event-of-sync";
import { explainFate, reasonTitle } from "@/lib/admin/reasons/explain";
import { FATE_TONES, fateLabel } from "@/lib/admin/reasons/fate-status";
import { BULK_WORDS } from "./bulk-action";
import { eventFacts, type Fact, versionFact } from "./event-facts";
import { PanelSection } from "./panel-section";
import { type PanelStep, PanelSteps } from "./panel-steps";
import { useAnswer } from "./use-answer";

interface EventOfSyncPanelProps extends PanelStep {
  readonly offset: number;
  /** Of the address of this row alone, behind the page of the sync's deliveries. */
  readonly query: string;
  readonly sync: SyncRef;
  /** The page of the sync's deliveries. */
  readonly base: string;
  readonly ask: AskEventOfSync;
  readonly change: ChangeMany;
  readonly onClose: () => void;
}

/** One event that waits, or was filtered, in the side panel; it follows what becomes of it. */
export function EventOfSyncPanel(props: EventOfSyncPanelProps) {
  const { offset, query, sync, base, ask, change, onPrevious, onNext, onClose } = props;
  const { projectId, id: syncId } = sync;
  const answer = useAnswer(() => ask({ projectId, syncId, offset }), `${offset}`, true);
  const shown = answer?.ok === true ? answer.value : null;
  return (
    <SidePanel
      title={shown?.event.eventType ?? "Event"}
      subtitle={`Event ${offset}`}
      isOpen
      onClose={onClose}
      actions={<PanelSteps {...{ onPrevious, onNext }} path={`${base}?${query}`} />}
      footer={
        shown?.fate.status === "waiting" && (
          <WaitingActions key={offset} offset={offset} sync={sync} change={change} />
        )
      }
    >
      {answer === null && <SkeletonRows />}
      {answer?.ok === false && <Callout tone="danger">{answer.message}</Callout>}
      {shown !== null && (
        <>
          <KeyValues items={facts(shown, base)} />
          {shown.fate.status !== "filtered" && (
            <PanelSection title="Attempts">
              <AttemptList attempts={shown.fate.attempts} />
            </PanelSection>
          )}
          <PanelSection title="Event as received">
            <CodeBlock label="JSON" code={shown.received} wrap />
          </PanelSection>
        </>
      )}
    </SidePanel>
  );
}

function facts({ event, fate }: EventOfSync, base: string): Fact[] {
  const { status, reason, destination, nextAttemptAt, behind, row, clause } = fate;
  const { advice } = explainFate(status, reason, destination);
  const optional: (Fact | null)[] = [
    reason === null ? null : ["Reason", reasonTitle(reason, destination)],
    ["Explanation", fate.message],
    row === null ? null : ["Row", `${row}: ${clause ?? "names this event"}`],
    nextAttemptAt === null
      ? null
      : ["Next attempt", <RelativeTime key="next" at={nextAttemptAt.toISOString()} />],
    behind === null ? null : ["Behind", <code key="behind">{behind}</code>],
    ["What to do", advice],
  ];
  const sync = base.replace(/\/deliveries$/, "");
  return [
    [
      "Status",
      <StatusPill key="status" tone={FATE_TONES[status]}>
        {fateLabel(status, destination)}
      </StatusPill>,
    ],
    ...optional.filter((fact) => fact !== null),
    ...eventFacts({ ...event, syncId: fate.syncId, userId: event.userId ?? event.deviceId }),
    ["Event time", <LocalTime key="event" at={event.eventTime.toISOString()} />],
    ["Received", <LocalTime key="received" at={event.receivedAt.toISOString()} />],
    versionFact(sync, fate.version),
  ];
}

interface WaitingActionsProps {
  readonly offset: number;
  readonly sync: SyncRef;
  readonly change: ChangeMany;
}

function WaitingActions({ offset, sync, change }: WaitingActionsProps) {
  const [busy, setBusy] = useState<"try_now" | "give_up" | null>(null);
  const [told, setTold] = useState<string | null>(null);
  const act = async (action: "try_now" | "give_up") => {
    setBusy(action);
    const { projectId, id: syncId } = sync;
    const answer = await change({ projectId, syncId, action, keys: [offset] })
      .catch(() => null)
      .finally(() => setBusy(null));
    if (answer === null) return setTold("The server could not be reached. Try again.");
    setTold(answer.ok ? BULK_WORDS[action].done(answer.value.changed) : answer.message);
  };
  return (
    <>
      <p role="status" className="mr-auto min-w-0 flex-1 basis-40 self-center text-muted text-sm">
        {told}
      </p>
      <Button
        kind="danger-quiet"
        isPending={busy === "give_up"}
        onPress={() => void act("give_up")}
      >
        Give up
      </Button>
      <Button kind="primary" isPending={busy === "try_now"} onPress={() => void act("try_now")}>
        Try now
      </Button>
    </>
  );
}
