/** Tributary's own mark beside names that come from the project. */
export function Mark({ size = 18 }: { readonly size?: number }) {
  return (
    <svg
      aria-hidden
      width={size}
      height={size}
      viewBox="0 0 20 20"
      className="shrink-0 text-accent"
      fill="none"
    >
      <circle cx="10" cy="10" r="10" fill="currentColor" />
      <path
        d="M4.5 6.5c3 0 3.2 3.5 5.5 3.5h5.5M4.5 13.5c3 0 3.2-3.5 5.5-3.5"
        stroke="#fff"
        strokeWidth="1.7"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
