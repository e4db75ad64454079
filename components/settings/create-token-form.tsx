"use client";

import { useState } from "react";
import { CheckboxGroup } from "react-aria-components/CheckboxGroup";
import { FieldError } from "react-aria-components/FieldError";
import { Label } from "react-aria-components/Label";
import { useController, useForm } from "react-hook-form";
import { Button } from "@/components/ui/controls/button";
import { Checkbox } from "@/components/ui/controls/checkbox";
import { Select } from "@/components/ui/controls/select";
import { errorStyle, labelStyle } from "@/components/ui/forms/field-style";
import { FormTextField } from "@/components/ui/forms/form-text-field";
import { ShortForm } from "@/components/ui/forms/short-form";
import { showFailure } from "@/components/ui/forms/show-failure";
import type { Scope } from "@/lib/admin/verb/context";
import type { ActionResult } from "@/lib/web/action-result";
import { SCOPE_LABELS } from "./scope-label";

const isScope = (text: string): text is Scope => text in SCOPE_LABELS;

interface NewToken {
  name: string;
  scopes: Scope[];
}

export interface CreateTokenProps {
  readonly projectId: number;
  readonly create: (
    input: NewToken & { projectId?: number | undefined; days?: number | undefined },
  ) => Promise<ActionResult<{ readonly value: string }>>;
}

const PROJECTS = [
  { value: "this", label: "This project" },
  { value: "every", label: "Every project that I may see" },
] as const;

const EXPIRES = [
  { value: "30", label: "In 30 days" },
  { value: "90", label: "In 90 days" },
  { value: "365", label: "In a year" },
  { value: "never", label: "Never" },
] as const;

export function CreateTokenForm({
  projectId,
  create,
  onCreated,
}: CreateTokenProps & { readonly onCreated: (value: string) => void }) {
  const [where, setWhere] = useState<(typeof PROJECTS)[number]["value"]>("this");
  const [expires, setExpires] = useState<(typeof EXPIRES)[number]["value"]>("365");
  const { control, handleSubmit, setError, formState } = useForm<NewToken>({
    defaultValues: { name: "", scopes: ["destinations:read"] },
  });
  const { field, fieldState } = useController({ control, name: "scopes" });
  const submit = handleSubmit(async (input) => {
    const result = await create({
      ...input,
      projectId: where === "this" ? projectId : undefined,
      days: expires === "never" ? undefined : Number(expires),
    });
    if (!result.ok) return showFailure(result, ["name", "scopes"], setError);
    onCreated(result.value.value);
  });
  return (
    <ShortForm onSubmit={submit} failure={formState.errors.root}>
      <FormTextField
        control={control}
        name="name"
        label="Name"
        description="Which program uses it"
        autoComplete="off"
        autoFocus
      />
      <CheckboxGroup
        value={field.value}
        onChange={(scopes) => field.onChange(scopes.filter(isScope))}
        isInvalid={fieldState.error !== undefined}
        className="flex flex-col gap-1.5"
      >
        <Label className={labelStyle}>It may</Label>
        {Object.entries(SCOPE_LABELS).map(([scope, label]) => (
          <Checkbox key={scope} value={scope}>
            {label}
          </Checkbox>
        ))}
        <FieldError className={errorStyle}>{fieldState.error?.message}</FieldError>
      </CheckboxGroup>
      <Select label="In" options={PROJECTS} value={where} onChange={setWhere} />
      <Select label="Expires" options={EXPIRES} value={expires} onChange={setExpires} />
      <Button type="submit" kind="primary" isPending={formState.isSubmitting} className="self-end">
        Create
      </Button>
    </ShortForm>
  );
}
