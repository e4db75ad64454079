"use client";

import { ChevronDown } from "lucide-react";
import { useState } from "react";
import type { LoadEventNames } from "@/components/sync/sync-verbs";
import { cx } from "@/components/ui/cx";
import { inputStyle } from "@/components/ui/forms/field-style";
import type { NameOption, ToNew } from "@/components/ui/name-picker/name-option";
import { NamePicker } from "@/components/ui/name-picker/name-picker";

interface EventFilterProps {
  readonly projectId: number;
  readonly value: string;
  readonly onChange: (event: string) => void;
  readonly load: LoadEventNames;
}

const ANY_EVENT: NameOption = { id: "", label: "Any event" };
const typedEvent: ToNew = (typed) => [{ id: typed, label: typed, group: "Not seen yet" }];

/** Chooses one event; the project's names are asked for when it opens. */
export function EventFilter({ projectId, value, onChange, load }: EventFilterProps) {
  const [options, setOptions] = useState<readonly NameOption[]>([ANY_EVENT]);
  const ask = async () => {
    const answer = await load({ projectId }).catch(() => null);
    if (answer?.ok) setOptions([ANY_EVENT, ...answer.value]);
  };
  return (
    <NamePicker
      label="Events"
      searchLabel="Search events"
      className={cx(inputStyle, "flex items-center justify-between gap-2 text-left")}
      options={options}
      chosen={value}
      onChoose={onChange}
      onOpen={() => void ask()}
      toNew={typedEvent}
    >
      <span className="truncate">{value === "" ? "Any event" : value}</span>
      <ChevronDown aria-hidden size={16} className="shrink-0 text-muted" />
    </NamePicker>
  );
}
