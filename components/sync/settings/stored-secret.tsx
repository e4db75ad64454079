/** A write-only value that is stored: its last four characters. */
export function StoredSecret({ hint }: { readonly hint: string }) {
  return (
    <span className="font-mono text-sm">
      <span aria-hidden>••••{hint}</span>
      <span className="sr-only">{hint === "" ? "stored" : `stored, ends in ${hint}`}</span>
    </span>
  );
}
