import { CircleCheck } from "lucide-react";
import type { CatalogEntry } from "./catalog-entry";

/** `Customer.io - Event Streaming`, as the cards write it. */
export function EntryName({ entry }: { readonly entry: CatalogEntry }) {
  return (
    <>
      <span className="font-medium text-ink">{entry.name}</span>
      <span className="text-muted"> - {entry.variant}</span>
    </>
  );
}

export function ConnectedCheck() {
  return (
    <span className="shrink-0 text-positive">
      <CircleCheck
        aria-hidden
        size={18}
        className="[&>circle]:fill-positive [&>path]:stroke-white"
      />
      <span className="sr-only">Connected</span>
    </span>
  );
}
