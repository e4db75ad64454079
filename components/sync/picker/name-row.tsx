import { Ban, Check, TriangleAlert } from "lucide-react";
import { describeOption } from "@/components/sync/picker/describe-option";
import type { NameOption } from "@/components/sync/picker/name-option";

interface NameRowProps {
  readonly option: NameOption;
  readonly multiple: boolean;
  readonly nowMs: number;
}

/** One line of a picker; its ListBoxItem carries the class `group`. */
export function NameRow({ option, multiple, nowMs }: NameRowProps) {
  return (
    <div className="flex h-full items-center gap-3 px-3 group-data-focus-visible:bg-hover group-data-focused:bg-hover group-data-hovered:bg-hover group-data-selected:text-accent-ink">
      {multiple ? (
        <span
          aria-hidden
          className="grid size-4 shrink-0 place-items-center rounded-[3px] border border-line-strong bg-surface text-on-accent group-data-disabled:opacity-50 group-data-selected:border-accent group-data-selected:bg-accent"
        >
          <Check size={12} strokeWidth={3.5} className="hidden group-data-selected:block" />
        </span>
      ) : null}
      <span className="min-w-0 flex-1">
        <span className="block truncate text-ink group-data-disabled:text-faint">
          {option.label}
        </span>
        <Details option={option} nowMs={nowMs} />
      </span>
      {multiple ? null : (
        <Check
          aria-hidden
          size={15}
          className="hidden shrink-0 text-link group-data-selected:block"
        />
      )}
    </div>
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
      className="flex items-center gap-1 text-caution-ink text-xs"
    >
      <Icon aria-hidden size={12} className="shrink-0" />
      <span className="truncate">{option.caution.message}</span>
    </span>
  );
}
