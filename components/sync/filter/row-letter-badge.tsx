export function RowLetterBadge({ letter }: { readonly letter: string }) {
  return (
    <span
      aria-hidden
      className="grid size-8 shrink-0 place-items-center rounded-full bg-chip font-medium text-chip-ink text-sm"
    >
      {letter}
    </span>
  );
}
