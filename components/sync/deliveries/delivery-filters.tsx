"use client";

import { useState } from "react";
import type { LoadEventNames } from "@/components/sync/sync-verbs";
import { Button } from "@/components/ui/controls/button";
import { Select } from "@/components/ui/controls/select";
import { SearchField } from "@/components/ui/forms/search-field";
import { useQuery } from "@/components/ui/use-query";
import { DELIVERY_REASONS, reasonTitle } from "@/lib/admin/reasons/explain";
import { fateLabel, OUTCOMES } from "@/lib/admin/reasons/fate-status";
import { FILTER_PARAMS, WINDOWS } from "./delivery-filter";
import { EventFilter } from "./event-filter";

const ANY = "any";
const anyOf = (label: string) => ({ value: ANY, label });

const outcomeOptions = (destination: string) => [
  anyOf("Any outcome"),
  ...OUTCOMES.map((value) => ({ value, label: fateLabel(value, destination) })),
];
const reasonOptions = (destination: string) => [
  anyOf("Any reason"),
  ...DELIVERY_REASONS.map((value) => ({ value, label: reasonTitle(value, destination) })),
];
const TIME_OPTIONS = [anyOf("Any time"), ...WINDOWS.map(([value, label]) => ({ value, label }))];
const CUSTOM = { value: "custom", label: "Chosen time" };

interface DeliveryFiltersProps {
  readonly projectId: number;
  /** The name of the destination. */
  readonly destination: string;
  readonly loadEvents: LoadEventNames;
}

/** The filters of the delivery log; they live in the URL. */
export function DeliveryFilters({ projectId, destination, loadEvents }: DeliveryFiltersProps) {
  const query = useQuery();
  const [person, setPerson] = useState(query.read("person"));
  const set = (changes: Record<string, string>) => query.set({ ...changes, cursor: "" });
  const choose = (name: string) => (value: string) => set({ [name]: value === ANY ? "" : value });
  const isCustom = query.read("since") !== "" || query.read("until") !== "";
  const time = isCustom ? CUSTOM.value : query.read("time") || ANY;
  const isFiltered = FILTER_PARAMS.some((name) => query.read(name) !== "");
  const clear = () => {
    setPerson("");
    set(Object.fromEntries(FILTER_PARAMS.map((name) => [name, ""])));
  };
  return (
    <search className="grid grid-cols-2 gap-3 xl:grid-cols-[repeat(5,minmax(0,1fr))_auto]">
      <Select
        label="Outcome"
        hideLabel
        options={outcomeOptions(destination)}
        value={query.read("outcome") || ANY}
        onChange={choose("outcome")}
      />
      <Select
        label="Reason"
        hideLabel
        options={reasonOptions(destination)}
        value={query.read("reason") || ANY}
        onChange={choose("reason")}
      />
      <EventFilter
        projectId={projectId}
        value={query.read("event")}
        onChange={(name) => set({ event: name })}
        load={loadEvents}
      />
      <SearchField
        label="User: user ID, device ID or identifier"
        placeholder="User"
        value={person}
        onChange={setPerson}
        onSubmit={(text) => set({ person: text })}
        onClear={() => set({ person: "" })}
        onBlur={() => person !== query.read("person") && set({ person })}
      />
      <Select
        label="Time"
        className="max-sm:col-span-2"
        hideLabel
        options={isCustom ? [...TIME_OPTIONS, CUSTOM] : TIME_OPTIONS}
        value={time}
        onChange={(value) => set({ time: value === ANY ? "" : value, since: "", until: "" })}
      />
      <Button
        kind="quiet"
        className={isFiltered ? "max-sm:col-span-2" : "max-sm:hidden"}
        isDisabled={!isFiltered}
        onPress={clear}
      >
        Clear filters
      </Button>
    </search>
  );
}
