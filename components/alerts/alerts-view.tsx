import { Card } from "@/components/ui/data/card";
import type { AlertChannel } from "@/lib/admin/alerts/alert-channel";
import type { AlertKind } from "@/lib/admin/alerts/alert-kind";
import type { AlertRules as Rules } from "@/lib/admin/alerts/alert-rules";
import type { Alert } from "@/lib/admin/alerts/list-alerts";
import type { AlertMessageView } from "@/lib/admin/alerts/list-messages";
import type { QuietHours } from "@/lib/admin/alerts/quiet-hours";
import type { Page } from "@/lib/admin/verb/paging";
import type { ActionResult } from "@/lib/web/action-result";
import type { AddChannelProps } from "./add-channel-button";
import { AlertChannels } from "./alert-channels";
import { AlertRules } from "./alert-rules";
import { AlertsNow } from "./alerts-now";
import type { SaveRule } from "./edit-rule-button";
import { QuietHoursForm } from "./quiet-hours-form";
import { SentLog } from "./sent-log";
import type { TestChannelProps } from "./test-channel-button";

interface AlertsViewProps {
  readonly projectId: number;
  /** Whose rules are shown; null: the project's. */
  readonly syncId: number | null;
  readonly destinations: readonly { readonly id: number; readonly name: string }[];
  readonly alerts: {
    readonly open: readonly Alert[];
    readonly ended: readonly Alert[];
    readonly lookedAt: Date | null;
  };
  readonly settings: {
    readonly rules: Rules;
    readonly own: readonly AlertKind[];
    readonly quiet: QuietHours | null;
  };
  /** Null for who may only look. */
  readonly sending: {
    readonly channels: readonly AlertChannel[];
    readonly messages: Page<AlertMessageView>;
    readonly addChannel: AddChannelProps["add"];
    readonly testChannel: TestChannelProps["test"];
    readonly removeChannel: (input: { id: number }) => Promise<ActionResult<unknown>>;
    readonly saveRule: SaveRule;
    readonly saveQuietHours: Parameters<typeof QuietHoursForm>[0]["save"];
  } | null;
}

/** What is wrong, who is told of it, and when. */
export function AlertsView({
  projectId,
  syncId,
  destinations,
  alerts,
  settings,
  sending,
}: AlertsViewProps) {
  return (
    <>
      <AlertsNow {...alerts} />
      {sending !== null && (
        <AlertChannels
          projectId={projectId}
          channels={sending.channels}
          add={sending.addChannel}
          test={sending.testChannel}
          remove={sending.removeChannel}
        />
      )}
      <AlertRules
        projectId={projectId}
        destinations={destinations}
        syncId={syncId}
        rules={settings.rules}
        own={settings.own}
        save={sending?.saveRule ?? null}
      />
      {sending !== null && (
        <>
          <Card
            title="Quiet hours"
            description="What is critical is sent at any hour; the rest waits until they are over."
          >
            <QuietHoursForm
              projectId={projectId}
              quiet={settings.quiet}
              save={sending.saveQuietHours}
            />
          </Card>
          <SentLog messages={sending.messages.items} olderHref={olderHref(sending.messages)} />
        </>
      )}
    </>
  );
}

const olderHref = ({ nextCursor }: Page<unknown>): string | null =>
  nextCursor === null ? null : `?cursor=${encodeURIComponent(nextCursor)}`;
