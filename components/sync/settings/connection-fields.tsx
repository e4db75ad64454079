"use client";

import { useController, useWatch } from "react-hook-form";
import { type AskConnection, ConnectionTest } from "@/components/sync/settings/connection-test";
import type { SettingsControl } from "@/components/sync/settings/form-schema";
import { parameterLabel, REGION_OPTIONS } from "@/components/sync/settings/labels";
import { SecretField } from "@/components/sync/settings/secret-field";
import { Select } from "@/components/ui/select";
import { TextField } from "@/components/ui/text-field";

interface ConnectionFieldsProps {
  readonly control: SettingsControl;
  readonly hint: string | undefined;
  readonly replacing: boolean;
  readonly onReplace: (replacing: boolean) => void;
  readonly test: AskConnection;
}

/** Customer.io Site ID, Tracking API Key, Account Region, and Test connection. */
export function ConnectionFields(props: ConnectionFieldsProps) {
  const { control } = props;
  const site = useController({ control, name: "config.site_id" });
  const region = useController({ control, name: "config.region" });
  const [siteId, apiKey, chosenRegion] = useWatch({
    control,
    name: ["config.site_id", "secrets.api_key", "config.region"],
  });
  return (
    <>
      <TextField
        label={parameterLabel("site_id")}
        name={site.field.name}
        value={site.field.value ?? ""}
        onChange={site.field.onChange}
        onBlur={site.field.onBlur}
        inputRef={site.field.ref}
        error={site.fieldState.error?.message}
        autoComplete="off"
        spellCheck="false"
        mono
      />
      <SecretField
        control={control}
        hint={props.hint}
        replacing={props.replacing}
        onReplace={props.onReplace}
      />
      <Select
        label={parameterLabel("region")}
        options={REGION_OPTIONS}
        value={region.field.value ?? "us"}
        onChange={region.field.onChange}
        error={region.fieldState.error?.message}
        className="max-w-60"
      />
      <ConnectionTest
        siteId={siteId ?? ""}
        apiKey={apiKey}
        region={chosenRegion ?? "us"}
        test={props.test}
        onSwitch={region.field.onChange}
      />
    </>
  );
}
