"use client";

import { Search } from "lucide-react";
import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/controls/button";
import { ComboBox } from "@/components/ui/controls/combo-box";
import { Card } from "@/components/ui/data/card";
import { TextField } from "@/components/ui/forms/text-field";
import { useQuery } from "@/components/ui/use-query";
import type { WhyQuery } from "./why-query";

interface WhySearchProps {
  readonly query: WhyQuery;
  readonly eventTypes: readonly string[];
}

/** Who, what and when, or an id: as far as somebody knows it. */
export function WhySearch({ query, eventTypes }: WhySearchProps) {
  const address = useQuery();
  const [person, setPerson] = useState(query.person ?? "");
  const [name, setName] = useState(query.name ?? "");
  const [time, setTime] = useState(() => toLocal(query.time));
  const [event, setEvent] = useState(query.person ? "" : (query.event ?? ""));
  const find = (submit: FormEvent) => {
    submit.preventDefault();
    const about =
      person === "" ? { person: "", name: "", time: "" } : { person, name, time: toIso(time) };
    address.go({ ...about, event: person === "" ? event : "", sync: "", version: "" });
  };
  return (
    <Card>
      <form
        aria-label="Find an event"
        onSubmit={find}
        className="grid items-start gap-x-4 gap-y-3 sm:grid-cols-2 xl:grid-cols-[repeat(3,minmax(0,1fr))_auto]"
      >
        <TextField
          label="User"
          placeholder="E-mail, user ID, device ID"
          value={person}
          onChange={setPerson}
          autoComplete="off"
          spellCheck="false"
        />
        <ComboBox
          label="Event"
          placeholder="Any event"
          allowsCustomValue
          menuTrigger="focus"
          defaultItems={eventTypes.map((type) => ({ id: type, label: type }))}
          inputValue={name}
          onInputChange={setName}
          onChange={(key) => key !== null && setName(String(key))}
        />
        <TextField
          label="About when"
          type="datetime-local"
          value={time}
          onChange={setTime}
          className="min-w-0"
        />
        <span className="max-xl:hidden" />
        <TextField
          label="Event ID, insert ID or ULID"
          placeholder="Instead of the user"
          value={event}
          onChange={setEvent}
          autoComplete="off"
          spellCheck="false"
          className="xl:col-span-3"
          isDisabled={person !== ""}
        />
        <Button
          type="submit"
          kind="primary"
          className="sm:col-span-2 xl:col-span-1 xl:mt-[1.7rem]"
          isDisabled={person === "" && event === ""}
        >
          <Search aria-hidden size={15} />
          Find
        </Button>
      </form>
    </Card>
  );
}

/** What the field takes: the reader's wall clock to the minute. */
function toLocal(iso: string | undefined): string {
  const ms = Date.parse(iso ?? "");
  if (Number.isNaN(ms)) return "";
  const local = new Date(ms - new Date(ms).getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 16);
}

function toIso(local: string): string {
  const ms = Date.parse(local);
  return Number.isNaN(ms) ? "" : new Date(ms).toISOString();
}
