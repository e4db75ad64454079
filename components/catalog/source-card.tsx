import { SnippetTabs } from "@/components/overview/snippet-tabs";
import { ButtonLink } from "@/components/ui/controls/button-link";
import { Panel } from "@/components/ui/data/panel";
import { AmplitudeMark } from "@/components/ui/text/amplitude-mark";
import { CategoryChip } from "@/components/ui/text/chip";
import { MinuteTime } from "@/components/ui/text/minute-time";
import { ConnectedCheck, EntryName } from "./entry-name";
import type { SourceEntry } from "./source-entries";

export function SourceCard({ entry }: { readonly entry: SourceEntry }) {
  const title = `${entry.name} - ${entry.variant}`;
  return (
    <li className="flex flex-col gap-3 rounded border border-line bg-surface px-4 py-3.5">
      <div className="flex items-start justify-between gap-3">
        <div className="flex min-w-0 items-start gap-2.5">
          <AmplitudeMark size={22} />
          <div className="min-w-0">
            <h3>
              <EntryName entry={entry} />
            </h3>
            <p className="mt-0.5 text-muted text-sm">{entry.summary}</p>
          </div>
        </div>
        {entry.connected && <ConnectedCheck />}
      </div>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <CategoryChip>{entry.category}</CategoryChip>
        <code className="font-mono text-muted text-xs">{entry.endpoint}</code>
        <span className="ml-auto text-muted text-xs">
          {entry.lastSeen === null ? (
            "Nothing received yet"
          ) : (
            <>
              Last seen <MinuteTime at={entry.lastSeen.toISOString()} />
            </>
          )}
        </span>
      </div>
      {entry.setUp === undefined ? (
        <Panel title={`Snippets for ${title}`} level={4}>
          <SnippetTabs snippets={entry.snippets} />
        </Panel>
      ) : (
        <ButtonLink href={entry.setUp} size="sm">
          Set up {title}
        </ButtonLink>
      )}
    </li>
  );
}
