import { Send } from "lucide-react";
import { RemoveButton } from "@/components/settings/remove-button";
import { Card } from "@/components/ui/data/card";
import { EmptyState } from "@/components/ui/data/empty-state";
import { type Column, Table, TableCell, TableRow } from "@/components/ui/data/table";
import type { AlertChannel } from "@/lib/admin/alerts/alert-channel";
import type { ActionResult } from "@/lib/web/action-result";
import { AddChannelButton, type AddChannelProps } from "./add-channel-button";
import { channelName } from "./channel-name";
import { TestChannelButton, type TestChannelProps } from "./test-channel-button";

const COLUMNS: readonly Column[] = [
  { key: "kind", title: "Kind" },
  { key: "target", title: "To" },
  { key: "levels", title: "What" },
  { key: "actions", title: <span className="sr-only">Actions</span> },
];

interface AlertChannelsProps extends AddChannelProps {
  readonly channels: readonly AlertChannel[];
  readonly test: TestChannelProps["test"];
  readonly remove: (input: { id: number }) => Promise<ActionResult<unknown>>;
}

/** Where alerts are sent. */
export function AlertChannels({ projectId, channels, add, test, remove }: AlertChannelsProps) {
  return (
    <Card
      title="Channels"
      description="Each is told once when an alert begins, when its level changes, and when it is over."
      flush
      actions={<AddChannelButton projectId={projectId} add={add} />}
    >
      {channels.length === 0 ? (
        <EmptyState icon={<Send aria-hidden size={22} />} title="Nobody is told yet">
          Alerts are shown on this page. Add a channel, and they are sent there too.
        </EmptyState>
      ) : (
        <Table label="Channels" columns={COLUMNS} stacked>
          {channels.map(({ id, kind, target, onlyCritical }) => (
            <TableRow key={id}>
              <TableCell className="font-medium">{channelName(kind)}</TableCell>
              <TableCell label="To" className="[overflow-wrap:anywhere]">
                {target}
              </TableCell>
              <TableCell label="What" className="text-muted">
                {onlyCritical ? "What is critical" : "Everything"}
              </TableCell>
              <TableCell align="right">
                <span className="inline-flex items-center gap-1">
                  <TestChannelButton id={id} target={target} test={test} />
                  <RemoveButton
                    id={id}
                    label={`Remove ${target}`}
                    verb="Remove"
                    title="Remove channel"
                    remove={remove}
                  >
                    Nothing is sent to {target} any more, nor what still waits to be.
                  </RemoveButton>
                </span>
              </TableCell>
            </TableRow>
          ))}
        </Table>
      )}
    </Card>
  );
}
