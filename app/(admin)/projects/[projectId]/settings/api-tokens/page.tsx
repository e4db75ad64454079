import {
  type ProjectPageProps,
  projectPage,
} from "@/app/(admin)/projects/[projectId]/project-page";
import {
  createApiTokenAction,
  revokeApiTokenAction,
} from "@/app/(admin)/projects/[projectId]/settings/api-tokens/actions";
import { ApiTokens } from "@/components/projects/api-tokens";
import { SettingsFrame } from "@/components/projects/settings-frame";
import { listApiTokens } from "@/lib/auth/list-api-tokens";

export const metadata = { title: "API tokens" };

export default async function ApiTokensPage({ params }: ProjectPageProps) {
  const { ctx, project } = await projectPage((await params).projectId);
  const tokens = await listApiTokens(ctx);
  return (
    <SettingsFrame projectId={project.id} current="/api-tokens">
      <ApiTokens tokens={tokens} create={createApiTokenAction} revoke={revokeApiTokenAction} />
    </SettingsFrame>
  );
}
