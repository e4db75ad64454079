"use client";

import { useController } from "react-hook-form";
import { userPropertyOption } from "@/components/sync/name-options";
import { Checkbox } from "@/components/ui/controls/checkbox";
import { Switch } from "@/components/ui/controls/switch";
import type { NameOption } from "@/components/ui/name-picker/name-option";
import type { ConnectorDefinition } from "@/lib/engine/connectors/connector";
import type { SettingsControl } from "./form-schema";
import { PropertyPanel } from "./property-panel";

interface UsersFieldsProps {
  readonly control: SettingsControl;
  readonly definition: ConnectorDefinition;
  readonly properties: readonly NameOption[];
}

/** Create & Update Users, and which user properties go with it. */
export function UsersFields({ control, definition, properties }: UsersFieldsProps) {
  const { displayName, userPropertiesMax } = definition;
  const users = useController({ control, name: "settings.sendUsers" });
  const onEvents = useController({ control, name: "settings.usersOnEvents" });
  const chosen = useController({ control, name: "settings.userProperties" });
  return (
    <div className="flex flex-col gap-3">
      <Switch
        label="Create & Update Users"
        description={`Creates users in ${displayName} and updates the properties of existing users when an Amplitude Identify API call is made.`}
        isSelected={users.field.value ?? false}
        onChange={users.field.onChange}
      />
      <Checkbox
        isSelected={onEvents.field.value ?? false}
        onChange={onEvents.field.onChange}
        isDisabled={users.field.value !== true}
      >
        Also when an event carries user properties
      </Checkbox>
      <PropertyPanel
        title="Specify user properties to send"
        field="settings.userProperties"
        label="User properties"
        searchLabel="Search user properties"
        hint={`Only the properties selected here are sent. ${displayName} takes at most ${userPropertiesMax}.`}
        options={properties}
        value={chosen.field.value ?? []}
        onChange={chosen.field.onChange}
        toNew={(name) => userPropertyOption(definition, name)}
        error={
          tooMany(definition, chosen.field.value?.length ?? 0) ?? chosen.fieldState.error?.message
        }
      />
    </div>
  );
}

const tooMany = (
  { displayName, userPropertiesMax }: ConnectorDefinition,
  count: number,
): string | undefined =>
  count > userPropertiesMax
    ? `${count} selected: ${displayName} takes at most ${userPropertiesMax} attributes, unselect ${count - userPropertiesMax}`
    : undefined;
