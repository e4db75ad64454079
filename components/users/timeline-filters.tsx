"use client";

import { EventCombo } from "@/components/events/event-combo";
import { LiveRefresh } from "@/components/shell/live-refresh";
import { WINDOWS } from "@/components/sync/deliveries/delivery-filter";
import { Button } from "@/components/ui/controls/button";
import { Select } from "@/components/ui/controls/select";
import { useQuery } from "@/components/ui/use-query";
import { FATE_STATUSES, fateLabel } from "@/lib/admin/reasons/fate-status";

const ANY = "any";
const TIMES = [
  { value: ANY, label: "Any time" },
  ...WINDOWS.map(([value, label]) => ({ value, label })),
];

interface TimelineFiltersProps {
  readonly eventTypes: readonly string[];
  /** The name of the destinations, as it stands in the outcomes. */
  readonly destination: string;
}

/** Which of a user's events are shown; the choice lives in the address. Live while nothing older is looked at. */
export function TimelineFilters({ eventTypes, destination }: TimelineFiltersProps) {
  const query = useQuery();
  const choose = (name: string) => (value: string) =>
    query.set({ [name]: value === ANY ? "" : value, before: "" });
  const outcomes = [
    { value: ANY, label: "Any outcome" },
    ...FATE_STATUSES.map((value) => ({ value, label: fateLabel(value, destination) })),
  ];
  const isOlder = query.read("before") !== "";
  return (
    <search className="grid grid-cols-2 gap-2 border-line border-b px-4 py-3 sm:flex sm:flex-wrap sm:px-5">
      <EventCombo eventTypes={eventTypes} className="max-sm:col-span-2 sm:w-60" />
      <Select
        label="Outcome"
        hideLabel
        className="sm:w-52"
        options={outcomes}
        value={query.read("outcome") || ANY}
        onChange={choose("outcome")}
      />
      <Select
        label="Time"
        hideLabel
        className="sm:w-44"
        options={TIMES}
        value={query.read("time") || ANY}
        onChange={choose("time")}
      />
      {isOlder ? (
        <Button className="max-sm:col-span-2" onPress={() => query.set({ before: "" })}>
          Back to newest
        </Button>
      ) : (
        <LiveRefresh everyMs={5000} />
      )}
    </search>
  );
}
