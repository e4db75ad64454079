"use client";

import { Clock } from "lucide-react";
import { useState } from "react";
import { Button as AriaButton } from "react-aria-components/Button";
import { Button } from "@/components/ui/controls/button";
import { Popover } from "@/components/ui/controls/popover";
import { cx } from "@/components/ui/cx";
import { inputStyle, labelStyle } from "@/components/ui/forms/field-style";
import { formatLocal } from "@/components/ui/text/format-time";
import { WINDOWS } from "./delivery-filter";

interface TimeFilterProps {
  /** What the time is of, e.g. `Settled`. */
  readonly label: string;
  /** ISO 8601; empty for no bound. */
  readonly from: string;
  readonly to: string;
  readonly onChange: (time: { readonly from: string; readonly to: string }) => void;
}

/** From when to when: a window that ends now, or any two times. The address keeps the times, so a link stays true. */
export function TimeFilter({ label, from, to, onChange }: TimeFilterProps) {
  const [isOpen, setOpen] = useState(false);
  const choose = (time: { readonly from: string; readonly to: string }) => {
    setOpen(false);
    onChange(time);
  };
  const since = (minutes: number) =>
    choose({ from: new Date(Date.now() - minutes * 60_000).toISOString(), to: "" });
  return (
    <Popover
      label={label}
      className="w-80"
      isOpen={isOpen}
      onOpenChange={setOpen}
      trigger={
        <AriaButton
          aria-label={`${label}: ${timeText(from, to)}`}
          className={cx(inputStyle, "flex items-center gap-2 text-left")}
        >
          <Clock aria-hidden size={15} className="shrink-0 text-faint" />
          <span suppressHydrationWarning className="truncate">
            {timeText(from, to)}
          </span>
        </AriaButton>
      }
    >
      <div className="flex flex-col gap-4">
        <div className="grid grid-cols-2 gap-1.5">
          <Button size="sm" onPress={() => choose({ from: "", to: "" })}>
            Any time
          </Button>
          {WINDOWS.map(([id, title, minutes]) => (
            <Button key={id} size="sm" onPress={() => since(minutes)}>
              {title}
            </Button>
          ))}
        </div>
        <CustomTime key={`${from} ${to}`} from={from} to={to} onChoose={choose} />
      </div>
    </Popover>
  );
}

interface CustomTimeProps {
  readonly from: string;
  readonly to: string;
  readonly onChoose: TimeFilterProps["onChange"];
}

function CustomTime({ from, to, onChoose }: CustomTimeProps) {
  const [start, setStart] = useState(toField(from));
  const [end, setEnd] = useState(toField(to));
  const isBackwards = start !== "" && end !== "" && end <= start;
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isBackwards) onChoose({ from: toIso(start), to: toIso(end) });
      }}
    >
      <TimeField label="From" value={start} onChange={setStart} />
      <TimeField label="To" value={end} onChange={setEnd} />
      {isBackwards && (
        <p role="alert" className="font-medium text-danger-ink text-xs">
          To has to be later than From.
        </p>
      )}
      <Button type="submit" kind="primary" size="sm">
        Show this time
      </Button>
    </form>
  );
}

interface TimeFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function TimeField({ label, value, onChange }: TimeFieldProps) {
  return (
    <label className="flex flex-col gap-1">
      <span className={labelStyle}>{label}</span>
      <input
        type="datetime-local"
        step="1"
        className={inputStyle}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </label>
  );
}

function timeText(from: string, to: string): string {
  const [start, end] = [from, to].map((text) => Date.parse(text));
  const has = (ms: number | undefined): ms is number => ms !== undefined && !Number.isNaN(ms);
  if (has(start) && has(end)) return `${formatLocal(start)} – ${formatLocal(end)}`;
  if (has(start)) return `Since ${formatLocal(start)}`;
  if (has(end)) return `Before ${formatLocal(end)}`;
  return "Any time";
}

/** A time as the browser's field has it: local, without a zone. */
function toField(iso: string): string {
  const ms = Date.parse(iso);
  if (Number.isNaN(ms)) return "";
  const local = new Date(ms - new Date(ms).getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 19);
}

const toIso = (field: string): string => (field === "" ? "" : new Date(field).toISOString());
