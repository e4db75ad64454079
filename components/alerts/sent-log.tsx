import { Mail } from "lucide-react";
import { ButtonLink } from "@/components/ui/controls/button-link";
import { Card } from "@/components/ui/data/card";
import { EmptyState } from "@/components/ui/data/empty-state";
import { type Column, Table, TableCell, TableRow } from "@/components/ui/data/table";
import { LocalTime } from "@/components/ui/text/local-time";
import { StatusPill } from "@/components/ui/text/status-pill";
import { changeWord } from "@/lib/admin/alerts/alert-text";
import type { AlertMessageView, MessageState } from "@/lib/admin/alerts/list-messages";
import { channelName } from "./channel-name";

const COLUMNS: readonly Column[] = [
  { key: "at", title: "Time" },
  { key: "to", title: "To" },
  { key: "what", title: "What" },
  { key: "state", title: "State" },
];

const STATES = {
  waiting: ["info", "To be sent"],
  sent: ["positive", "Taken"],
  failed: ["danger", "Not taken"],
  cancelled: ["neutral", "Given up"],
} as const satisfies Readonly<Record<MessageState, readonly [string, string]>>;

interface SentLogProps {
  readonly messages: readonly AlertMessageView[];
  /** Null on the last page. */
  readonly olderHref: string | null;
}

/** Every message, with what was answered. */
export function SentLog({ messages, olderHref }: SentLogProps) {
  return (
    <Card
      title="Sent"
      description="What is not taken is sent again, up to eleven times in sixteen hours."
      flush
    >
      {messages.length === 0 ? (
        <EmptyState icon={<Mail aria-hidden size={22} />} title="No messages" />
      ) : (
        <Table label="Sent" columns={COLUMNS} stacked>
          {messages.map((message) => (
            <MessageRow key={message.id} message={message} />
          ))}
        </Table>
      )}
      {olderHref !== null && (
        <div className="flex justify-center border-line border-t p-3">
          <ButtonLink href={olderHref}>Older messages</ButtonLink>
        </div>
      )}
    </Card>
  );
}

function MessageRow({ message }: { readonly message: AlertMessageView }) {
  const { createdAt, kind, target, about, changes, state, attempts, answer, nextAt } = message;
  const [tone, word] = STATES[state];
  return (
    <TableRow>
      <TableCell className="align-top text-muted">
        <LocalTime at={createdAt.toISOString()} />
      </TableCell>
      <TableCell label="To" className="align-top [overflow-wrap:anywhere]">
        {target}
        <span className="block text-muted text-sm">{channelName(kind)}</span>
      </TableCell>
      <TableCell label="What" className="align-top [overflow-wrap:anywhere]">
        {about === "test"
          ? "Test message"
          : changes.map((change) => (
              <span key={`${change.alertId} ${change.at}`} className="block">
                {changeWord(change)}: {change.title}
              </span>
            ))}
      </TableCell>
      <TableCell label="State" className="align-top sm:max-w-72">
        <StatusPill tone={tone}>{word}</StatusPill>
        {attempts > 1 && <span className="text-muted text-sm"> {attempts} attempts</span>}
        <span className="block text-muted text-sm [overflow-wrap:anywhere]">{answer}</span>
        {nextAt !== null && (
          <span className="block text-muted text-sm">
            Next: <LocalTime at={nextAt.toISOString()} />
          </span>
        )}
      </TableCell>
    </TableRow>
  );
}
