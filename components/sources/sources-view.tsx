import { Card } from "@/components/ui/data/card";
import { KeyValues } from "@/components/ui/data/key-values";
import type { RejectedUploads } from "@/lib/admin/sources/rejected-uploads";
import type { SourceStatus } from "@/lib/admin/sources/sources-status";
import { RejectedUploadsCard } from "./rejected-uploads-card";
import { SOURCE_NAMES } from "./source-names";
import { SourcePanel } from "./source-panel";

interface SourcesViewProps {
  readonly sources: readonly SourceStatus[];
  readonly rejected: RejectedUploads;
}

/** Endpoints that were used, those that were not, and what was refused. */
export function SourcesView({ sources, rejected }: SourcesViewProps) {
  const unused = sources.filter(({ lastSeen }) => lastSeen === null);
  return (
    <div className="flex flex-col gap-5">
      {unused.length < sources.length && (
        <div className="grid items-start gap-5 2xl:grid-cols-2">
          {sources.map(
            (status) =>
              status.lastSeen !== null && (
                <SourcePanel key={status.source} status={status} lastSeen={status.lastSeen} />
              ),
          )}
        </div>
      )}
      {rejected.ofProject.length > 0 && (
        <RejectedUploadsCard
          title="Rejected uploads"
          description="Nothing of a rejected upload is stored; of a webhook's request only what cannot be read is left out. The newest sample of each fault."
          rows={rejected.ofProject}
        />
      )}
      {rejected.ofNone.length > 0 && (
        <RejectedUploadsCard
          title="Uploads of no project"
          description="Their API key is no project's, or could not be read: it is not known for which project they were meant."
          rows={rejected.ofNone}
        />
      )}
      {unused.length > 0 && <Unused sources={unused} />}
    </div>
  );
}

function Unused({ sources }: Pick<SourcesViewProps, "sources">) {
  return (
    <Card title="Nothing received yet">
      <KeyValues
        items={sources.map(({ source }) => {
          const [name, path] = SOURCE_NAMES[source];
          return [
            name,
            <code key={path} className="font-mono text-xs">
              POST {path}
            </code>,
          ];
        })}
      />
    </Card>
  );
}
