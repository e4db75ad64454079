/** A stream and the tributary that joins it. */
export function Logo({ size = 28 }: { readonly size?: number }) {
  return (
    <svg aria-hidden="true" width={size} height={size} viewBox="0 0 32 32" className="shrink-0">
      <rect width="32" height="32" rx="8" className="fill-accent" />
      <g fill="none" stroke="#fff" strokeLinecap="round">
        <path d="M9.5 6.5c0 8 6.5 7.5 6.5 19" strokeWidth="3.4" />
        <path d="M23.5 7.5c0 6.5-6.2 6-7.2 11.5" strokeWidth="2.4" opacity=".8" />
      </g>
    </svg>
  );
}
