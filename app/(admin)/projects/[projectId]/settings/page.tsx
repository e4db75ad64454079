import {
  type ProjectPageProps,
  projectPage,
} from "@/app/(admin)/projects/[projectId]/project-page";
import { RenameProjectForm } from "@/components/settings/rename-project-form";
import { SettingsFrame } from "@/components/settings/settings-frame";
import { Allowed } from "@/components/shell/rights";
import { Card } from "@/components/ui/data/card";
import { KeyValues } from "@/components/ui/data/key-values";
import { formatCount } from "@/components/ui/text/format-number";
import { LocalTime } from "@/components/ui/text/local-time";
import { renameProjectAction } from "./actions";

export const metadata = { title: "Settings" };

export default async function GeneralPage({ params }: ProjectPageProps) {
  const { project } = await projectPage((await params).projectId);
  return (
    <SettingsFrame projectId={project.id} current="">
      <Allowed right="project:write">
        <Card title="General">
          <RenameProjectForm project={project} rename={renameProjectAction} />
        </Card>
      </Allowed>
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
