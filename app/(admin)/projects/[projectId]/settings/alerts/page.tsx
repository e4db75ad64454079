import {
  firstOf,
  type ProjectPageProps,
  projectPage,
} from "@/app/(admin)/projects/[projectId]/project-page";
import { AlertsView } from "@/components/alerts/alerts-view";
import { SettingsFrame } from "@/components/settings/settings-frame";
import { LiveRefresh } from "@/components/shell/live-refresh";
import { getAlertSettings } from "@/lib/admin/alerts/get-alert-settings";
import { listAlerts } from "@/lib/admin/alerts/list-alerts";
import { listSyncs } from "@/lib/admin/syncs/list-syncs";
import { rightsOf } from "@/lib/admin/verb/guards";
import { orNotFound } from "@/lib/web/or-not-found";
import { routeId } from "@/lib/web/route-id";
import { alertSending } from "./alert-sending";

export const metadata = { title: "Alerts" };

export default async function AlertsPage({ params, searchParams }: ProjectPageProps) {
  const { ctx, project } = await projectPage((await params).projectId);
  const projectId = project.id;
  const { destination, cursor } = await searchParams;
  const chosen = firstOf(destination);
  const syncId = chosen === undefined ? undefined : routeId(chosen);
  const [alerts, settings, syncs] = await Promise.all([
    listAlerts(ctx, { projectId }),
    orNotFound(getAlertSettings(ctx, { projectId, syncId })),
    listSyncs(ctx, { projectId, limit: 200 }),
  ]);
  const mayChange = rightsOf(ctx, projectId).includes("alerts:write");
  const sending = mayChange ? await alertSending(ctx, projectId, firstOf(cursor)) : null;
  return (
    <SettingsFrame projectId={projectId} current="/alerts">
      <LiveRefresh everyMs={5000} />
      <AlertsView
        projectId={projectId}
        syncId={syncId ?? null}
        destinations={syncs.items.map(({ id, name }) => ({ id, name }))}
        alerts={alerts}
        settings={settings}
        sending={sending}
      />
    </SettingsFrame>
  );
}
