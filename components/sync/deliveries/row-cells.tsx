import Link from "next/link";
import { Allowed, useMay } from "@/components/shell/rights";
import { Checkbox } from "@/components/ui/controls/checkbox";
import { TableCell } from "@/components/ui/data/table";
import { NOBODY } from "@/lib/engine/pipeline/log/nobody";
import type { Picks } from "./picks";

// The cells that the lists of a sync's deliveries share.

interface PickCellProps {
  readonly picks: Picks;
  readonly rowKey: number;
  readonly name: string;
  /** A row that nothing can be done with has none. */
  readonly canPick: boolean;
}

export function PickCell({ picks, rowKey, name, canPick }: PickCellProps) {
  const mayChange = useMay("destinations:write");
  return (
    <TableCell className="w-10 max-sm:absolute max-sm:right-2">
      {canPick && mayChange && (
        <Checkbox
          aria-label={`Select ${name}`}
          className="flex"
          isSelected={picks.has(rowKey)}
          onChange={() => picks.toggle(rowKey)}
        />
      )}
    </TableCell>
  );
}

/** Selects all rows of the page, in the head of the table. */
export const PickAll = ({ picks }: { readonly picks: Picks }) => (
  <Allowed right="destinations:write">
    <Checkbox
      aria-label="Select all on this page"
      className="flex"
      isSelected={picks.page === "all"}
      isIndeterminate={picks.page === "some"}
      onChange={picks.togglePage}
    />
  </Allowed>
);

/** The event's name, which opens the row. */
export function EventCell({
  name,
  onOpen,
}: {
  readonly name: string;
  readonly onOpen: () => void;
}) {
  return (
    <TableCell className="max-w-72">
      <button
        type="button"
        onClick={onOpen}
        className="focus-ring block max-w-full truncate rounded text-left font-medium text-link hover:underline"
      >
        {name}
      </button>
    </TableCell>
  );
}

interface UserCellProps {
  readonly projectId: number;
  readonly personId: number;
  /** As the event or the destination names them; null for nobody. */
  readonly name: string | null;
}

export function UserCell({ projectId, personId, name }: UserCellProps) {
  return (
    <TableCell label="User" className="max-w-60 truncate max-sm:max-w-full">
      {personId === NOBODY || name === null ? (
        <span className="text-muted">(none)</span>
      ) : (
        <Link
          href={`/projects/${projectId}/users/${personId}`}
          prefetch={false}
          className="rounded text-ink underline-offset-2 hover:underline"
        >
          {name}
        </Link>
      )}
    </TableCell>
  );
}
