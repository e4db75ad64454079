import { Tags } from "lucide-react";
import { Card } from "@/components/ui/data/card";
import { EmptyState } from "@/components/ui/data/empty-state";
import { type Column, Table, TableCell, TableRow } from "@/components/ui/data/table";
import { formatCount } from "@/components/ui/text/format-number";
import { RelativeTime } from "@/components/ui/text/relative-time";
import type { NameKind, NameView } from "@/lib/admin/names/name-registry";
import { type NameActions, NameButtons } from "./name-buttons";
import { NameFilters } from "./name-filters";

const NAME: Column = { key: "name", title: "Name" };
const TYPE: Column = { key: "type", title: "Type", wideOnly: true };
const SEEN: Column = { key: "seen", title: "Last seen" };
const BUTTONS: Column = { key: "actions", title: <span className="sr-only">Actions</span> };

interface NamesProps extends NameActions {
  readonly projectId: number;
  readonly kind: NameKind;
  /** Those seen last first. */
  readonly names: readonly NameView[];
  /** How many there are, also beyond `names`. */
  readonly total: number;
  readonly isSearch: boolean;
}

/** The names of one kind: what the pickers offer, and what was taken out of them. */
export function Names({ projectId, kind, names, total, isSearch, ...actions }: NamesProps) {
  const hasTypes = kind !== "event_type";
  return (
    <>
      <NameFilters kind={kind} />
      <Card
        title="Names"
        description="What this project has sent, and the pickers offer. A hidden name is not offered, and a filter that uses it goes on matching; a deleted one is back when it is sent again."
        flush
      >
        {names.length === 0 ? (
          <EmptyState icon={<Tags aria-hidden size={22} />} title="No such names">
            {isSearch ? "Search for another text." : "They come with the first events."}
          </EmptyState>
        ) : (
          <Table
            label="Names"
            columns={hasTypes ? [NAME, TYPE, SEEN, BUTTONS] : [NAME, SEEN, BUTTONS]}
          >
            {names.map((view) => (
              <NameRow
                key={view.name}
                projectId={projectId}
                view={view}
                hasTypes={hasTypes}
                {...actions}
              />
            ))}
          </Table>
        )}
      </Card>
      {total > names.length && (
        <p className="text-center text-muted text-sm">
          The {formatCount(names.length)} seen last of {formatCount(total)}: search for the others.
        </p>
      )}
    </>
  );
}

function NameRow({
  projectId,
  view,
  hasTypes,
  hide,
  remove,
}: NameActions & {
  readonly projectId: number;
  readonly view: NameView;
  readonly hasTypes: boolean;
}) {
  return (
    <TableRow>
      <TableCell className="[overflow-wrap:anywhere]">
        <p className={view.hidden ? "text-muted" : "font-medium"}>{view.name}</p>
        {view.hidden && <p className="text-muted text-xs">Hidden</p>}
      </TableCell>
      {hasTypes && (
        <TableCell wideOnly className="text-muted text-sm [overflow-wrap:anywhere]">
          {view.type}
          {view.example !== null && view.example !== "" && (
            <p className="line-clamp-1 max-w-72 text-xs">e.g. {view.example}</p>
          )}
        </TableCell>
      )}
      <TableCell className="whitespace-nowrap text-muted text-sm">
        <RelativeTime at={view.lastSeen.toISOString()} />
      </TableCell>
      <TableCell align="right">
        <NameButtons
          projectId={projectId}
          kind={view.kind}
          name={view.name}
          hidden={view.hidden}
          hide={hide}
          remove={remove}
        />
      </TableCell>
    </TableRow>
  );
}
