"use client";

import { useController } from "react-hook-form";
import type { SettingsControl } from "@/components/sync/settings/form-schema";
import { parameterLabel } from "@/components/sync/settings/labels";
import { StoredSecret } from "@/components/sync/settings/stored-secret";
import { Button } from "@/components/ui/button";
import { labelStyle } from "@/components/ui/field-style";
import { PasswordField } from "@/components/ui/password-field";

interface SecretFieldProps {
  readonly control: SettingsControl;
  /** Last four characters of the stored key; undefined when there is none. */
  readonly hint: string | undefined;
  readonly replacing: boolean;
  readonly onReplace: (replacing: boolean) => void;
}

/** Write-only: a stored key shows its last four characters and can only be replaced. */
export function SecretField({ control, hint, replacing, onReplace }: SecretFieldProps) {
  const { field, fieldState } = useController({ control, name: "secrets.api_key" });
  if (hint !== undefined && !replacing) {
    return (
      <div className="flex flex-col gap-1.5">
        <span className={labelStyle}>{parameterLabel("api_key")}</span>
        <div className="flex items-center gap-3">
          <StoredSecret hint={hint} />
          <Button
            size="sm"
            aria-label={`Replace ${parameterLabel("api_key")}`}
            onPress={() => onReplace(true)}
          >
            Replace
          </Button>
        </div>
      </div>
    );
  }
  const keep = () => {
    field.onChange("");
    onReplace(false);
  };
  return (
    <div className="flex flex-col items-start gap-2">
      <PasswordField
        label={parameterLabel("api_key")}
        name={field.name}
        value={field.value}
        onChange={field.onChange}
        onBlur={field.onBlur}
        inputRef={field.ref}
        error={fieldState.error?.message}
        description="In Customer.io: Settings, Workspace Settings, API Credentials. It is stored encrypted and never shown again."
        autoComplete="off"
        autoFocus={hint !== undefined}
        spellCheck="false"
        mono
        className="w-full"
      />
      {hint !== undefined && (
        <Button size="sm" kind="quiet" onPress={keep}>
          Keep the stored key
        </Button>
      )}
    </div>
  );
}
