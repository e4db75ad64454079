/** Tributary's mark, round and small, beside names that come from the project. */
export function TributaryMark({ size = 18 }: { readonly size?: number }) {
  return (
    <svg aria-hidden="true" width={size} height={size} viewBox="0 0 32 32" className="shrink-0">
      <circle cx="16" cy="16" r="16" className="fill-accent" />
      <g fill="none" stroke="#fff" strokeLinecap="round">
        <path d="M9.5 7c0 7.5 6.5 7 6.5 18.5" strokeWidth="3.6" />
        <path d="M23 8c0 6-5.7 5.5-6.7 11" strokeWidth="2.8" opacity=".85" />
      </g>
    </svg>
  );
}
