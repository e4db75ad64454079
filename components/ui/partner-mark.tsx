/** Our own drawing for Customer.io: an open ring and the dot it sends out. */
export function CustomerioMark({ size = 20 }: { readonly size?: number }) {
  return (
    <svg aria-hidden="true" width={size} height={size} viewBox="0 0 24 24" className="shrink-0">
      <rect width="24" height="24" rx="6" fill="#5a3fc0" />
      <path
        d="M15.6 8.1a5.6 5.6 0 1 0 0 7.8"
        fill="none"
        stroke="#fff"
        strokeWidth="2.6"
        strokeLinecap="round"
      />
      <circle cx="18" cy="12" r="1.9" fill="#ffc83d" />
    </svg>
  );
}
