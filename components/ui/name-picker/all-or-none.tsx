import { Button } from "@/components/ui/controls/button";
import { ALL_EVENTS } from "@/lib/engine/pipeline/transform/settings";
import type { NameOption } from "./name-option";

interface AllOrNoneProps {
  /** The names that the search shows. */
  readonly found: readonly NameOption[];
  readonly chosen: ReadonlySet<string>;
  readonly onChange: (chosen: ReadonlySet<string>) => void;
}

/** Chooses or clears what the search shows (All is the row All Events where there is one), and says how much is chosen in all. */
export function AllOrNone({ found, chosen, onChange }: AllOrNoneProps) {
  const choosable = found.filter((option) => option.caution?.kind !== "reserved");
  const everything = choosable.some((option) => option.id === ALL_EVENTS);
  const all = () =>
    onChange(
      new Set(everything ? [ALL_EVENTS] : [...chosen, ...choosable.map((option) => option.id)]),
    );
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
