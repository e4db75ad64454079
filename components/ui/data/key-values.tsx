import type { ReactNode } from "react";

/** Names and values in two columns; one below the other on a narrow screen. */
export function KeyValues({
  items,
}: {
  readonly items: readonly (readonly [name: string, value: ReactNode])[];
}) {
  return (
    <dl className="flex flex-col gap-2.5">
      {items.map(([name, value]) => (
        <div
          key={name}
          className="grid grid-cols-1 items-baseline gap-x-4 sm:grid-cols-[8rem_minmax(0,1fr)]"
        >
          <dt className="text-muted text-sm">{name}</dt>
          <dd className="min-w-0 text-ink [overflow-wrap:anywhere]">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
