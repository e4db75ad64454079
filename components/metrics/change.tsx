import { formatCount } from "@/components/ui/text/format-number";

/** The figure of the period before, and by how much it has changed. */
export function Change({ now, before }: { readonly now: number; readonly before: number | null }) {
  if (before === null) return <span className="text-faint">–</span>;
  const percent = before === 0 ? null : Math.round(((now - before) / before) * 100);
  return (
    <>
      {formatCount(before)}
      <span className="ml-2 inline-block w-14 text-right text-muted text-xs">
        {percent === null ? "–" : percent > 999 ? "> 999%" : `${percent > 0 ? "+" : ""}${percent}%`}
      </span>
    </>
  );
}
