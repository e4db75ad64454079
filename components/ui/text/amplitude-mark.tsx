/** Our own drawing for what comes from Amplitude's SDKs: one swing of a wave. */
export function AmplitudeMark({ size = 20 }: { readonly size?: number }) {
  return (
    <svg aria-hidden="true" width={size} height={size} viewBox="0 0 24 24" className="shrink-0">
      <circle cx="12" cy="12" r="12" className="fill-accent" />
      <path
        d="M5 13.2h2.6c1.4 0 1.6-6.4 3.2-6.4s2 10.4 3.6 10.4c1.3 0 1.2-4 2.6-4h2"
        fill="none"
        stroke="#fff"
        strokeWidth="1.8"
        strokeLinecap="round"
      />
    </svg>
  );
}
