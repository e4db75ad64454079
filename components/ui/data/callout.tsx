import { CircleAlert, CircleCheck, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { cx } from "@/components/ui/cx";

export type CalloutTone = "info" | "positive" | "caution" | "danger";

const TONES = {
  info: ["border-accent-line/45 bg-accent-soft", "text-link", Info],
  positive: ["border-positive/45 bg-positive-soft", "text-positive-ink", CircleCheck],
  caution: ["border-caution/55 bg-caution-soft", "text-caution-ink", TriangleAlert],
  danger: ["border-danger/45 bg-danger-soft", "text-danger-ink", CircleAlert],
} as const;

interface CalloutProps {
  readonly tone?: CalloutTone;
  readonly title?: string;
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
  readonly announce?: boolean;
}

/** A remark in the page. With `announce` it is read out when it appears (a failure of what was just done). */
export function Callout({
  tone = "info",
  title,
  children,
  actions,
  announce = false,
}: CalloutProps) {
  const [box, ink, Icon] = TONES[tone];
  return (
    <div
      {...(announce ? { role: "alert" } : {})}
      className={cx("flex items-start gap-3 rounded-md border px-4 py-3", box)}
    >
      <Icon aria-hidden size={18} className={cx("mt-0.5 shrink-0", ink)} />
      <div className="flex min-w-0 flex-1 flex-wrap items-center gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-60">
          {title && <p className={cx("font-semibold", ink)}>{title}</p>}
          <div className="break-words text-ink">{children}</div>
        </div>
        {actions && <div className="flex flex-wrap gap-2">{actions}</div>}
      </div>
    </div>
  );
}
