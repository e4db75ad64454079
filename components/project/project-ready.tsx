import { ButtonLink } from "@/components/ui/controls/button-link";
import { Callout } from "@/components/ui/data/callout";
import { KeyField } from "@/components/ui/forms/key-field";
import type { CreatedProject } from "./create-project-form";

export function ProjectReady({ project }: { readonly project: CreatedProject }) {
  return (
    <div className="flex flex-col gap-4">
      <Callout tone="positive" title={`${project.name} is ready`} announce>
        Events that carry this key are stored in it.
      </Callout>
      <KeyField label="API key" value={project.apiKey} />
      <p className="text-muted text-sm">
        The key is not secret: it is part of every app that sends events. You find it again under
        Settings, API keys.
      </p>
      <ButtonLink href={`/projects/${project.id}/overview`} kind="primary">
        Go to Overview
      </ButtonLink>
    </div>
  );
}
