"use client";

import { useState } from "react";
import { useForm } from "react-hook-form";
import { Button } from "@/components/ui/controls/button";
import { FormTextField } from "@/components/ui/forms/form-text-field";
import { ShortForm } from "@/components/ui/forms/short-form";
import { showFailure } from "@/components/ui/forms/show-failure";
import type { ActionResult } from "@/lib/web/action-result";
import { ProjectReady } from "./project-ready";

export interface CreatedProject {
  readonly id: number;
  readonly name: string;
  readonly apiKey: string;
}

/** The name, then the ingestion key that the new project got. */
export function CreateProjectForm({
  create,
}: {
  readonly create: (input: { name: string }) => Promise<ActionResult<CreatedProject>>;
}) {
  const [project, setProject] = useState<CreatedProject | null>(null);
  const { control, handleSubmit, setError, formState } = useForm({
    defaultValues: { name: "" },
  });
  const submit = handleSubmit(async (input) => {
    const result = await create(input);
    if (!result.ok) return showFailure(result, ["name"], setError);
    setProject(result.value);
  });
  if (project) return <ProjectReady project={project} />;
  return (
    <ShortForm onSubmit={submit} failure={formState.errors.root}>
      <FormTextField
        control={control}
        name="name"
        label="Project name"
        description="One project for each app, or for each of its environments: Shop, Shop staging"
        autoComplete="off"
      />
      <Button type="submit" kind="primary" isPending={formState.isSubmitting}>
        Create project
      </Button>
    </ShortForm>
  );
}
