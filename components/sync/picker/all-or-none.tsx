import type { NameOption } from "@/components/sync/picker/name-option";
import { Button } from "@/components/ui/button";

interface AllOrNoneProps {
  /** The names that the search shows. */
  readonly found: readonly NameOption[];
  readonly chosen: ReadonlySet<string>;
  readonly onChange: (chosen: ReadonlySet<string>) => void;
}

/** Chooses or clears what the search shows, and says how much is chosen in all. */
export function AllOrNone({ found, chosen, onChange }: AllOrNoneProps) {
  const choosable = found.filter((option) => option.caution?.kind !== "reserved");
  const all = () => onChange(new Set([...chosen, ...choosable.map((option) => option.id)]));
  const none = () => {
    const shown = new Set(found.map((option) => option.id));
    onChange(new Set([...chosen].filter((id) => !shown.has(id))));
  };
  return (
    <div className="flex items-center gap-1 border-line border-b bg-sunken px-2 py-1">
      <Button kind="quiet" size="sm" onPress={all}>
        All
      </Button>
      <span aria-hidden className="text-faint">
        /
      </span>
      <Button kind="quiet" size="sm" onPress={none}>
        None
      </Button>
      <span aria-live="polite" className="tabular ml-auto px-1 text-muted text-sm">
        {chosen.size.toLocaleString("en-US")} selected
      </span>
    </div>
  );
}
