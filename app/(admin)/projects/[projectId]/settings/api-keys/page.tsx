import {
  type ProjectPageProps,
  projectPage,
} from "@/app/(admin)/projects/[projectId]/project-page";
import {
  createIngestionKeyAction,
  revealSecretKeyAction,
  revokeIngestionKeyAction,
} from "@/app/(admin)/projects/[projectId]/settings/actions";
import { IngestionKeys } from "@/components/settings/ingestion-keys";
import { SecretKey } from "@/components/settings/secret-key";
import { SettingsFrame } from "@/components/settings/settings-frame";
import { Allowed } from "@/components/shell/rights";
import { Card } from "@/components/ui/data/card";
import { KeyField } from "@/components/ui/forms/key-field";
import { listIngestionKeys } from "@/lib/admin/projects/list-ingestion-keys";
import { env } from "@/lib/platform/env";

export const metadata = { title: "API keys" };

export default async function ApiKeysPage({ params }: ProjectPageProps) {
  const { ctx, project } = await projectPage((await params).projectId);
  return (
    <SettingsFrame projectId={project.id} current="/api-keys">
      <Card title="API keys">
        <div className="flex max-w-xl flex-col gap-5">
          <KeyField
            label="API key"
            value={project.apiKey}
            description="Names the project that events go to. It is part of every app, so it is not secret."
          />
          <KeyField
            label="Server URL"
            value={`${env().publicUrl}/2/httpapi`}
            description="The serverUrl of an Amplitude SDK."
          />
          <Allowed right="project:write">
            <SecretKey projectId={project.id} reveal={revealSecretKeyAction} />
          </Allowed>
        </div>
      </Card>
      <IngestionKeys
        projectId={project.id}
        keys={await listIngestionKeys(ctx, { projectId: project.id })}
        create={createIngestionKeyAction}
        revoke={revokeIngestionKeyAction}
      />
    </SettingsFrame>
  );
}
