"use client";

import { Pause, Play } from "lucide-react";
import { useState } from "react";
import { LiveRefresh } from "@/components/shell/live-refresh";
import { Button } from "@/components/ui/controls/button";
import { ComboBox } from "@/components/ui/controls/combo-box";
import { QuerySearch } from "@/components/ui/forms/query-search";
import { useQuery } from "@/components/ui/use-query";

/** Which events are shown; the choice lives in the address. Live while nothing older is looked at. */
export function EventFilters({ eventTypes }: { readonly eventTypes: readonly string[] }) {
  const query = useQuery();
  const [isLive, setLive] = useState(true);
  const isOlder = query.read("before") !== "";
  const event = query.read("event");
  const [text, setText] = useState(event);
  const choose = (name: string) => {
    setText(name);
    query.set({ event: name, before: "" });
  };
  return (
    <div className="flex flex-wrap items-end gap-2">
      <ComboBox
        label="Event"
        hideLabel
        placeholder="Any event"
        className="w-60 max-w-full flex-1 sm:flex-none"
        allowsCustomValue
        menuTrigger="focus"
        defaultItems={eventTypes.map((name) => ({ id: name, label: name }))}
        inputValue={text}
        onInputChange={setText}
        onChange={(key) => choose(key === null ? text : String(key))}
        onBlur={() => text !== event && choose(text)}
      />
      <QuerySearch
        name="user"
        label="User ID or device ID"
        resets={["before"]}
        className="w-60 max-w-full flex-1 sm:flex-none"
      />
      {isOlder ? (
        <Button onPress={() => query.set({ before: "" })}>Back to newest</Button>
      ) : (
        <Button onPress={() => setLive(!isLive)}>
          {isLive ? <Pause aria-hidden size={15} /> : <Play aria-hidden size={15} />}
          {isLive ? "Pause" : "Resume"}
        </Button>
      )}
      {isLive && !isOlder && <LiveRefresh />}
    </div>
  );
}
