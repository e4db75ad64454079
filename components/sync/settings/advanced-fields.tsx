"use client";

import { useController } from "react-hook-form";
import type { SettingsControl } from "@/components/sync/settings/form-schema";
import {
  DELIVERY_MODE_OPTIONS,
  IDENTIFIER_TYPE_OPTIONS,
  parameterHelp,
  parameterLabel,
} from "@/components/sync/settings/labels";
import { NumberField } from "@/components/ui/number-field";
import { Panel } from "@/components/ui/panel";
import { Select } from "@/components/ui/select";
import { REQUESTS_PER_SECOND_DEFAULT } from "@/lib/destinations/customerio/settings";

/** What few have to change. */
export function AdvancedFields({ control }: { readonly control: SettingsControl }) {
  const mode = useController({ control, name: "config.delivery_mode" });
  const type = useController({ control, name: "config.identifier_type" });
  const rate = useController({ control, name: "config.requests_per_second" });
  return (
    <Panel title="Advanced" summary="Delivery mode, identifier type, requests per second">
      <div className="grid gap-5 md:grid-cols-3">
        <Select
          label={parameterLabel("delivery_mode")}
          description={parameterHelp("delivery_mode")}
          options={DELIVERY_MODE_OPTIONS}
          value={mode.field.value ?? "batch"}
          onChange={mode.field.onChange}
          error={mode.fieldState.error?.message}
        />
        <Select
          label={parameterLabel("identifier_type")}
          description={parameterHelp("identifier_type")}
          options={IDENTIFIER_TYPE_OPTIONS}
          value={type.field.value ?? "auto"}
          onChange={type.field.onChange}
          error={type.fieldState.error?.message}
        />
        <NumberField
          label={parameterLabel("requests_per_second")}
          description={parameterHelp("requests_per_second")}
          name={rate.field.name}
          value={rate.field.value ?? REQUESTS_PER_SECOND_DEFAULT}
          onChange={rate.field.onChange}
          onBlur={rate.field.onBlur}
          error={rate.fieldState.error?.message}
        />
      </div>
    </Panel>
  );
}
