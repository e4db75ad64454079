import type { ReactNode } from "react";

/** Names and values in two columns; one below the other on a narrow screen. */
export function KeyValues({
  items,
}: {
  readonly items: readonly (readonly [name: string, value: ReactNode])[];
}) {
  return (
    <dl className="grid grid-cols-1 gap-x-6 gap-y-2 sm:grid-cols-[minmax(8rem,max-content)_1fr]">
      {items.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-muted text-sm">{name}</dt>
          <dd className="min-w-0 break-words text-ink">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
