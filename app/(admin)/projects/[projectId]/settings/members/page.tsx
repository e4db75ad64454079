import {
  type ProjectPageProps,
  projectPage,
} from "@/app/(admin)/projects/[projectId]/project-page";
import { Members } from "@/components/settings/members";
import { SettingsFrame } from "@/components/settings/settings-frame";
import { listMembers } from "@/lib/admin/access/list-members";
import { addMemberAction, removeMemberAction } from "./actions";

export const metadata = { title: "Members" };

export default async function MembersPage({ params }: ProjectPageProps) {
  const { ctx, project } = await projectPage((await params).projectId);
  const members = await listMembers(ctx);
  return (
    <SettingsFrame projectId={project.id} current="/members">
      <Members
        members={members}
        ownId={ctx.actor.kind === "user" ? ctx.actor.id : 0}
        add={addMemberAction}
        remove={removeMemberAction}
      />
    </SettingsFrame>
  );
}
