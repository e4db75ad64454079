"use client";

import { useMemo } from "react";
import { type FieldError, get, useController } from "react-hook-form";
import { FieldPanel } from "@/components/sync/field-panel";
import { describeRows } from "@/components/sync/filter/describe-rows";
import { FilterBuilder } from "@/components/sync/filter/filter-builder";
import { eventPropertyOption, filterProperties, type Names } from "@/components/sync/name-options";
import { Switch } from "@/components/ui/controls/switch";
import { errorStyle } from "@/components/ui/forms/field-style";
import type { ConnectorDefinition } from "@/lib/engine/connectors/connector";
import type { SettingsControl } from "./form-schema";
import { PropertyPanel } from "./property-panel";

interface EventsFieldsProps {
  readonly control: SettingsControl;
  readonly definition: ConnectorDefinition;
  readonly names: Names;
  /** Begins with the rows in view. */
  readonly opensRows: boolean;
}

/** Send Events, which events, and which of their properties. */
export function EventsFields({ control, definition, names, opensRows }: EventsFieldsProps) {
  const events = useController({ control, name: "settings.sendEvents" });
  const rows = useController({ control, name: "settings.eventRows" });
  const chosen = useController({ control, name: "settings.eventProperties" });
  const filterNames = useMemo(
    () => ({ events: names.events, properties: filterProperties(names) }),
    [names],
  );
  const value = useMemo(
    () => (rows.field.value ?? []).map((row) => ({ ...row, where: row.where ?? [] })),
    [rows.field.value],
  );
  const error = rows.fieldState.error;
  const { errors } = rows.formState;
  const errorAt = (path: string) => messageOf(get(errors, `settings.eventRows.${path}`));
  return (
    <div className="flex flex-col gap-3">
      <Switch
        label="Send Events"
        description={`Sends the selected events to ${definition.displayName} as they are ingested.`}
        isSelected={events.field.value ?? false}
        onChange={events.field.onChange}
      />
      <FieldPanel
        title="1. Select and filter events"
        fields={["settings.eventRows"]}
        summary={
          error === undefined ? (
            describeRows(value)
          ) : (
            <span className="text-danger-ink">{describeRows(value)}: see what is wrong</span>
          )
        }
        defaultExpanded={opensRows}
      >
        <FilterBuilder
          rows={value}
          onChange={rows.field.onChange}
          names={filterNames}
          errorAt={errorAt}
        />
        {messageOf(error) !== undefined && <p className={errorStyle}>{messageOf(error)}</p>}
      </FieldPanel>
      <PropertyPanel
        title="2. Specify event properties to send"
        field="settings.eventProperties"
        label="Event properties"
        searchLabel="Search event properties"
        hint="Only the properties selected here are sent with each event."
        options={names.eventProperties}
        value={chosen.field.value ?? []}
        onChange={chosen.field.onChange}
        toNew={(name) => eventPropertyOption(definition, name)}
        error={chosen.fieldState.error?.message}
      />
    </div>
  );
}

const messageOf = (error: FieldError | undefined): string | undefined =>
  typeof error?.message === "string" ? error.message : undefined;
