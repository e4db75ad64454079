export interface CatalogEntry {
  readonly id: string;
  readonly name: string;
  /** After the dash: `Event Streaming`, `HTTP V2`. */
  readonly variant: string;
  /** Section it stands in. */
  readonly type: string;
  readonly category: string;
  readonly connected: boolean;
  readonly summary: string;
}

export interface CatalogFilter {
  readonly q?: string | undefined;
  readonly type?: string | undefined;
  readonly category?: string | undefined;
  readonly connected?: string | undefined;
}

/** The entries that match the search text and every filter that is set. */
export function filterEntries<Entry extends CatalogEntry>(
  entries: readonly Entry[],
  { q, type, category, connected }: CatalogFilter,
): readonly Entry[] {
  const words = (q ?? "").toLowerCase().split(/\s+/).filter(Boolean);
  return entries.filter((entry) => {
    const text = `${entry.name} - ${entry.variant} ${entry.type} ${entry.category}`.toLowerCase();
    return (
      words.every((word) => text.includes(word)) &&
      (type === undefined || entry.type === type) &&
      (category === undefined || entry.category === category) &&
      (connected === undefined || entry.connected === (connected === "yes"))
    );
  });
}

/** Entries by section, in the order in which the sections first occur. */
export function byType<Entry extends CatalogEntry>(
  entries: readonly Entry[],
): readonly (readonly [type: string, entries: readonly Entry[]])[] {
  const types = [...new Set(entries.map(({ type }) => type))];
  return types.map((type) => [type, entries.filter((entry) => entry.type === type)]);
}
