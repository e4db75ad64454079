import type { CreatedProject } from "@/components/projects/create-project-form";
import { ButtonLink } from "@/components/ui/button-link";
import { Callout } from "@/components/ui/callout";
import { KeyField } from "@/components/ui/key-field";

export function ProjectReady({ project }: { readonly project: CreatedProject }) {
  return (
    <div className="flex flex-col gap-4">
      <Callout tone="positive" title={`${project.name} is ready`} announce>
        Events that carry this key are stored in it.
      </Callout>
      <KeyField label="Ingestion API key" value={project.apiKey} />
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
