import { cx } from "@/components/ui/cx";

/** Grey block in the place of what is loading. Give it a height and a width. */
export function Skeleton({ className }: { readonly className: string }) {
  return <div aria-hidden className={cx("animate-pulse rounded bg-chip/70", className)} />;
}

/** Rows of a table that is loading. */
export function SkeletonRows({ rows = 6 }: { readonly rows?: number }) {
  return (
    <div className="flex flex-col gap-3 p-4">
      <p role="status" className="sr-only">
        Loading
      </p>
      {Array.from({ length: rows }, (_, row) => `row ${row}`).map((key) => (
        <Skeleton key={key} className="h-5 w-full" />
      ))}
    </div>
  );
}
