import Link from "next/link";
import { CategoryChip } from "@/components/ui/text/chip";
import { ConnectorMark } from "@/components/ui/text/connector-mark";
import { formatQuantity } from "@/components/ui/text/format-number";
import type { DestinationEntry } from "./destination-entries";
import { ConnectedCheck, EntryName } from "./entry-name";

/** The whole card leads to the destination's page. */
export function DestinationCard({
  entry,
  projectId,
}: {
  readonly entry: DestinationEntry;
  readonly projectId: number;
}) {
  return (
    <li className="relative flex flex-col gap-2 rounded border border-line bg-surface px-4 py-3.5 transition-colors focus-within:border-accent hover:border-accent-line">
      <div className="flex items-start gap-2.5">
        <ConnectorMark mark={entry.mark} size={22} />
        <Link
          href={`/projects/${projectId}/catalog/${entry.id}`}
          className="min-w-0 flex-1 after:absolute after:inset-0 after:rounded focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:outline-accent"
        >
          <EntryName entry={entry} />
        </Link>
        {entry.connected && <ConnectedCheck />}
      </div>
      <p className="text-muted text-sm">{entry.summary}</p>
      <div className="flex items-center justify-between gap-3">
        <CategoryChip>{entry.category}</CategoryChip>
        {entry.syncs > 0 && (
          <span className="text-muted text-xs">{formatQuantity(entry.syncs, "sync")}</span>
        )}
      </div>
    </li>
  );
}
