import {
  batchSnippet,
  httpSnippets,
  identifySnippet,
  type Snippet,
} from "@/components/overview/snippets";
import type { Project } from "@/lib/admin/projects/project";
import type { SourceStatus } from "@/lib/admin/sources/sources-status";
import type { CatalogEntry } from "./catalog-entry";

export interface SourceEntry extends CatalogEntry {
  readonly endpoint: string;
  readonly lastSeen: Date | null;
  readonly snippets: readonly Snippet[];
  /** Where it is set up, when a snippet does not do it. */
  readonly setUp?: string;
}

/** The ways in. `url` is where ingestion listens. */
export function sourceEntries(
  sources: readonly SourceStatus[],
  url: string,
  { id, apiKey }: Pick<Project, "id" | "apiKey">,
): readonly SourceEntry[] {
  const entry = (
    id: SourceStatus["source"],
    rest: Omit<SourceEntry, "id" | "connected" | "lastSeen" | "type">,
  ): SourceEntry => {
    const lastSeen = sources.find(({ source }) => source === id)?.lastSeen ?? null;
    return { id, type: "Event ingestion", lastSeen, connected: lastSeen !== null, ...rest };
  };
  const curl = (code: string): readonly Snippet[] => [{ id: "curl", label: "curl", code }];
  return [
    entry("http_v2", {
      name: "Amplitude SDK",
      variant: "HTTP V2",
      category: "SDK",
      endpoint: "POST /2/httpapi",
      summary:
        "Every Amplitude SDK with this server as its serverUrl, and servers that call the API themselves.",
      snippets: httpSnippets(url, apiKey),
    }),
    entry("batch", {
      name: "Amplitude API",
      variant: "Batch",
      category: "API",
      endpoint: "POST /batch",
      summary: "Large uploads from servers. Same events, same keys.",
      snippets: curl(batchSnippet(url, apiKey)),
    }),
    entry("identify", {
      name: "Amplitude API",
      variant: "Identify",
      category: "API",
      endpoint: "POST /identify",
      summary: "Sets user properties without an event.",
      snippets: curl(identifySnippet(url, apiKey)),
    }),
    entry("amplitude_webhook", {
      name: "Amplitude",
      variant: "Webhook",
      category: "WEBHOOK",
      endpoint: "POST /hooks/amplitude/…",
      summary: "What Amplitude has goes on to here: no change of code, one webhook in Amplitude.",
      snippets: [],
      setUp: `/projects/${id}/sources`,
    }),
  ];
}
