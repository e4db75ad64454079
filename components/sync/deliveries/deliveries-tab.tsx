"use client";

import { lazy, type ReactNode, Suspense } from "react";
import type {
  AskDelivery,
  AskEventOfSync,
  ChangeMany,
  CountMatching,
  LoadEventNames,
  Redeliver,
  SyncRef,
} from "@/components/sync/sync-verbs";
import { Button } from "@/components/ui/controls/button";
import { LocalTime } from "@/components/ui/text/local-time";
import { useQuery } from "@/components/ui/use-query";
import { useWhenIdle } from "@/components/ui/use-when-idle";
import type { Delivery } from "@/lib/admin/events/delivery";
import type { FilteredEvent } from "@/lib/admin/events/list-filtered";
import type { Sort } from "@/lib/admin/events/sort";
import type { WaitingEvent } from "@/lib/admin/events/waiting-event";
import type { Refusal } from "@/lib/web/or-refused";
import { canRedeliver, DeliveriesTable } from "./deliveries-table";
import { FILTER_PARAMS } from "./delivery-filter";
import { DeliveryFilters } from "./delivery-filters";
import { ExportMenu } from "./export-menu";
import { FilteredTable } from "./filtered-table";
import { NothingHere } from "./nothing-here";
import type { PanelStep } from "./panel-steps";
import { RowList, type RowListProps } from "./row-list";
import { ViewSwitch } from "./view-switch";
import { WaitingTable } from "./waiting-table";

const loadPanel = () => import("./delivery-panel");
const DeliveryPanel = lazy(async () => ({ default: (await loadPanel()).DeliveryPanel }));
const EventOfSyncPanel = lazy(async () => ({
  default: (await import("./event-of-sync-panel")).EventOfSyncPanel,
}));

/** A page of one of the views. */
export type Listing = ListingEnd &
  (
    | { readonly view: "settled"; readonly items: readonly Delivery[]; readonly sort: Sort }
    | { readonly view: "waiting"; readonly items: readonly WaitingEvent[]; readonly sort: Sort }
    | { readonly view: "filtered"; readonly items: readonly FilteredEvent[]; readonly sort: null }
  );

interface ListingEnd extends Refusal {
  readonly nextCursor: string | null;
  /** How far a page looked that found less than it was to. */
  readonly lookedTo: Date | null;
}

export interface DeliveriesTabProps {
  readonly listing: Listing;
  /** The name of the destination. */
  readonly destination: string;
  readonly loadEvents: LoadEventNames;
  readonly sync: SyncRef & { readonly enabled: boolean };
  readonly ask: AskDelivery;
  readonly askEvent: AskEventOfSync;
  readonly redeliver: Redeliver;
  readonly change: ChangeMany;
  readonly count: CountMatching;
}

/** A sync's deliveries: what was settled, what waits, what was filtered. */
export function DeliveriesTab(props: DeliveriesTabProps) {
  const { listing, destination, loadEvents, sync } = props;
  const query = useQuery();
  useWhenIdle(loadPanel);
  const base = `/projects/${sync.projectId}/destinations/${sync.id}/deliveries`;
  const isFirst = query.read("cursor") === "";
  const isFiltered = FILTER_PARAMS.some((name) => query.read(name) !== "");
  // A list of its own for each address: what is selected or held belongs to what was asked for.
  const asked = [...FILTER_PARAMS, "cursor", "sort"].map(query.read).join(" ");
  return (
    <>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <ViewSwitch base={base} view={listing.view} />
        <ExportMenu base={base} view={listing.view} syncId={sync.id} />
      </div>
      <DeliveryFilters
        key={listing.view}
        projectId={sync.projectId}
        view={listing.view}
        destination={destination}
        loadEvents={loadEvents}
      />
      <Rows
        key={`${listing.view} ${asked}`}
        {...props}
        list={{
          isFirst,
          sync,
          change: props.change,
          count: props.count,
          empty: (
            <NothingHere
              view={listing.view}
              isFiltered={isFiltered || !isFirst}
              hasMore={listing.nextCursor !== null}
              refused={listing.refused}
              sync={sync}
            />
          ),
        }}
      />
      <Ends listing={listing} isFirst={isFirst} />
      <Suspense>
        <OpenPanel base={base} {...props} />
      </Suspense>
    </>
  );
}

type CommonList = Pick<RowListProps<unknown>, "isFirst" | "sync" | "change" | "count" | "empty">;

function Rows({
  listing,
  destination,
  sync,
  list,
}: DeliveriesTabProps & { readonly list: CommonList }): ReactNode {
  const query = useQuery();
  const shared = { destination, projectId: sync.projectId };
  switch (listing.view) {
    case "settled":
      return (
        <RowList
          {...list}
          view="settled"
          rows={listing.items}
          sort={listing.sort}
          keyOf={idOf}
          canPick={canRedeliver}
        >
          {(items, picks) => (
            <DeliveriesTable
              {...shared}
              items={items}
              picks={picks}
              onOpen={(id) => query.note({ delivery: String(id) })}
            />
          )}
        </RowList>
      );
    case "waiting":
      return (
        <RowList
          {...list}
          view="waiting"
          rows={listing.items}
          sort={listing.sort}
          keyOf={offsetOf}
          canPick={always}
        >
          {(items, picks) => (
            <WaitingTable
              {...shared}
              items={items}
              picks={picks}
              onOpen={(offset) => query.note({ event_at: String(offset) })}
            />
          )}
        </RowList>
      );
    case "filtered":
      return (
        <RowList
          {...list}
          view="filtered"
          rows={listing.items}
          sort={null}
          keyOf={offsetOf}
          canPick={never}
        >
          {(items, picks) => (
            <FilteredTable
              {...shared}
              items={items}
              picks={picks}
              onOpen={(offset) => query.note({ event_at: String(offset) })}
            />
          )}
        </RowList>
      );
  }
}

const idOf = ({ id }: Delivery): number => id;
const offsetOf = ({ offset }: { readonly offset: number }): number => offset;
const always = () => true;
const never = () => false;

interface EndsProps {
  readonly listing: Listing;
  readonly isFirst: boolean;
}

/** Where the page ends, and the way on. */
function Ends({ listing: { nextCursor, lookedTo }, isFirst }: EndsProps) {
  const query = useQuery();
  return (
    <nav aria-label="Pages" className="flex flex-wrap items-center justify-end gap-2">
      {lookedTo !== null && (
        <p className="mr-auto text-muted text-sm">
          Looked as far as <LocalTime at={lookedTo.toISOString()} />. There may be more behind.
        </p>
      )}
      {!isFirst && <Button onPress={() => query.go({ cursor: "" })}>Back to the first page</Button>}
      {nextCursor !== null && (
        <Button onPress={() => query.go({ cursor: nextCursor })}>
          {lookedTo === null ? "Next page" : "Look further"}
        </Button>
      )}
    </nav>
  );
}

/** The row that the address has open. */
function OpenPanel(props: DeliveriesTabProps & { readonly base: string }) {
  const { base, listing, sync, destination, ask, askEvent, redeliver, change } = props;
  const query = useQuery();
  const steps = (keys: readonly number[], param: string, key: number): PanelStep => {
    const at = keys.indexOf(key);
    const to = (place: number) => {
      const there = at < 0 ? undefined : keys[place];
      return there === undefined ? null : () => query.note({ [param]: String(there) });
    };
    return { onPrevious: to(at - 1), onNext: to(at + 1) };
  };
  const delivery = keyIn(query.read("delivery"));
  if (delivery !== null) {
    const keys = listing.view === "settled" ? listing.items.map(idOf) : [];
    return (
      <DeliveryPanel
        {...steps(keys, "delivery", delivery)}
        {...{ sync, destination, ask, redeliver, base }}
        id={delivery}
        onClose={() => query.note({ delivery: "" })}
      />
    );
  }
  const offset = keyIn(query.read("event_at"));
  if (offset === null) return null;
  const keys = listing.view === "settled" ? [] : listing.items.map(offsetOf);
  return (
    <EventOfSyncPanel
      {...steps(keys, "event_at", offset)}
      {...{ sync, base, change, offset }}
      query={`view=${listing.view}&event_at=${offset}`}
      ask={askEvent}
      onClose={() => query.note({ event_at: "" })}
    />
  );
}

/** An id or an offset in the address. */
const keyIn = (text: string): number | null => (/^\d{1,15}$/.test(text) ? Number(text) : null);
