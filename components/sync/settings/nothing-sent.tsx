"use client";

import { useWatch } from "react-hook-form";
import { Callout } from "@/components/ui/data/callout";
import type { SettingsControl } from "./form-schema";

/** Says when an enabled sync would send nothing; it may be saved like that. */
export function NothingSent({ control }: { readonly control: SettingsControl }) {
  const [enabled, users, events, rows] = useWatch({
    control,
    name: ["enabled", "settings.sendUsers", "settings.sendEvents", "settings.eventRows"],
  });
  if (!enabled) return null;
  if (events && (rows ?? []).length === 0) {
    return (
      <Callout tone="caution" announce>
        Send Events is enabled, but no events are selected: no event will be sent. Select them under
        “1. Select and filter events”.
      </Callout>
    );
  }
  if (events || users) return null;
  return (
    <Callout tone="caution" announce>
      Create &amp; Update Users and Send Events are both disabled: this sync will send nothing.
    </Callout>
  );
}
