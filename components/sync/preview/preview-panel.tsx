"use client";

import { useEffect, useRef, useState } from "react";
import { Allowed } from "@/components/shell/rights";
import { refOf, type SyncRef } from "@/components/sync/sync-verbs";
import { Tabs } from "@/components/ui/controls/tabs";
import { Callout } from "@/components/ui/data/callout";
import { SkeletonRows } from "@/components/ui/data/skeleton";
import { propertyLabel } from "@/lib/admin/names/property-label";
import type { SyncPatch } from "@/lib/admin/syncs/sync";
import type { ConnectorDefinition } from "@/lib/engine/connectors/connector";
import type { ActionResult } from "@/lib/web/action-result";
import { FindSample } from "./find-sample";
import { PasteSample } from "./paste-sample";
import type { Chosen, PreviewShown, PreviewVerbs } from "./preview-verbs";
import { SendTest } from "./send-test";

export interface PreviewPanelProps {
  readonly sync: SyncRef;
  readonly definition: ConnectorDefinition;
  readonly verbs: PreviewVerbs;
  readonly draft: SyncPatch;
  /** Property reference of the mapped identifier. */
  readonly identifier: string;
}

/** Chooses an event, shows what would become of it, and sends it as a test. */
export function PreviewPanel(props: PreviewPanelProps) {
  const { sync, definition, verbs, draft } = props;
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [answer, setAnswer] = useState<ActionResult<PreviewShown> | null>(null);
  const shown = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (answer !== null) shown.current?.scrollIntoView({ block: "start", behavior: "smooth" });
  }, [answer]);
  const show = async (next: Chosen) => {
    setChosen(next);
    setAnswer(null);
    const { secrets: _unneeded, ...edits } = draft;
    setAnswer(await verbs.ask({ ...refOf(sync), draft: edits, ...next }).catch(unreachable));
  };
  return (
    <>
      <Tabs
        label="Which event"
        onChange={() => setChosen(null)}
        tabs={[
          {
            id: "recent",
            label: "A recent event",
            content: <FindSample {...props} chosen={chosen?.uuid} onChoose={show} />,
          },
          { id: "pasted", label: "Paste one", content: <PasteSample onChoose={show} /> },
        ]}
      />
      {chosen !== null && (
        <div ref={shown} className="flex flex-col gap-5">
          {answer === null && <SkeletonRows rows={4} />}
          {answer?.ok === false && (
            <Callout tone="danger" title="It cannot be previewed" announce>
              {answer.message}
            </Callout>
          )}
          {answer?.ok === true && answer.value.view}
          {answer?.ok === true && answer.value.isSent && (
            <Allowed right="destinations:write">
              <SendTest
                key={chosen.uuid ?? chosen.payload}
                destination={definition.displayName}
                identifier={propertyLabel(props.identifier)}
                send={(person) => verbs.send({ ...refOf(sync), draft, ...chosen, person })}
              />
            </Allowed>
          )}
        </div>
      )}
    </>
  );
}

const unreachable = (): ActionResult<never> => ({
  ok: false,
  code: "unreachable",
  message: "The server could not be reached. Choose the event again.",
  fieldErrors: [],
});
