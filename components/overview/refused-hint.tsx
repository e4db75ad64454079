import { faultText } from "@/components/sources/fault-text";
import { sourceName } from "@/components/sources/source-names";
import { ButtonLink } from "@/components/ui/controls/button-link";
import { Callout } from "@/components/ui/data/callout";
import { formatQuantity } from "@/components/ui/text/format-number";
import { RelativeTime } from "@/components/ui/text/relative-time";
import type { RejectedUploads } from "@/lib/admin/sources/rejected-uploads";

interface RefusedHintProps {
  readonly base: string;
  readonly rejected: RejectedUploads;
}

/** While the first event is waited for: that uploads arrive and are refused, why, and what to do. */
export function RefusedHint({ base, rejected: { ofProject, ofNone } }: RefusedHintProps) {
  const isOurs = ofProject.length > 0;
  const faults = isOurs ? ofProject : ofNone;
  const newest = faults[0];
  if (newest === undefined) return null;
  const uploads = faults.reduce((total, { requests }) => total + requests, 0);
  const { title, advice } = faultText(newest);
  return (
    <Callout
      tone="caution"
      announce
      title={
        isOurs
          ? `${formatQuantity(uploads, "upload")} arrived with this project's key and ${uploads === 1 ? "was" : "were"} refused`
          : `${formatQuantity(uploads, "upload")} arrived without the key of a project and ${uploads === 1 ? "was" : "were"} refused`
      }
      actions={<ButtonLink href={`${base}/sources`}>See rejected uploads</ButtonLink>}
    >
      The last one, <RelativeTime at={newest.lastAt.toISOString()} />, to{" "}
      {sourceName(newest.source)}: {title}
      {newest.value !== null && (
        <>
          {" "}
          (it is <code className="break-all font-mono text-xs">{newest.value}</code>)
        </>
      )}
      . {advice}
    </Callout>
  );
}
