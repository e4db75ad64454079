import { formatCount } from "@/components/ui/text/format-number";

interface Minute {
  readonly at: Date;
  readonly accepted: number;
  readonly duplicate: number;
  readonly rejected: number;
}

const PARTS = [
  ["rejected", "fill-danger", "bg-danger"],
  ["duplicate", "fill-line-strong", "bg-line-strong"],
  ["accepted", "fill-accent", "bg-accent"],
] as const;

const total = ({ accepted, duplicate, rejected }: Minute): number =>
  accepted + duplicate + rejected;

/** Events by minute as stacked bars: accepted below, then duplicates, rejected on top. */
export function MinuteBars({
  minutes,
  label,
  height = 72,
}: {
  readonly minutes: readonly Minute[];
  readonly label: string;
  readonly height?: number;
}) {
  const peak = Math.max(1, ...minutes.map(total));
  return (
    <figure className="flex flex-col gap-1">
      <p aria-hidden className="tabular text-2xs text-muted leading-3">
        {formatCount(peak)} / min
      </p>
      <svg
        role="img"
        aria-label={`${label}: at most ${formatCount(Math.max(0, ...minutes.map(total)))} in a minute`}
        viewBox={`0 0 ${minutes.length * 4} ${height}`}
        preserveAspectRatio="none"
        className="w-full border-line border-b"
        style={{ height }}
      >
        {minutes.map((minute, index) => (
          <Bar
            key={minute.at.getTime()}
            minute={minute}
            x={index * 4}
            scale={height / peak}
            height={height}
          />
        ))}
      </svg>
      <figcaption className="flex flex-wrap justify-between gap-x-4 text-2xs text-muted">
        <span>60 min ago</span>
        <Legend minutes={minutes} />
        <span>now</span>
      </figcaption>
    </figure>
  );
}

interface BarProps {
  readonly minute: Minute;
  readonly x: number;
  readonly scale: number;
  readonly height: number;
}

function Bar({ minute, x, scale, height }: BarProps) {
  let top = height - total(minute) * scale;
  return (
    <g>
      <title>{`${minute.at.toISOString().slice(11, 16)} UTC: ${formatCount(total(minute))}`}</title>
      {PARTS.map(([part, fill]) => {
        const y = top;
        const size = minute[part] * scale;
        top += size;
        return size > 0 && <rect key={part} x={x} y={y} width={3} height={size} className={fill} />;
      })}
    </g>
  );
}

function Legend({ minutes }: { readonly minutes: readonly Minute[] }) {
  const shown = PARTS.filter(([part]) => minutes.some((minute) => minute[part] > 0)).reverse();
  return (
    <span className="flex gap-3">
      {shown.map(([part, , dot]) => (
        <span key={part} className="flex items-center gap-1.5">
          <span aria-hidden className={`size-2 rounded-full ${dot}`} />
          {part}
        </span>
      ))}
    </span>
  );
}
