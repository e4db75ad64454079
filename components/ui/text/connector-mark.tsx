import type { Mark } from "@/lib/engine/connectors/connector";

/** A connector's own drawing. */
export function ConnectorMark({
  mark,
  size = 20,
}: {
  readonly mark: Mark;
  readonly size?: number;
}) {
  return (
    <svg aria-hidden="true" width={size} height={size} viewBox="0 0 24 24" className="shrink-0">
      <rect width="24" height="24" rx="6" fill={mark.ground} />
      {mark.strokes.map(({ path, color }) => (
        <path
          key={path}
          d={path}
          fill="none"
          stroke={color}
          strokeWidth="2.6"
          strokeLinecap="round"
        />
      ))}
      {mark.dots.map(({ x, y, radius, color }) => (
        <circle key={`${x} ${y}`} cx={x} cy={y} r={radius} fill={color} />
      ))}
    </svg>
  );
}
