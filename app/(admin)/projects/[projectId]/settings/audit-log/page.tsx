import {
  firstOf,
  type ProjectPageProps,
  projectPage,
} from "@/app/(admin)/projects/[projectId]/project-page";
import { AuditLog } from "@/components/settings/audit-log";
import { SettingsFrame } from "@/components/settings/settings-frame";
import { isAuditAction } from "@/lib/admin/audit/audit-action";
import { listAuditActors } from "@/lib/admin/audit/list-audit-actors";
import { listAuditLog } from "@/lib/admin/audit/list-audit-log";
import { orNotFound } from "@/lib/web/or-not-found";

export const metadata = { title: "Audit log" };

export default async function AuditLogPage({ params, searchParams }: ProjectPageProps) {
  const { ctx, project } = await projectPage((await params).projectId);
  const query = await searchParams;
  const [actor, word, cursor] = [query["actor"], query["action"], query["cursor"]].map(firstOf);
  const action = word !== undefined && isAuditAction(word) ? word : undefined;
  const [page, actors] = await Promise.all([
    orNotFound(listAuditLog(ctx, { projectId: project.id, actor, action, cursor })),
    orNotFound(listAuditActors(ctx, { projectId: project.id })),
  ]);
  const older = new URLSearchParams({
    ...(actor === undefined ? {} : { actor }),
    ...(action === undefined ? {} : { action }),
    cursor: page.nextCursor ?? "",
  });
  return (
    <SettingsFrame projectId={project.id} current="/audit-log">
      <AuditLog
        projectId={project.id}
        entries={page.items}
        actors={actors}
        olderHref={page.nextCursor === null ? null : `?${older}`}
      />
    </SettingsFrame>
  );
}
