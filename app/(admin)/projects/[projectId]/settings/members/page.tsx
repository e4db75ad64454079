import {
  type ProjectPageProps,
  projectPage,
} from "@/app/(admin)/projects/[projectId]/project-page";
import {
  addMemberAction,
  removeMemberAction,
} from "@/app/(admin)/projects/[projectId]/settings/members/actions";
import { Members } from "@/components/projects/members";
import { SettingsFrame } from "@/components/projects/settings-frame";
import { listMembers } from "@/lib/auth/list-members";

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
