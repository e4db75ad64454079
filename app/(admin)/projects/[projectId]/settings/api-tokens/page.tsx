import {
  type ProjectPageProps,
  projectPage,
} from "@/app/(admin)/projects/[projectId]/project-page";
import { ApiTokens } from "@/components/settings/api-tokens";
import { SettingsFrame } from "@/components/settings/settings-frame";
import { listApiTokens } from "@/lib/admin/access/list-api-tokens";
import { orNotFound } from "@/lib/web/or-not-found";
import { createApiTokenAction, revokeApiTokenAction } from "./actions";

export const metadata = { title: "API tokens" };

export default async function ApiTokensPage({ params }: ProjectPageProps) {
  const { ctx, project } = await projectPage((await params).projectId);
  const tokens = await orNotFound(listApiTokens(ctx));
  return (
    <SettingsFrame projectId={project.id} current="/api-tokens">
      <ApiTokens
        projectId={project.id}
        tokens={tokens}
        create={createApiTokenAction}
        revoke={revokeApiTokenAction}
      />
    </SettingsFrame>
  );
}
