"use client";

import { useState } from "react";
import { ComboBox } from "@/components/ui/controls/combo-box";
import { useQuery } from "@/components/ui/use-query";

/** Chooses the event whose name is in the address, also one that is not offered; a choice begins at the newest. */
export function EventCombo({
  eventTypes,
  className = "w-60 max-w-full flex-1 sm:flex-none",
}: {
  readonly eventTypes: readonly string[];
  readonly className?: string;
}) {
  const query = useQuery();
  const event = query.read("event");
  const [text, setText] = useState(event);
  const choose = (name: string) => {
    setText(name);
    query.set({ event: name, before: "" });
  };
  return (
    <ComboBox
      label="Event"
      hideLabel
      placeholder="Any event"
      className={className}
      allowsCustomValue
      menuTrigger="focus"
      defaultItems={eventTypes.map((name) => ({ id: name, label: name }))}
      inputValue={text}
      onInputChange={setText}
      onChange={(key) => choose(key === null ? text : String(key))}
      onBlur={() => text !== event && choose(text)}
    />
  );
}
