/** What the address of the Why page says. */
export interface WhyQuery {
  readonly event?: string | undefined;
  readonly person?: string | undefined;
  readonly name?: string | undefined;
  readonly time?: string | undefined;
  readonly sync?: string | undefined;
  readonly version?: string | undefined;
}

/** The page's address with these changes. Pure. */
export function whyHref(projectId: number, query: WhyQuery): string {
  const next = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value) next.set(name, value);
  return `/projects/${projectId}/why?${next}`;
}
