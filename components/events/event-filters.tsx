"use client";

import { Pause, Play } from "lucide-react";
import { useState } from "react";
import { LiveRefresh } from "@/components/shell/live-refresh";
import { Button } from "@/components/ui/controls/button";
import { QuerySearch } from "@/components/ui/forms/query-search";
import { useQuery } from "@/components/ui/use-query";
import { EventCombo } from "./event-combo";

/** Which events are shown; the choice lives in the address. Live while nothing older is looked at. */
export function EventFilters({ eventTypes }: { readonly eventTypes: readonly string[] }) {
  const query = useQuery();
  const [isLive, setLive] = useState(true);
  const isOlder = query.read("before") !== "";
  return (
    <div className="flex flex-wrap items-end gap-2">
      <EventCombo eventTypes={eventTypes} />
      <QuerySearch
        name="user"
        label="E-mail, user ID or device ID"
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
