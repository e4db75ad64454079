"use client";

import { useState } from "react";
import { useController } from "react-hook-form";
import { Button } from "@/components/ui/controls/button";
import { labelStyle } from "@/components/ui/forms/field-style";
import { PasswordField } from "@/components/ui/forms/password-field";
import type { ParameterFieldProps } from "./parameter-field";
import { StoredSecret } from "./stored-secret";

/** Write-only: a stored value shows its last four characters and can only be replaced. */
export function SecretField({ parameter, control, hint }: ParameterFieldProps) {
  const { id, label, description } = parameter;
  const [replacing, setReplacing] = useState(false);
  const { field, fieldState } = useController({ control, name: `secrets.${id}` });
  if (hint !== undefined && !replacing) {
    return (
      <div className="flex flex-col gap-1.5">
        <span className={labelStyle}>{label}</span>
        <div className="flex items-center gap-3">
          <StoredSecret hint={hint} />
          <Button size="sm" aria-label={`Replace ${label}`} onPress={() => setReplacing(true)}>
            Replace
          </Button>
        </div>
      </div>
    );
  }
  const keep = () => {
    field.onChange("");
    setReplacing(false);
  };
  return (
    <div className="flex flex-col items-start gap-2">
      <PasswordField
        label={label}
        name={field.name}
        value={field.value ?? ""}
        onChange={field.onChange}
        onBlur={field.onBlur}
        inputRef={field.ref}
        error={fieldState.error?.message}
        description={`${description} It is stored encrypted and never shown again.`}
        autoComplete="off"
        autoFocus={hint !== undefined}
        spellCheck="false"
        mono
        className="w-full"
      />
      {hint !== undefined && (
        <Button size="sm" onPress={keep}>
          Keep the stored key
        </Button>
      )}
    </div>
  );
}
