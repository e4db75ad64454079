import type { ReactNode } from "react";
import { cx } from "@/components/ui/cx";

type StatusTone = "positive" | "neutral" | "caution" | "danger" | "info";

const TONES: Record<StatusTone, readonly [pill: string, dot: string]> = {
  positive: ["bg-positive-soft text-positive-ink", "bg-positive"],
  neutral: ["bg-chip text-chip-ink", "bg-faint"],
  caution: ["bg-caution-soft text-caution-ink", "bg-caution"],
  danger: ["bg-danger-soft text-danger-ink", "bg-danger"],
  info: ["bg-accent-soft text-accent-ink", "bg-accent"],
};

/** A state in words with a coloured dot: Enabled, Disabled, Degraded: …, Paused: …, Delivered, … */
export function StatusPill({
  tone,
  children,
}: {
  readonly tone: StatusTone;
  readonly children: ReactNode;
}) {
  const [pill, dot] = TONES[tone];
  return (
    <span
      className={cx(
        "inline-flex max-w-full items-center gap-1.5 rounded-full px-2.5 py-0.5 font-medium text-xs",
        pill,
      )}
    >
      <span aria-hidden className={cx("size-1.5 shrink-0 rounded-full", dot)} />
      <span className="min-w-0">{children}</span>
    </span>
  );
}
