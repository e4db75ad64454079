import {
  type ProjectPageProps,
  projectPage,
} from "@/app/(admin)/projects/[projectId]/project-page";
import { renameProjectAction } from "@/app/(admin)/projects/[projectId]/settings/actions";
import { RenameProjectForm } from "@/components/projects/rename-project-form";
import { SettingsFrame } from "@/components/projects/settings-frame";
import { Card } from "@/components/ui/card";
import { formatCount } from "@/components/ui/format-number";
import { KeyValues } from "@/components/ui/key-values";
import { LocalTime } from "@/components/ui/local-time";

export const metadata = { title: "Settings" };

export default async function GeneralPage({ params }: ProjectPageProps) {
  const { project } = await projectPage((await params).projectId);
  return (
    <SettingsFrame projectId={project.id} current="">
      <Card title="General">
        <RenameProjectForm project={project} rename={renameProjectAction} />
      </Card>
      <Card title="About this project">
        <KeyValues
          items={[
            ["Project ID", String(project.id)],
            ["Created", <LocalTime key="created" at={project.createdAt.toISOString()} />],
            ["Events received", formatCount(project.lastOffset)],
            ["Syncs", formatCount(project.syncs)],
          ]}
        />
      </Card>
    </SettingsFrame>
  );
}
