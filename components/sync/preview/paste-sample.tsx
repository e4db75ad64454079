"use client";

import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/controls/button";
import { TextField } from "@/components/ui/forms/text-field";
import type { Chosen } from "./preview-verbs";

const EXAMPLE = `{
  "event_type": "Song Played",
  "user_id": "ann@example.com",
  "event_properties": { "title": "Tea for Two" }
}`;

/** An event as an SDK would upload it. */
export function PasteSample({ onChoose }: { readonly onChoose: (event: Chosen) => Promise<void> }) {
  const [text, setText] = useState(EXAMPLE);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    // React would have it go on to the form that the panel was opened from.
    event.stopPropagation();
    void onChoose({ payload: text });
  };
  return (
    <form aria-label="Paste an event" onSubmit={submit} className="flex flex-col items-start gap-3">
      <TextField
        label="Event as JSON"
        description="As an SDK uploads it. What is known of its user counts as well."
        className="w-full"
        mono
        rows={9}
        value={text}
        onChange={setText}
        spellCheck="false"
      />
      <Button type="submit" isDisabled={text.trim() === ""}>
        Show what becomes of it
      </Button>
    </form>
  );
}
