import { CopyButton } from "@/components/ui/controls/copy-button";
import { Card } from "@/components/ui/data/card";
import type { Json, JsonObject } from "@/lib/kernel/json";
import { stringifyJson } from "@/lib/kernel/stringify-json";

const shown = (value: Json): string => (typeof value === "string" ? value : stringifyJson(value));

export function UserProperties({ properties }: { readonly properties: JsonObject }) {
  const names = Object.keys(properties).sort((a, b) => a.localeCompare(b));
  return (
    <Card
      title="User properties"
      actions={
        names.length > 0 && <CopyButton text={stringifyJson(properties, 2)} label="Copy JSON" />
      }
    >
      {names.length === 0 ? (
        <p className="text-muted">None yet. They come with Identify calls and with events.</p>
      ) : (
        <dl className="flex flex-col divide-y divide-line">
          {names.map((name) => (
            <div key={name} className="flex justify-between gap-4 py-1.5 first:pt-0 last:pb-0">
              <dt className="min-w-0 break-words text-muted">{name}</dt>
              <dd className="min-w-0 break-words text-right">{shown(properties[name] ?? null)}</dd>
            </div>
          ))}
        </dl>
      )}
    </Card>
  );
}
