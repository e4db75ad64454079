"use client";

import { useState } from "react";
import type { LoadEventNames } from "@/components/sync/sync-verbs";
import { Button } from "@/components/ui/controls/button";
import { Select } from "@/components/ui/controls/select";
import { SearchField } from "@/components/ui/forms/search-field";
import { useQuery } from "@/components/ui/use-query";
import { REASONS_OF, reasonTitle } from "@/lib/admin/reasons/explain";
import { fateLabel, OUTCOMES } from "@/lib/admin/reasons/fate-status";
import { FILTER_PARAMS, type View } from "./delivery-filter";
import { EventFilter } from "./event-filter";
import { TimeFilter } from "./time-filter";

const ANY = "any";

interface Choice {
  readonly value: string;
  readonly label: string;
}

/** What is chosen is among the choices also when nobody knows it, as in a link that was written by hand. */
const choices = (any: string, options: readonly Choice[], chosen: string): readonly Choice[] => [
  { value: ANY, label: any },
  ...options,
  ...(chosen === "" || options.some(({ value }) => value === chosen)
    ? []
    : [{ value: chosen, label: chosen }]),
];

const ATTEMPTS: readonly Choice[] = [
  { value: "0", label: "None" },
  { value: "1", label: "One" },
  { value: "2+", label: "Two and more" },
  { value: "5+", label: "Five and more" },
];

/** What the time is of. */
const TIME_OF = {
  settled: "Time settled",
  waiting: "Time since which it waits",
  filtered: "Time received",
} as const;

interface DeliveryFiltersProps {
  readonly projectId: number;
  readonly view: View;
  /** The name of the destination. */
  readonly destination: string;
  readonly loadEvents: LoadEventNames;
}

/** The filters of the deliveries; they live in the URL. */
export function DeliveryFilters(props: DeliveryFiltersProps) {
  const { projectId, view, destination, loadEvents } = props;
  const query = useQuery();
  const [person, setPerson] = useState(query.read("person"));
  const set = (changes: Record<string, string>) => query.set({ ...changes, cursor: "" });
  const chosen = (name: string) => query.read(name) || ANY;
  const choose = (name: string) => (value: string) => set({ [name]: value === ANY ? "" : value });
  const isFiltered = FILTER_PARAMS.some((name) => query.read(name) !== "");
  const clear = () => {
    setPerson("");
    set(Object.fromEntries(FILTER_PARAMS.map((name) => [name, ""])));
  };
  const outcomes = OUTCOMES.map((value) => ({ value, label: fateLabel(value, destination) }));
  const reasons = REASONS_OF[view].map((value) => ({
    value,
    label: reasonTitle(value, destination),
  }));
  return (
    <search className="grid grid-cols-2 gap-3 md:grid-cols-3 xl:grid-cols-[repeat(6,minmax(0,1fr))_auto]">
      {view === "settled" && (
        <Select
          label="Outcome"
          hideLabel
          options={choices("Any outcome", outcomes, query.read("outcome"))}
          value={chosen("outcome")}
          onChange={choose("outcome")}
        />
      )}
      <Select
        label="Reason"
        hideLabel
        options={choices("Any reason", reasons, query.read("reason"))}
        value={chosen("reason")}
        onChange={choose("reason")}
      />
      <EventFilter
        projectId={projectId}
        value={query.read("event")}
        onChange={(name) => set({ event: name })}
        load={loadEvents}
      />
      <SearchField
        label="User: user ID, device ID, e-mail or identifier"
        placeholder="User"
        value={person}
        onChange={setPerson}
        onSubmit={(text) => set({ person: text })}
        onClear={() => set({ person: "" })}
        onBlur={() => person !== query.read("person") && set({ person })}
      />
      <TimeFilter
        label={TIME_OF[view]}
        from={query.read("from")}
        to={query.read("to")}
        onChange={set}
      />
      {view !== "filtered" && (
        <Select
          label="Attempts"
          hideLabel
          options={choices("Any attempts", ATTEMPTS, query.read("attempts"))}
          value={chosen("attempts")}
          onChange={choose("attempts")}
        />
      )}
      <Button
        kind="quiet"
        className={isFiltered ? "max-md:col-span-2" : "max-xl:hidden"}
        isDisabled={!isFiltered}
        onPress={clear}
      >
        Clear filters
      </Button>
    </search>
  );
}
