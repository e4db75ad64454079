"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/controls/button";
import { cx } from "@/components/ui/cx";
import { Callout } from "@/components/ui/data/callout";
import { inputStyle, labelStyle } from "@/components/ui/forms/field-style";
import { useIsClient } from "@/components/ui/text/use-is-client";
import { useQuery } from "@/components/ui/use-query";
import type { TimePeriod } from "@/lib/admin/syncs/time-period";
import { PERIODS } from "./metrics-window";

interface WindowPickerProps {
  readonly period: TimePeriod;
  /** ISO 8601, of the window that is shown. */
  readonly start: string;
  readonly end: string;
  /** Why the custom range cannot be shown. */
  readonly error?: string | undefined;
}

const itemStyle =
  "whitespace-nowrap border-line-strong px-3 py-1 text-sm outline-offset-[-2px] not-first:border-l hover:bg-hover";
const chosenStyle = "bg-accent-soft font-medium text-accent-ink";

/** The window of the metrics: Amplitude's, or one of one's own. It lives in the URL. */
export function WindowPicker({ period, start, end, error }: WindowPickerProps) {
  const pathname = usePathname();
  const [isOpen, setOpen] = useState(period === "CUSTOM");
  return (
    <div className="flex flex-col gap-3">
      <nav
        aria-label="Time period"
        className="flex w-fit max-w-full overflow-x-auto rounded border border-line-strong bg-surface"
      >
        {PERIODS.map(([id, label, name]) => (
          <Link
            key={id}
            href={`${pathname}?period=${id}`}
            aria-current={name === period ? "page" : undefined}
            onClick={() => setOpen(false)}
            className={cx(itemStyle, name === period && chosenStyle)}
          >
            {label}
          </Link>
        ))}
        <button
          type="button"
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
          className={cx(itemStyle, "cursor-pointer", period === "CUSTOM" && chosenStyle)}
        >
          Custom
        </button>
      </nav>
      {isOpen && <CustomRange key={`${start} ${end}`} start={start} end={end} />}
      {error !== undefined && (
        <Callout tone="danger" announce>
          {error}
        </Callout>
      )}
    </div>
  );
}

function CustomRange({ start, end }: Pick<WindowPickerProps, "start" | "end">) {
  const query = useQuery();
  const isClient = useIsClient();
  if (!isClient) return null;
  const apply = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const [from, to] = ["from", "to"].map((name) => new Date(String(form.get(name))));
    if (from === undefined || to === undefined) return;
    query.go({ period: "", from: from.toISOString(), to: to.toISOString() });
  };
  return (
    <form onSubmit={apply} className="flex flex-wrap items-end gap-3">
      {(
        [
          ["from", "From", start],
          ["to", "To", end],
        ] as const
      ).map(([name, label, at]) => (
        <label key={name} className="flex flex-col gap-1.5">
          <span className={labelStyle}>{label}</span>
          <input
            type="datetime-local"
            name={name}
            required
            defaultValue={localMinute(at)}
            className={cx(inputStyle, "w-52")}
          />
        </label>
      ))}
      <Button type="submit">Apply</Button>
    </form>
  );
}

/** As `datetime-local` has it: in the reader's zone. */
function localMinute(at: string): string {
  const date = new Date(at);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
