import { Ban, Check, TriangleAlert } from "lucide-react";
import { memo } from "react";
import { cx } from "@/components/ui/cx";
import { describeOption } from "./describe-option";
import type { NameOption } from "./name-option";

interface NameRowProps {
  readonly option: NameOption;
  readonly id: string;
  readonly index: number;
  readonly count: number;
  readonly topPx: number;
  readonly heightPx: number;
  readonly isMultiple: boolean;
  readonly isChosen: boolean;
  /** Where the arrow keys stand. */
  readonly isActive: boolean;
  readonly nowMs: number;
}

/** One line of a picker. Drawn again only when something of its own changes. */
export const NameRow = memo(function NameRow(props: NameRowProps) {
  const { option, isMultiple, isChosen } = props;
  const isReserved = option.caution?.kind === "reserved";
  const semantics = {
    role: "option",
    "aria-selected": isChosen,
    "aria-disabled": isReserved || undefined,
    "aria-setsize": props.count,
    "aria-posinset": props.index + 1,
  } as const;
  return (
    <div
      {...semantics}
      id={props.id}
      data-index={props.index}
      className={cx(
        "absolute inset-x-0 flex items-center gap-3 px-3 hover:bg-hover",
        isReserved ? "cursor-not-allowed" : "cursor-pointer",
        props.isActive && "bg-hover",
      )}
      style={{ top: props.topPx, height: props.heightPx }}
    >
      {isMultiple && <Box isChosen={isChosen} isDimmed={isReserved} />}
      <span className="min-w-0 flex-1">
        <span className={cx("block truncate", isReserved ? "text-faint" : "text-ink")}>
          {option.label}
        </span>
        <Details option={option} nowMs={props.nowMs} />
      </span>
      {!isMultiple && isChosen && <Check aria-hidden size={15} className="shrink-0 text-link" />}
    </div>
  );
});

function Box({ isChosen, isDimmed }: { readonly isChosen: boolean; readonly isDimmed: boolean }) {
  return (
    <span
      aria-hidden
      className={cx(
        "grid size-4 shrink-0 place-items-center rounded-[3px] border text-on-accent",
        isChosen ? "border-accent bg-accent" : "border-line-strong bg-surface",
        isDimmed && "opacity-50",
      )}
    >
      {isChosen && <Check size={12} strokeWidth={3.5} />}
    </span>
  );
}

function Details({ option, nowMs }: { readonly option: NameOption; readonly nowMs: number }) {
  if (option.caution === undefined) {
    return (
      <span className="block truncate text-muted text-xs">{describeOption(option, nowMs)}</span>
    );
  }
  const Icon = option.caution.kind === "reserved" ? Ban : TriangleAlert;
  return (
    <span
      title={option.caution.message}
      className="flex items-start gap-1 text-caution-ink text-xs leading-4"
    >
      <Icon aria-hidden size={12} className="mt-0.5 shrink-0" />
      <span className="line-clamp-2">{option.caution.message}</span>
    </span>
  );
}
