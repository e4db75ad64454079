import type { ReactNode } from "react";

/** One step of the way of an event. */
export function Step({
  title,
  children,
}: {
  readonly title: string;
  readonly children: ReactNode;
}) {
  return (
    <section aria-label={title} className="flex min-w-0 flex-col gap-2.5 px-4 py-4 sm:px-5">
      <h3 className="font-semibold text-ink">{title}</h3>
      {children}
    </section>
  );
}
