"use client";

import { type FormEvent, useEffect, useEffectEvent, useState } from "react";
import { EventFilter } from "@/components/sync/deliveries/event-filter";
import { refOf } from "@/components/sync/sync-verbs";
import { Button } from "@/components/ui/controls/button";
import { Select } from "@/components/ui/controls/select";
import { cx } from "@/components/ui/cx";
import { Callout } from "@/components/ui/data/callout";
import { SkeletonRows } from "@/components/ui/data/skeleton";
import { labelStyle } from "@/components/ui/forms/field-style";
import { TextField } from "@/components/ui/forms/text-field";
import { LocalTime } from "@/components/ui/text/local-time";
import type { EventSummary } from "@/lib/admin/events/event-view";
import type { SampleKind } from "@/lib/admin/syncs/test/find-samples";
import type { ActionResult } from "@/lib/web/action-result";
import type { PreviewPanelProps } from "./preview-panel";
import type { Chosen } from "./preview-verbs";

const KINDS: readonly { readonly value: SampleKind; readonly label: string }[] = [
  { value: "newest", label: "The newest" },
  { value: "matching", label: "The newest that match" },
  { value: "discarded", label: "The newest that were discarded" },
];

interface FindSampleProps extends PreviewPanelProps {
  /** The UUID of the event that is shown. */
  readonly chosen: string | undefined;
  readonly onChoose: (event: Chosen) => Promise<void>;
}

/** Recent events to choose from: any, of somebody, of a name, that match, that were discarded. */
export function FindSample(props: FindSampleProps) {
  const { sync, draft, verbs, chosen, onChoose } = props;
  const [kind, setKind] = useState<SampleKind>("newest");
  const [person, setPerson] = useState("");
  const [name, setName] = useState("");
  const [found, setFound] = useState<ActionResult<readonly EventSummary[]> | null>(null);
  const find = async () => {
    setFound(null);
    const { secrets: _unneeded, ...edits } = draft;
    const input = { ...refOf(sync), draft: edits, kind, person, name };
    setFound(await verbs.find(input).catch(unreachable));
  };
  const findFirst = useEffectEvent(find);
  useEffect(() => void findFirst(), []);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    // React would have it go on to the form that the panel was opened from.
    event.stopPropagation();
    void find();
  };
  return (
    <div className="flex flex-col gap-3">
      <form
        aria-label="Find an event"
        onSubmit={submit}
        className="grid items-end gap-3 sm:grid-cols-2"
      >
        <Select label="Show" options={KINDS} value={kind} onChange={setKind} />
        <div className="flex min-w-0 flex-col gap-1.5">
          <span className={labelStyle}>Event</span>
          <EventFilter
            projectId={sync.projectId}
            value={name}
            onChange={setName}
            load={verbs.names}
          />
        </div>
        <TextField
          label="User"
          placeholder="E-mail, user ID, device ID"
          value={person}
          onChange={setPerson}
          autoComplete="off"
          spellCheck="false"
        />
        <Button type="submit" isPending={found === null} className="sm:justify-self-start">
          Find
        </Button>
      </form>
      {found === null && <SkeletonRows rows={3} />}
      {found?.ok === false && <Callout tone="danger">{found.message}</Callout>}
      {found?.ok === true && found.value.length === 0 && (
        <p className="text-muted">
          {kind === "matching"
            ? "None of the last 10,000 events matches."
            : "No such event is on record."}
        </p>
      )}
      {found?.ok === true && found.value.length > 0 && (
        <ul
          aria-label="Events"
          className="max-h-48 divide-y divide-line overflow-y-auto rounded-md border border-line"
        >
          {found.value.map((event) => (
            <li key={event.uuid}>
              <SampleButton
                event={event}
                isChosen={event.uuid === chosen}
                onPress={() => void onChoose({ uuid: event.uuid })}
              />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

interface SampleButtonProps {
  readonly event: EventSummary;
  readonly isChosen: boolean;
  readonly onPress: () => void;
}

const SampleButton = ({ event, isChosen, onPress }: SampleButtonProps) => (
  <button
    type="button"
    aria-pressed={isChosen}
    onClick={onPress}
    className={cx(
      "flex w-full flex-wrap items-baseline gap-x-3 px-3.5 py-2 text-left outline-offset-[-2px] hover:bg-hover",
      isChosen && "bg-accent-soft",
    )}
  >
    <span className="font-medium text-link [overflow-wrap:anywhere]">{event.eventType}</span>
    <span className="text-muted text-sm [overflow-wrap:anywhere]">
      {event.userId ?? event.deviceId ?? "Nobody"}
    </span>
    <span className="text-sm sm:ml-auto">
      <LocalTime at={event.receivedAt.toISOString()} />
    </span>
  </button>
);

const unreachable = (): ActionResult<never> => ({
  ok: false,
  code: "unreachable",
  message: "The server could not be reached. Press Find to try again.",
  fieldErrors: [],
});
