import { cx } from "@/components/ui/cx";

/** First letter of a name in a small box. */
export function Initial({
  name,
  round = false,
}: {
  readonly name: string;
  readonly round?: boolean;
}) {
  return (
    <span
      aria-hidden
      className={cx(
        "grid size-[18px] shrink-0 place-items-center font-semibold text-[10px] uppercase",
        round ? "rounded-full bg-chip text-chip-ink" : "rounded-[4px] bg-accent text-on-accent",
      )}
    >
      {Array.from(name.trim())[0] ?? "?"}
    </span>
  );
}
