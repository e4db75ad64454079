import { CodeBlock } from "@/components/ui/data/code-block";
import { formatCount } from "@/components/ui/text/format-number";
import type { DeliveryDetail } from "@/lib/admin/events/delivery";
import { parseJson } from "@/lib/kernel/parse-json";
import { stringifyJson } from "@/lib/kernel/stringify-json";

/** The requests that this event made, computed again from the event. */
export function SentView({ sent }: { readonly sent: DeliveryDetail["sent"] }) {
  if (sent === null) {
    return <p className="text-muted">Nothing was sent for this event.</p>;
  }
  return (
    <>
      {!sent.sameVersion && (
        <p className="text-muted text-sm">
          The settings of that time are gone: this shows what version {sent.syncVersion} would send.
        </p>
      )}
      {sent.requests.length === 0 && <p className="text-muted">Nothing was sent for this event.</p>}
      {sent.requests.map((request) => (
        <div key={`${request.path} ${request.body}`} className="flex min-w-0 flex-col gap-1">
          <p className="break-all text-sm">
            <code>
              {request.method} {request.path}
            </code>{" "}
            <span className="text-muted">{formatCount(request.bytes)} bytes</span>
          </p>
          <CodeBlock label={`Body of ${request.path}`} code={indented(request.body)} />
        </div>
      ))}
    </>
  );
}

/** The body with line breaks for reading; as it is when it is no JSON. */
function indented(body: string): string {
  try {
    return stringifyJson(parseJson(body), 2);
  } catch {
    return body;
  }
}
