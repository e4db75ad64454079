import { Check } from "lucide-react";
import type { ReactNode } from "react";

interface StepProps {
  readonly number: number;
  readonly title: string;
  readonly isDone: boolean;
  /** What was seen, or what is waited for. */
  readonly state: ReactNode;
  readonly children?: ReactNode;
}

/** One of the three first steps: a number that becomes a green check. */
export function Step({ number, title, isDone, state, children }: StepProps) {
  return (
    <li className="flex gap-3.5 rounded-md border border-line bg-surface px-4 py-4 sm:gap-4 sm:px-5">
      {isDone ? (
        <span className="grid size-7 shrink-0 place-items-center rounded-full bg-positive text-white">
          <Check aria-hidden size={16} strokeWidth={3} />
        </span>
      ) : (
        <span
          aria-hidden
          className="grid size-7 shrink-0 place-items-center rounded-full bg-chip font-semibold text-chip-ink text-sm"
        >
          {number}
        </span>
      )}
      <div className="flex min-w-0 flex-1 flex-col gap-3">
        <div className="flex min-h-7 flex-wrap items-center justify-between gap-x-4 gap-y-1">
          <h2 className="font-semibold text-ink text-lg">
            {title}
            <span className="sr-only">{isDone ? " (done)" : " (to do)"}</span>
          </h2>
          <div role="status" className="text-muted text-sm">
            {state}
          </div>
        </div>
        {children}
      </div>
    </li>
  );
}

/** A dot that pulses while something is waited for. */
export function Waiting({ children }: { readonly children: ReactNode }) {
  return (
    <span className="inline-flex items-center gap-2">
      <span aria-hidden className="size-2 animate-pulse rounded-full bg-accent" />
      {children}
    </span>
  );
}
