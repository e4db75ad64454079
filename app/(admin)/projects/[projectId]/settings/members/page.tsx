import {
  type ProjectPageProps,
  projectPage,
} from "@/app/(admin)/projects/[projectId]/project-page";
import { Members } from "@/components/settings/members";
import { SettingsFrame } from "@/components/settings/settings-frame";
import { listMembers } from "@/lib/admin/access/list-members";
import { orNotFound } from "@/lib/web/or-not-found";
import { addMemberAction, changeRoleAction, removeMemberAction } from "./actions";

export const metadata = { title: "Members" };

export default async function MembersPage({ params }: ProjectPageProps) {
  const { ctx, project } = await projectPage((await params).projectId);
  const members = await orNotFound(listMembers(ctx, { projectId: project.id }));
  return (
    <SettingsFrame projectId={project.id} current="/members">
      <Members
        projectId={project.id}
        members={members}
        ownId={ctx.actor.kind === "user" ? ctx.actor.id : 0}
        byOwner={ctx.actor.kind === "user" && ctx.actor.isOwner}
        add={addMemberAction}
        change={changeRoleAction}
        remove={removeMemberAction}
      />
    </SettingsFrame>
  );
}
